#include "wire/command_json.h"

#include <array>
#include <boost/json/object.hpp>
#include <utility>

#include "core/limits.h"
#include "domain/text.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

constexpr std::array all_orders{Order::status, Order::frequency, Order::restart, Order::reboot,
                                Order::update, Order::upgrade,   Order::reset};
constexpr std::string_view everyone = "all";
// The board's parser has no room for more (contract/firmware.md).
constexpr std::size_t members_max = 5;
constexpr TextBounds word_bounds{.least = 1, .most = 64};
constexpr TextBounds url_bounds{.least = 1, .most = 200};

std::string order_words() {
    std::string words;
    for (const Order order : all_orders) {
        if (!words.empty()) words += ", ";
        words += to_word(order);
    }
    return words;
}

Status check_value(const Command& command) {
    const bool has_integer = std::holds_alternative<std::int64_t>(command.value);
    const bool has_text = std::holds_alternative<std::string>(command.value);
    if (command.order == Order::frequency) {
        if (has_integer) return {};
        return Error::invalid("value", has_text ? "not_an_integer" : "missing", "seconds");
    }
    if (command.order == Order::upgrade) {
        if (!has_integer) return {};
        return Error::invalid("value", "not_text", "an image URL, or nothing");
    }
    if (!has_integer && !has_text) return {};
    return Error::invalid("value", "not_taken", "nothing");
}

Result<std::optional<MacAddress>> read_dest(const json::object& object) {
    const Result<std::string> text = read_text(object, "dest", word_bounds);
    if (!text) return text.error();
    if (*text == everyone) return std::optional<MacAddress>{};
    const Result<MacAddress> mac = MacAddress::parse(*text);
    if (!mac) return Error::invalid("dest", "bad_dest", "a MAC or all");
    return std::optional<MacAddress>{*mac};
}

/// Fills `command.value` as its order takes one; what other orders carry is ignored, as boards do.
Status read_value(const json::object& object, Command& command) {
    if (command.order == Order::frequency) {
        const Result<std::int64_t> frequency = read_integer(object, "value", {});
        if (!frequency) return frequency.error();
        command.value = *frequency;
    }
    if (command.order == Order::upgrade && object.contains("value")) {
        Result<std::string> url = read_text(object, "value", url_bounds);
        if (!url) return url.error();
        command.value = *std::move(url);
    }
    return {};
}

}  // namespace

std::string_view to_word(Order order) {
    switch (order) {
        case Order::status: return "status";
        case Order::frequency: return "frequency";
        case Order::restart: return "restart";
        case Order::reboot: return "reboot";
        case Order::update: return "update";
        case Order::upgrade: return "upgrade";
        case Order::reset: return "reset";
    }
    return "status";
}

std::optional<Order> parse_order(std::string_view word) {
    for (const Order order : all_orders) {
        if (to_word(order) == word) return order;
    }
    return std::nullopt;
}

std::size_t publish_packet_bytes(std::size_t topic_bytes, std::size_t payload_bytes) {
    const std::size_t remaining = 2 + topic_bytes + payload_bytes;
    // Seven bits of the remaining length a byte (MQTT 2.2.3).
    std::size_t length_bytes = 1;
    for (std::size_t rest = remaining >> 7U; rest > 0; rest >>= 7U) ++length_bytes;
    return 1 + length_bytes + remaining;
}

Result<std::string> write_command(const Command& command, std::string_view topic) {
    if (const Status fits = check_value(command); !fits) return fits.error();
    json::object object;
    object["dest"] = command.dest ? command.dest->to_string() : std::string{everyone};
    object["order"] = to_word(command.order);
    if (const auto* integer = std::get_if<std::int64_t>(&command.value)) {
        object["value"] = *integer;
    }
    if (const auto* text = std::get_if<std::string>(&command.value)) object["value"] = *text;
    std::string payload = serialize(object);
    if (publish_packet_bytes(topic.size(), payload.size()) > limits::board_packet_bytes_max) {
        return Error::too_large("command", std::to_string(limits::board_packet_bytes_max) +
                                               " bytes with topic and header");
    }
    return payload;
}

Result<Command> parse_command(std::string_view payload) {
    const Result<json::object> object = read_object(
        payload, {.bytes_max = limits::board_packet_bytes_max, .depth_max = 2});
    if (!object) return object.error();
    if (object->size() > members_max) {
        return Error::invalid({}, "too_many_members", std::to_string(members_max));
    }
    Result<std::optional<MacAddress>> dest = read_dest(*object);
    if (!dest) return dest.error();
    const Result<std::string> word = read_text(*object, "order", word_bounds);
    if (!word) return word.error();
    const std::optional<Order> order = parse_order(*word);
    if (!order) return Error::invalid("order", "unknown_order", order_words());

    Command command{.dest = *dest, .order = *order, .value = {}};
    if (const Status value = read_value(*object, command); !value) return value.error();
    return command;
}

}  // namespace soc::wire
