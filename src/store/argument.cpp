#include "store/argument.h"

#include "domain/text.h"

namespace soc {
std::optional<std::string_view> Argument::text() const {
    if (const auto* view = std::get_if<std::string_view>(&value_)) return *view;
    if (const auto* own = std::get_if<std::string>(&value_)) return std::string_view{*own};
    return std::nullopt;
}

bool is_storable_text(std::string_view text) {
    return text.find('\0') == std::string_view::npos && is_utf8(text);
}

}  // namespace soc
