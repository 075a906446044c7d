#include "wire/campus_devices.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

#include "core/limits.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

constexpr TextRule optional_name_rule{.required = false, .bytes_max = limits::name_bytes_max};
constexpr TextRule description_rule{
    .required = false, .bytes_max = limits::description_bytes_max, .lines = true};
constexpr TextRule word_rule{.required = false, .bytes_max = 64};
/// Longer than any identifier: how it is spelt is judged by `Identifier::parse`.
constexpr TextRule identifier_rule{.bytes_max = limits::identifier_bytes_max * 2};

std::string_view text_of(const json::string& string) { return {string.data(), string.size()}; }

}  // namespace

void DevicesReader::read_type(const json::value& value, const DocumentPath& path) {
    ObjectFields fields{value, path, faults_};
    DeviceType type;
    type.id = identity<TypeKind>(fields, uuids_);
    type.name = unique_name(fields, type_names_);
    type.manufacturer = fields.text("manufacturer", optional_name_rule).value_or("");
    if (const auto word = fields.text("connectivity", word_rule)) {
        const auto connectivity = parse_connectivity(*word);
        if (!connectivity) fields.fault("connectivity", "unknown_word", "mqtt, lorawan, other");
        type.connectivity = connectivity.value_or(Connectivity::mqtt);
    }
    type.interval = interval(fields, "interval_s");
    const IntervalRange usual;
    type.announced_range.least = interval(fields, "interval_min_s").value_or(usual.least);
    type.announced_range.most = interval(fields, "interval_max_s").value_or(usual.most);
    if (type.announced_range.least > type.announced_range.most) {
        fields.fault("interval_min_s", "out_of_range", "at most interval_max_s");
    }
    fields.close();
    // Of two of one name, the other one was meant to have the name that devices do not find.
    if (type.name.empty() || !types_.emplace(type.name, type.id).second) {
        types_are_incomplete_ = true;
    }
    campus_.types.push_back(std::move(type));
}

void DevicesReader::read_device(const json::value& value, const DocumentPath& path) {
    ObjectFields fields{value, path, faults_};
    Device device;
    device.id = identity<DeviceKind>(fields, uuids_);
    device.name = fields.text("name", name_rule).value_or("");
    device.description = fields.text("description", description_rule).value_or("");
    read_references(fields, device, path);
    read_identifiers(fields, device, path);
    if (const auto word = fields.text("life_cycle", word_rule)) {
        const auto life_cycle = parse_life_cycle(*word);
        if (!life_cycle) {
            fields.fault("life_cycle", "unknown_word", "planned, in_service, retired");
        }
        device.life_cycle = life_cycle.value_or(LifeCycle::in_service);
    }
    device.enabled = fields.flag("enabled", true);
    device.interval = interval(fields, "interval_s");
    fields.close();
    campus_.devices.push_back(std::move(device));
}

void DevicesReader::read_references(ObjectFields& fields, Device& device,
                                    const DocumentPath& path) {
    if (const auto name = fields.text("type", name_rule)) {
        const auto type = types_.find(*name);
        if (type != types_.end()) {
            device.type = type->second;
        } else if (!types_are_incomplete_) {
            faults_.add_dangling(path.member("type"), "type " + *name,
                                 "the name of a device type of this file", shown_value(*name));
        }
    }
    const auto code = fields.text("site", name_rule);
    const SiteEntry* site = code ? places_.find(*code) : nullptr;
    if (code && site == nullptr && !places_.is_incomplete()) {
        faults_.add_dangling(path.member("site"), "site " + *code,
                             "the code of a site of this file", shown_value(*code));
    }
    const SiteEntry nowhere;
    if (site == nullptr) site = &nowhere;
    device.site = site->id;
    read_rooms(fields, *site, device, path);
}

void DevicesReader::read_rooms(ObjectFields& fields, const SiteEntry& site, Device& device,
                              const DocumentPath& path) {
    const json::array* list = fields.list("rooms", limits::device_rooms_max);
    if (list == nullptr || site.id.is_nil()) return;
    const DocumentPath rooms_path = path.member("rooms");
    for (std::size_t i = 0; i < list->size(); ++i) {
        const json::string* text = (*list)[i].if_string();
        const auto room = text == nullptr ? site.rooms.end() : site.rooms.find(text_of(*text));
        if (room == site.rooms.end()) {
            refuse_room((*list)[i], site, rooms_path.item(i));
            continue;
        }
        for (const RoomId& earlier : device.rooms) {
            if (earlier == room->second) {
                faults_.add(rooms_path.item(i), "used_twice", "each room once",
                            shown_value((*list)[i]));
            }
        }
        device.rooms.push_back(room->second);
    }
}

void DevicesReader::refuse_room(const json::value& value, const SiteEntry& site,
                                const DocumentPath& path) {
    constexpr std::string_view allowed = "building_topic/room_topic of the device's site";
    const json::string* text = value.if_string();
    if (text == nullptr) return faults_.add(path, "not_a_text", allowed, shown_value(value));
    if (site.is_incomplete) return;
    const std::string_view room = text_of(*text);
    const std::string_view building = room.substr(0, room.find('/'));
    const std::string where = site.id.to_string();
    if (site.buildings.contains(building)) {
        return faults_.add_dangling(path, fmt::format("room {} {}", where, room), allowed,
                                    shown_value(room));
    }
    faults_.add_dangling(path, fmt::format("building {} {}", where, building),
                         fmt::format("{}; it has no building {}", allowed, shown_value(building)),
                         shown_value(room));
}

void DevicesReader::read_identifiers(ObjectFields& fields, Device& device,
                                    const DocumentPath& path) {
    const json::array* list = fields.list("identifiers", limits::device_identifiers_max);
    if (list == nullptr) return;
    const DocumentPath list_path = path.member("identifiers");
    for (std::size_t i = 0; i < list->size(); ++i) {
        read_identifier((*list)[i], device, list_path.item(i));
    }
}

void DevicesReader::read_identifier(const json::value& value, Device& device,
                                   const DocumentPath& path) {
    ObjectFields fields{value, path, faults_};
    const auto kind = fields.text("kind", name_rule);
    const auto text = fields.text("value", identifier_rule);
    fields.close();
    if (!kind || !text) return;
    Result<Identifier> identifier = Identifier::parse(*kind, *text);
    if (!identifier) {
        const bool bad_kind = identifier.error().field == "kind";
        fields.fault(bad_kind ? "kind" : "value", identifier.error().reason,
                     identifier.error().allowed);
        return;
    }
    if (!identifiers_.insert(fmt::format("{}:{}", to_word(identifier->kind), identifier->value))
             .second) {
        fields.fault("value", "used_twice", "an identifier that no other device has");
    }
    device.identifiers.push_back(std::move(*identifier));
}

}  // namespace soc::wire
