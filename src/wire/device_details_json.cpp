#include "wire/device_details_json.h"

#include <boost/json/array.hpp>

#include "wire/device_json.h"
#include "wire/json_writer.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

json::value text_or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json_text(text);
}

json::value message_json(const std::optional<LastMessage>& message) {
    if (!message) return nullptr;
    // Until a broker's plugin names the sender (R30), every sender is unverified.
    return json::object{{"received_at", json_time(message->received_at)},
                        {"broker", json_text(message->broker)},
                        {"topic", json_text(message->topic)},
                        {"payload", json_text(message->payload)},
                        {"sender", "unverified"}};
}

json::array history_json(const std::vector<PresenceSpan>& history) {
    json::array array;
    for (const PresenceSpan& span : history) {
        array.push_back(json::object{{"presence", json_text(to_word(span.presence))},
                                     {"since", json_time(span.since)},
                                     {"until", json_time(span.until)},
                                     {"seen_in", span.backlog ? "backlog" : "live"}});
    }
    return array;
}

}  // namespace

json::object to_json(const DeviceDetails& details) {
    json::object object = to_json(details.row);
    json::array identifiers;
    for (const Identifier& identifier : details.device.identifiers) {
        identifiers.push_back(json::object{{"kind", json_text(to_word(identifier.kind))},
                                           {"value", json_text(identifier.value)}});
    }
    json::array rooms;
    for (const RoomId& room : details.device.rooms) rooms.push_back(json_id(room));
    object["description"] = json_text(details.device.description);
    object["identifiers"] = std::move(identifiers);
    object["rooms"] = std::move(rooms);
    object["life_cycle"] = json_text(to_word(details.device.life_cycle));
    object["enabled"] = details.device.enabled;
    object["base_topic"] = text_or_null(details.base_topic);
    object["seen_topic"] = text_or_null(details.seen_topic);
    object["interval_s"] = details.interval.count();
    object["interval_origin"] = json_text(details.interval_origin);
    object["interval_setting_s"] = details.interval_setting.count();
    object["announced_s"] =
        details.announced ? json::value(details.announced->count()) : json::value(nullptr);
    object["tolerance_s"] = details.tolerance.count();
    object["deadline_at"] = json_time(details.deadline);
    object["last_message"] = message_json(details.last_message);
    object["intervals"] = history_json(details.history);
    return object;
}

}  // namespace soc::wire
