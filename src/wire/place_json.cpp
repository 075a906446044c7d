#include "wire/place_json.h"

#include <boost/json/array.hpp>
#include <optional>
#include <unordered_map>
#include <utility>

#include "wire/json_writer.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

void add_coordinates(json::object& object, const std::optional<Coordinates>& at) {
    object["latitude"] = at ? json::value(at->latitude) : json::value(nullptr);
    object["longitude"] = at ? json::value(at->longitude) : json::value(nullptr);
}

json::object floor_json(const Floor& floor) {
    json::object object;
    object["id"] = json_id(floor.id);
    object["name"] = floor.name;
    object["position"] = floor.position;
    return object;
}

json::object room_json(const Room& room) {
    json::object object;
    object["id"] = json_id(room.id);
    object["name"] = room.name;
    object["topic"] = room.topic;
    object["floor_id"] = json_id(room.floor);
    return object;
}

/// What stands inside a building or site, by the outer id and in the order of the list.
template <class OuterId>
using Inside = std::unordered_map<OuterId, json::array>;

json::object building_json(const Building& building, Inside<BuildingId>& floors,
                           Inside<BuildingId>& rooms) {
    json::object object;
    object["id"] = json_id(building.id);
    object["name"] = building.name;
    object["topic"] = building.topic;
    add_coordinates(object, building.coordinates);
    object["floors"] = std::move(floors[building.id]);
    object["rooms"] = std::move(rooms[building.id]);
    return object;
}

json::object site_json(const Site& site, Inside<SiteId>& buildings) {
    json::object object;
    object["id"] = json_id(site.id);
    object["name"] = site.name;
    object["code"] = site.code;
    object["topic_prefix"] = site.topic_prefix;
    object["time_zone"] = site.time_zone;
    add_coordinates(object, site.coordinates);
    object["interval_s"] = json_seconds(site.interval);
    object["buildings"] = std::move(buildings[site.id]);
    return object;
}

}  // namespace

json::object site_list_json(const PlaceLists& places) {
    Inside<BuildingId> floors;
    for (const Floor& floor : places.floors) {
        floors[floor.building].emplace_back(floor_json(floor));
    }
    Inside<BuildingId> rooms;
    for (const Room& room : places.rooms) rooms[room.building].emplace_back(room_json(room));
    Inside<SiteId> buildings;
    for (const Building& building : places.buildings) {
        buildings[building.site].emplace_back(building_json(building, floors, rooms));
    }
    json::array items;
    items.reserve(places.sites.size());
    for (const Site& site : places.sites) items.emplace_back(site_json(site, buildings));

    json::object object;
    object["revision"] = places.revision;
    object["items"] = std::move(items);
    return object;
}

}  // namespace soc::wire
