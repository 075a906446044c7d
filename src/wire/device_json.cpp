#include "wire/device_json.h"

#include <boost/json/array.hpp>

#include "wire/json_writer.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

json::value text_or_null(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json_text(text);
}

json::object to_json(const NamedTransition& transition);
json::object to_json(const BlindInterval& interval);
json::object to_json(const BrokerView& broker);
json::object to_json(const DiscoveredDevice& device);
json::object to_json(const Refusal& refusal);
template <class IdType>
json::object to_json(const CountsOf<IdType>& place);
using wire::to_json;

template <class Things>
json::array array_of(const Things& things) {
    json::array array;
    array.reserve(things.size());
    for (const auto& thing : things) array.push_back(to_json(thing));
    return array;
}

template <class IdType>
json::object to_json(const CountsOf<IdType>& place) {
    json::object object;
    object["id"] = json_id(place.id);
    object["counts"] = wire::to_json(place.counts);
    return object;
}

json::object to_json(const NamedTransition& transition) {
    json::object object;
    object["at"] = json_time(transition.change.at);
    object["device_id"] = json_id(transition.change.device);
    object["name"] = json_text(transition.name);
    object["building_id"] = json_id(transition.building_id);
    object["place"] = json_text(transition.place);
    object["from"] = json_text(to_word(transition.change.from));
    object["to"] = json_text(to_word(transition.change.to));
    return object;
}

json::object to_json(const BlindInterval& interval) {
    json::object object;
    object["since"] = json_time(interval.since.wall);
    object["until"] =
        interval.until ? json_time(interval.until->wall) : json::value(nullptr);
    object["reason"] = json_text(to_word(interval.reason));
    return object;
}

json::object to_json(const BrokerView& broker) {
    json::object object;
    object["name"] = json_text(broker.name);
    object["state"] = json_text(broker.state);
    object["since"] = json_time(broker.since);
    object["detail"] = json_text(broker.detail);
    object["last_canary_at"] = json_time(broker.last_canary_at);
    object["blind"] = array_of(broker.blind);
    return object;
}

json::object to_json(const DiscoveredDevice& device) {
    json::object object;
    object["identifier"] = json_text(device.unit_id.to_string());
    object["broker"] = json_text(device.broker);
    object["topic"] = json_text(device.topic);
    object["sandbox"] = device.sandbox;
    object["first_seen_at"] = json_time(device.first_seen);
    object["last_seen_at"] = json_time(device.last_seen);
    object["count"] = device.count;
    object["last_payload"] = json_text(device.last_payload);
    return object;
}

json::object to_json(const Refusal& refusal) {
    json::object object;
    object["received_at"] = json_time(refusal.at);
    object["broker"] = json_text(refusal.broker);
    object["topic"] = json_text(refusal.topic);
    object["reason"] = json_text(refusal.reason);
    object["payload"] = json_text(refusal.payload);
    return object;
}

}  // namespace

json::object to_json(const DeviceRow& row) {
    json::object object;
    object.reserve(16);
    object["id"] = json_id(row.id);
    object["name"] = json_text(row.name);
    if (row.identifier) {
        object["identifier"] = json::object{{"kind", json_text(to_word(row.identifier->kind))},
                                            {"value", json_text(row.identifier->value)}};
    } else {
        object["identifier"] = nullptr;
    }
    object["presence"] = json_text(to_word(row.presence));
    object["exclusion"] =
        row.exclusion ? json_text(to_word(*row.exclusion)) : json::value(nullptr);
    object["last_seen_at"] = json_time(row.last_seen_at);
    object["site_id"] = json_id(row.site_id);
    object["building_id"] = json_id(row.building_id);
    object["room_id"] = json_id(row.room_id);
    object["site"] = json_text(row.site);
    object["building"] = text_or_null(row.building);
    object["room"] = text_or_null(row.room);
    object["type_id"] = json_id(row.type_id);
    object["type"] = json_text(row.type);
    object["connectivity"] = json_text(to_word(row.connectivity));
    object["firmware"] = text_or_null(row.firmware);
    return object;
}

json::object rows_json(std::span<const DeviceRow> rows) {
    return json::object{{"items", array_of(rows)}};
}

json::object to_json(const DevicePage& page) {
    json::object object;
    object["revision"] = page.revision;
    object["total"] = page.total;
    object["offset"] = page.offset;
    object["items"] = array_of(page.items);
    return object;
}

json::object to_json(const FleetSummary& summary) {
    json::object object;
    object["revision"] = summary.revision;
    object["counts"] = to_json(summary.counts);
    object["sites"] = array_of(summary.sites);
    object["buildings"] = array_of(summary.buildings);
    object["discovered"] = summary.discovered;
    return object;
}

json::object to_json(const TransitionList& list) {
    json::object object;
    object["since"] = json_time(list.since);
    object["went_missing"] = list.went_missing;
    object["came_back"] = list.came_back;
    object["items"] = array_of(list.items);
    return object;
}

json::object broker_list_json(std::span<const BrokerView> brokers) {
    return json::object{{"items", array_of(brokers)}};
}

json::object to_json(const DiscoveredList& list) {
    json::object object;
    object["items"] = array_of(list.items);
    object["limit"] = list.limit;
    object["forgotten"] = list.forgotten;
    object["refused"] = list.refused;
    return object;
}

json::object refusal_list_json(const std::map<std::string, std::uint64_t>& counts,
                               std::span<const Refusal> items) {
    json::array by_reason;
    for (const auto& [reason, count] : counts) {
        by_reason.push_back(json::object{{"reason", json_text(reason)}, {"count", count}});
    }
    return json::object{{"counts", std::move(by_reason)}, {"items", array_of(items)}};
}

}  // namespace soc::wire
