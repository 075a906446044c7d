#include "wire/campus_json.h"

#include <fmt/format.h>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <iterator>
#include <unordered_map>

#include "core/assert.h"
#include "core/limits.h"
#include "wire/campus_devices.h"
#include "wire/campus_places.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

void read_document(const json::value& document, Campus& campus, FaultList& faults) {
    const DocumentPath root;
    ObjectFields fields{document, root, faults};
    if (!fields.is_object()) return;
    const auto format = fields.text("format", name_rule);
    if (format && *format != campus_format) {
        fields.fault("format", "unknown_format", campus_format);
    }
    campus.name = fields.text("name", name_rule).value_or("");

    UuidSet uuids;
    PlacesReader places{campus, uuids, faults};
    DevicesReader devices{campus, places, uuids, faults};
    const bool types = for_each(fields, root, "device_types", [&](const auto& value,
                                                                  const auto& path) {
        devices.read_type(value, path);
    });
    if (!types) devices.expect_dangling_types();
    const bool sites = for_each(fields, root, "sites", [&](const auto& value, const auto& path) {
        places.read_site(value, path);
    });
    if (!sites) places.expect_dangling_sites();
    for_each(fields, root, "devices", [&devices](const auto& value, const auto& path) {
        devices.read_device(value, path);
    });
    fields.close();
}

/// Words for the references, by identity.
struct References {
    std::unordered_map<TypeId, std::string_view> types;
    std::unordered_map<SiteId, std::string_view> sites;
    std::unordered_map<RoomId, std::string> rooms;
    std::unordered_map<FloorId, std::string_view> floors;
};

template <class Map, class Key>
std::string_view referred(const Map& map, const Key& key) {
    const auto found = map.find(key);
    SOC_ASSERT(found != map.end());
    return found->second;
}

References references_of(const Campus& campus) {
    References all;
    for (const DeviceType& type : campus.types) all.types.emplace(type.id, type.name);
    for (const Site& site : campus.sites) all.sites.emplace(site.id, site.code);
    for (const Floor& floor : campus.floors) all.floors.emplace(floor.id, floor.name);
    std::unordered_map<BuildingId, std::string_view> buildings;
    for (const Building& building : campus.buildings) {
        buildings.emplace(building.id, building.topic);
    }
    for (const Room& room : campus.rooms) {
        all.rooms.emplace(room.id,
                          fmt::format("{}/{}", referred(buildings, room.building), room.topic));
    }
    return all;
}

/// Appends `"name": value` pairs of one object on one line.
class Line {
public:
    explicit Line(std::string& out) : out_{out} { out_ += '{'; }

    Line& text(std::string_view name, std::string_view value) {
        begin(name);
        quote(value);
        return *this;
    }
    Line& text_unless_empty(std::string_view name, std::string_view value) {
        return value.empty() ? *this : text(name, value);
    }
    template <class Number>
    Line& number(std::string_view name, Number value) {
        begin(name);
        fmt::format_to(std::back_inserter(out_), "{}", value);
        return *this;
    }
    Line& interval(std::string_view name, std::optional<std::chrono::seconds> value) {
        return value ? number(name, value->count()) : *this;
    }
    Line& coordinates(const std::optional<Coordinates>& value) {
        if (!value) return *this;
        begin("coordinates");
        fmt::format_to(std::back_inserter(out_), R"({{"latitude": {}, "longitude": {}}})",
                       value->latitude, value->longitude);
        return *this;
    }
    /// The start of a member whose value the caller appends.
    void begin(std::string_view name) {
        if (out_.back() != '{') out_ += ", ";
        fmt::format_to(std::back_inserter(out_), "\"{}\": ", name);
    }
    void quote(std::string_view value) {
        out_ += json::serialize(json::string_view{value.data(), value.size()});
    }
    void close() { out_ += '}'; }

private:
    std::string& out_;
};

/// Starts a list item on a line of its own.
void next_item(std::string& out, bool& first, std::string_view indent) {
    out += first ? "\n" : ",\n";
    out += indent;
    first = false;
}

