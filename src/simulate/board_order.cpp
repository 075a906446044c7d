#include "simulate/board_order.h"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/string.hpp>
#include <cctype>
#include <string>
#include <utility>

#include "core/limits.h"
#include "simulate/firmware.h"

namespace soc::simulate {
namespace {

namespace json = boost::json;

std::optional<std::string> lower_text(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    const json::string& text = value->get_string();
    std::string lower{text.data(), text.size()};
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

std::optional<OrderKind> order_of(std::string_view word) {
    constexpr std::array words{
        std::pair{std::string_view{"status"}, OrderKind::status},
        std::pair{std::string_view{"frequency"}, OrderKind::frequency},
        std::pair{std::string_view{"restart"}, OrderKind::restart},
        std::pair{std::string_view{"reboot"}, OrderKind::reboot},
        std::pair{std::string_view{"update"}, OrderKind::update},
        std::pair{std::string_view{"upgrade"}, OrderKind::upgrade},
        std::pair{std::string_view{"reset"}, OrderKind::reset}};
    for (const auto& [known, kind] : words) {
        if (known == word) return kind;
    }
    return std::nullopt;
}

}  // namespace

std::optional<BoardOrder> read_order(std::string_view payload, const MacAddress& mac) {
    json::error_code failure;
    json::parse_options options;
    options.max_depth = limits::json_depth_max;
    const json::value document = json::parse(payload, failure, {}, options);
    if (failure || !document.is_object()) return std::nullopt;
    const json::object& object = document.get_object();
    if (object.size() > firmware::order_members_max) return std::nullopt;

    const auto dest = lower_text(object, "dest");
    if (!dest || !(dest->starts_with(mac.to_string()) || dest->starts_with("all"))) {
        return std::nullopt;
    }
    const auto word = lower_text(object, "order");
    const auto kind = word ? order_of(*word) : std::nullopt;
    if (!kind) return std::nullopt;
    if (*kind != OrderKind::frequency) return BoardOrder{*kind, 0};

    const json::value* value = object.if_contains("value");
    if (value == nullptr || !value->is_int64()) return std::nullopt;
    return BoardOrder{*kind, value->get_int64()};
}

}  // namespace soc::simulate
