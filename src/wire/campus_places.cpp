#include "wire/campus_places.h"

#include <fmt/format.h>

#include "core/limits.h"
#include "domain/topic_level.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

constexpr TextRule topic_rule{.required = false, .bytes_max = 64};
constexpr TextRule optional_name_rule{.required = false, .bytes_max = limits::name_bytes_max};

bool is_code(std::string_view text) {
    for (const char c : text) {
        const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (!fits) return false;
    }
    return !text.empty() && text.size() <= 32;
}

/// Only the spelling: whether the zone exists is asked where the zones are known.
bool is_zone_name(std::string_view text) {
    for (const char c : text) {
        const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+' || c == '/';
        if (!fits) return false;
    }
    return !text.empty() && text.front() != '/' && text.find("//") == text.npos;
}

/// A level that nobody may give to a place: the canary's (R8) and the sandbox's.
bool is_reserved(std::string_view level) { return level == "sensocampus" || level == "TestTopic"; }

void check_level(ObjectFields& fields, std::string_view member, std::string_view level) {
    const Status usable = check_topic_level(level);
    const std::string shown = shown_value(level);
    if (!usable) fields.fault(member, usable.error().reason, usable.error().allowed, shown);
    if (is_reserved(level)) {
        fields.fault(member, "reserved", "not sensocampus, not TestTopic", shown);
    }
}

std::string topic_level(ObjectFields& fields, const std::string& name, TextSet& taken) {
    std::string level = fields.text("topic", topic_rule).value_or("");
    if (level.empty()) {
        if (name.empty()) return {};  // the name's own fault is listed already
        Result<std::string> derived = derive_topic_level(name);
        if (!derived) {
            fields.fault("topic", derived.error().reason,
                         "a topic level given by hand; this name gives none", shown_value(name));
            return {};
        }
        level = std::move(*derived);
    }
    check_level(fields, "topic", level);
    if (!taken.insert(level).second) {
        fields.fault("topic", "used_twice", "a topic that its neighbours do not have",
                     shown_value(level));
    }
    return level;
}

}  // namespace

const SiteEntry* PlacesReader::find(std::string_view code) const {
    const auto found = sites_.find(code);
    return found == sites_.end() ? nullptr : &found->second;
}

std::optional<Coordinates> PlacesReader::coordinates(ObjectFields& fields,
                                                     const DocumentPath& path) {
    const json::value* value = fields.find("coordinates");
    if (value == nullptr) return std::nullopt;
    const DocumentPath here = path.member("coordinates");
    ObjectFields pair{*value, here, faults_};
    const auto latitude = pair.number("latitude", -90, 90);
    const auto longitude = pair.number("longitude", -180, 180);
    pair.close();
    if (!latitude || !longitude) return std::nullopt;
    return Coordinates{*latitude, *longitude};
}

Site PlacesReader::site_values(ObjectFields& fields, const DocumentPath& path) {
    Site site;
    site.id = identity<SiteKind>(fields, uuids_);
    site.name = unique_name(fields, site_names_);
    const std::size_t faults_before_code = faults_.count();
    site.code = fields.text("code", name_rule).value_or("");
    if (!site.code.empty() && !is_code(site.code)) {
        fields.fault("code", "not_a_code", "1 to 32 of a-z, 0-9, _ and -");
    }
    is_incomplete_ = is_incomplete_ || !fields.is_object() || faults_.count() != faults_before_code;
    site.topic_prefix = fields.text("topic_prefix", topic_rule).value_or("");
    if (!site.topic_prefix.empty()) check_level(fields, "topic_prefix", site.topic_prefix);
    if (fields.is_object() && !prefixes_.insert(site.topic_prefix).second) {
        fields.fault("topic_prefix", "used_twice", "a prefix that no other site has");
    }
    site.time_zone = fields.text("time_zone", name_rule).value_or("");
    if (!site.time_zone.empty() && !is_zone_name(site.time_zone)) {
        fields.fault("time_zone", "not_a_time_zone", "a name such as Europe/Paris");
        site.time_zone.clear();  // nobody needs to ask whether it is known
    }
    site.coordinates = coordinates(fields, path);
    site.interval = interval(fields, "interval_s");
    return site;
}