void write_type(std::string& out, const DeviceType& type) {
    Line line{out};
    line.text("uuid", type.id.to_string()).text("name", type.name);
    line.text_unless_empty("manufacturer", type.manufacturer);
    line.text("connectivity", to_word(type.connectivity)).interval("interval_s", type.interval);
    line.number("interval_min_s", type.announced_range.least.count());
    line.number("interval_max_s", type.announced_range.most.count());
    line.close();
}

void write_building(std::string& out, const Campus& campus, const Building& building,
                    const References& references) {
    Line line{out};
    line.text("uuid", building.id.to_string()).text("name", building.name);
    line.text("topic", building.topic).coordinates(building.coordinates);
    line.begin("floors");
    out += '[';
    bool first = true;
    for (const Floor& floor : campus.floors) {
        if (floor.building != building.id) continue;
        next_item(out, first, "      ");
        Line{out}.text("uuid", floor.id.to_string()).text("name", floor.name)
            .number("position", floor.position).close();
    }
    out += ']';
    line.begin("rooms");
    out += '[';
    first = true;
    for (const Room& room : campus.rooms) {
        if (room.building != building.id) continue;
        next_item(out, first, "      ");
        Line item{out};
        item.text("uuid", room.id.to_string()).text("name", room.name).text("topic", room.topic);
        if (room.floor) item.text("floor", referred(references.floors, *room.floor));
        item.close();
    }
    out += ']';
    line.close();
}

void write_site(std::string& out, const Campus& campus, const Site& site,
                const References& references) {
    Line line{out};
    line.text("uuid", site.id.to_string()).text("name", site.name).text("code", site.code);
    line.text("topic_prefix", site.topic_prefix).text("time_zone", site.time_zone);
    line.coordinates(site.coordinates).interval("interval_s", site.interval);
    line.begin("buildings");
    out += '[';
    bool first = true;
    for (const Building& building : campus.buildings) {
        if (building.site != site.id) continue;
        next_item(out, first, "    ");
        write_building(out, campus, building, references);
    }
    out += ']';
    line.close();
}

void write_device(std::string& out, const Device& device, const References& references) {
    Line line{out};
    line.text("uuid", device.id.to_string()).text("name", device.name);
    line.text_unless_empty("description", device.description);
    line.text("type", referred(references.types, device.type));
    line.text("site", referred(references.sites, device.site));
    line.begin("rooms");
    out += '[';
    for (const RoomId& room : device.rooms) {
        if (out.back() != '[') out += ", ";
        line.quote(referred(references.rooms, room));
    }
    out += ']';
    line.begin("identifiers");
    out += '[';
    for (const Identifier& identifier : device.identifiers) {
        if (out.back() != '[') out += ", ";
        Line{out}.text("kind", to_word(identifier.kind)).text("value", identifier.value).close();
    }
    out += ']';
    if (device.life_cycle != LifeCycle::in_service) {
        line.text("life_cycle", to_word(device.life_cycle));
    }
    if (!device.enabled) line.number("enabled", false);
    line.interval("interval_s", device.interval).close();
}

}  // namespace

CampusReading read_campus(std::string_view text) {
    CampusReading reading;
    FaultList faults{limits::campus_faults_max};
    // One region for the whole tree: a hundred thousand devices are then freed at once.
    json::monotonic_resource memory;
    const auto document = parse_document(text, limits::campus_bytes_max, &memory, faults);
    if (document) read_document(*document, reading.campus, faults);
    reading.faults = std::move(faults.faults);
    reading.faults_left_out = faults.left_out;
    return reading;
}

std::string write_campus(const Campus& campus) {
    const References references = references_of(campus);
    std::string out;
    out.reserve(512 * (campus.rooms.size() + campus.devices.size()) + 4096);
    Line line{out};
    line.text("format", campus_format).text("name", campus.name);
    const auto list = [&](std::string_view name, const auto& items, auto write_item) {
        line.begin(name);
        out += '[';
        bool first = true;
        for (const auto& item : items) {
            next_item(out, first, "  ");
            write_item(item);
        }
        out += ']';
    };
    list("device_types", campus.types, [&](const DeviceType& type) { write_type(out, type); });
    list("sites", campus.sites,
         [&](const Site& site) { write_site(out, campus, site, references); });
    list("devices", campus.devices,
         [&](const Device& device) { write_device(out, device, references); });
    line.close();
    out += '\n';
    return out;
}

}  // namespace soc::wire
