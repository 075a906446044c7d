#include "wire/registry_json.h"

#include <boost/json/array.hpp>

#include "wire/json_writer.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

void add_coordinates(json::object& object, const std::optional<Coordinates>& coordinates) {
    if (!coordinates) return;
    object["latitude"] = coordinates->latitude;
    object["longitude"] = coordinates->longitude;
}

}  // namespace

std::string registry_json(const Site& site) {
    json::object object{{"name", json_text(site.name)},
                        {"code", json_text(site.code)},
                        {"topic_prefix", json_text(site.topic_prefix)},
                        {"time_zone", json_text(site.time_zone)},
                        {"interval_s", json_seconds(site.interval)}};
    add_coordinates(object, site.coordinates);
    return serialize(object);
}

std::string registry_json(const Building& building) {
    json::object object{{"site", json_id(building.site)},
                        {"name", json_text(building.name)},
                        {"topic", json_text(building.topic)}};
    add_coordinates(object, building.coordinates);
    return serialize(object);
}

std::string registry_json(const Floor& floor) {
    return serialize(json::object{{"building", json_id(floor.building)},
                                  {"name", json_text(floor.name)},
                                  {"position", floor.position}});
}

std::string registry_json(const Room& room) {
    return serialize(json::object{{"building", json_id(room.building)},
                                  {"floor", json_id(room.floor)},
                                  {"name", json_text(room.name)},
                                  {"topic", json_text(room.topic)}});
}

std::string registry_json(const DeviceType& type) {
    return serialize(json::object{{"name", json_text(type.name)},
                                  {"manufacturer", json_text(type.manufacturer)},
                                  {"connectivity", json_text(to_word(type.connectivity))},
                                  {"interval_s", json_seconds(type.interval)},
                                  {"interval_min_s", type.announced_range.least.count()},
                                  {"interval_max_s", type.announced_range.most.count()}});
}

std::string registry_json(const Device& device) {
    json::array rooms;
    for (const RoomId& room : device.rooms) rooms.push_back(json_id(room));
    json::array identifiers;
    for (const Identifier& identifier : device.identifiers) {
        identifiers.push_back(json::object{{"kind", json_text(to_word(identifier.kind))},
                                           {"value", json_text(identifier.value)}});
    }
    return serialize(json::object{{"name", json_text(device.name)},
                                  {"description", json_text(device.description)},
                                  {"type", json_id(device.type)},
                                  {"site", json_id(device.site)},
                                  {"rooms", std::move(rooms)},
                                  {"identifiers", std::move(identifiers)},
                                  {"life_cycle", json_text(to_word(device.life_cycle))},
                                  {"enabled", device.enabled},
                                  {"interval_s", json_seconds(device.interval)}});
}

}  // namespace soc::wire