void PlacesReader::read_site(const json::value& value, const DocumentPath& path) {
    ObjectFields fields{value, path, faults_};
    Site site = site_values(fields, path);
    const auto [entry, is_new] = sites_.try_emplace(site.code, SiteEntry{site.id, {}, {}});
    if (!is_new && !site.code.empty()) {
        fields.fault("code", "used_twice", "a code that no other site has");
        is_incomplete_ = true;
    }
    campus_.sites.push_back(std::move(site));
    buildings_ = {};
    SiteEntry& known = entry->second;
    const bool listed = for_each(fields, path, "buildings", [&](const auto& item,
                                                                const auto& item_path) {
        read_building(item, item_path, known);
    });
    if (!listed) known.is_incomplete = true;
    fields.close();
}

void PlacesReader::read_building(const json::value& value, const DocumentPath& path,
                                 SiteEntry& site) {
    ObjectFields fields{value, path, faults_};
    Building building;
    building.id = identity<BuildingKind>(fields, uuids_);
    building.site = campus_.sites.back().id;
    building.name = unique_name(fields, buildings_.names);
    const std::size_t faults_before_topic = faults_.count();
    building.topic = topic_level(fields, building.name, buildings_.topics);
    if (building.topic.empty() || faults_.count() != faults_before_topic) {
        site.is_incomplete = true;
    }
    site.buildings.insert(building.topic);
    building.coordinates = coordinates(fields, path);
    campus_.buildings.push_back(std::move(building));
    rooms_ = {};
    Floors floors;
    const bool floors_listed = for_each(fields, path, "floors", [&](const auto& item,
                                                                    const auto& item_path) {
        read_floor(item, item_path, floors);
    });
    if (!floors_listed) floors.is_incomplete = true;
    const std::size_t first_room = campus_.rooms.size();
    const bool rooms_listed = for_each(fields, path, "rooms", [&](const auto& item,
                                                            const auto& item_path) {
        if (!read_room(item, item_path, floors)) site.is_incomplete = true;
    });
    if (!rooms_listed) site.is_incomplete = true;
    fields.close();
    const std::string& topic = campus_.buildings.back().topic;
    for (std::size_t i = first_room; i < campus_.rooms.size(); ++i) {
        const Room& room = campus_.rooms[i];
        site.rooms.emplace(fmt::format("{}/{}", topic, room.topic), room.id);
    }
}

void PlacesReader::read_floor(const json::value& value, const DocumentPath& path,
                              Floors& floors) {
    ObjectFields fields{value, path, faults_};
    Floor floor;
    floor.id = identity<FloorKind>(fields, uuids_);
    floor.building = campus_.buildings.back().id;
    floor.name = fields.text("name", name_rule).value_or("");
    if (floor.name.empty()) floors.is_incomplete = true;
    floor.position = static_cast<int>(fields.integer("position", -100, 1000).value_or(0));
    fields.close();
    if (!floor.name.empty() && !floors.by_name.emplace(floor.name, floor.id).second) {
        floors.is_incomplete = true;
        fields.fault("name", "used_twice", "a name that its neighbours do not have");
    }
    campus_.floors.push_back(std::move(floor));
}

bool PlacesReader::read_room(const json::value& value, const DocumentPath& path,
                             const Floors& floors) {
    ObjectFields fields{value, path, faults_};
    Room room;
    room.id = identity<RoomKind>(fields, uuids_);
    room.building = campus_.buildings.back().id;
    room.name = unique_name(fields, rooms_.names);
    const std::size_t faults_before_topic = faults_.count();
    room.topic = topic_level(fields, room.name, rooms_.topics);
    const bool is_known = !room.topic.empty() && faults_.count() == faults_before_topic;
    if (const auto name = fields.text("floor", optional_name_rule)) {
        const auto floor = floors.by_name.find(*name);
        if (floor != floors.by_name.end()) {
            room.floor = floor->second;
        } else if (!floors.is_incomplete) {
            faults_.add_dangling(
                path.member("floor"),
                fmt::format("floor {} {}", campus_.buildings.size(), *name),
                "the name of a floor of this building", shown_value(*name));
        }
    }
    fields.close();
    campus_.rooms.push_back(std::move(room));
    return is_known;
}

}  // namespace soc::wire
