#include "service/campus_loader.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "domain/folded_key.h"
#include "service/fleet_loader.h"
#include "store/change_store.h"
#include "store/device_store.h"
#include "store/place_store.h"
#include "store/type_store.h"
#include "wire/registry_json.h"

namespace soc {
namespace {

Status insert_thing(Transaction& tx, const DeviceType& type) {
    return type_store::insert(tx, type);
}
Status update_thing(Transaction& tx, const DeviceType& type) {
    return type_store::update(tx, type);
}
Status insert_thing(Transaction& tx, const Floor& floor) { return place_store::insert(tx, floor); }
Status update_thing(Transaction& tx, const Floor& floor) { return place_store::update(tx, floor); }
template <class Place>
Status insert_thing(Transaction& tx, const Place& place) {
    return place_store::insert(tx, place, folded_key(place.name));
}
template <class Place>
Status update_thing(Transaction& tx, const Place& place) {
    return place_store::update(tx, place, folded_key(place.name));
}
Status insert_thing(Transaction& tx, const Device& device) {
    return device_store::insert(tx, device, folded_key(device.name));
}
Status update_thing(Transaction& tx, const Device& device) {
    return device_store::update(tx, device, folded_key(device.name));
}

// ---- what only one thing may have -----------------------------------------------------------

// `held_in_common` says what two things of one kind may not both have, and have; empty when there
// is nothing. `without_names` is a thing that has nothing of the kind: its id stands for it.

std::string held_in_common(const DeviceType& a, const DeviceType& b) {
    return a.name == b.name ? "the name " + a.name : std::string{};
}
DeviceType without_names(DeviceType type) {
    type.name = type.id.to_string();
    return type;
}

std::string held_in_common(const Site& a, const Site& b) {
    if (a.code == b.code) return "the code " + a.code;
    if (a.topic_prefix != b.topic_prefix) return {};
    return a.topic_prefix.empty() ? "the empty topic prefix" : "the topic prefix " + a.topic_prefix;
}
Site without_names(Site site) {
    site.code = site.topic_prefix = site.id.to_string();
    return site;
}

/// Of a building or room, within what it stands in.
template <class Place>
std::string held_among_neighbours(const Place& a, const Place& b) {
    if (a.name == b.name) return "the name " + a.name;
    return a.topic == b.topic ? "the topic " + a.topic : std::string{};
}
std::string held_in_common(const Building& a, const Building& b) {
    return a.site == b.site ? held_among_neighbours(a, b) : std::string{};
}
std::string held_in_common(const Room& a, const Room& b) {
    return a.building == b.building ? held_among_neighbours(a, b) : std::string{};
}
template <class Place>
Place without_names(Place place) {
    place.name = place.topic = place.id.to_string();
    return place;
}

std::string held_in_common(const Floor& a, const Floor& b) {
    return a.building == b.building && a.name == b.name ? "the name " + a.name : std::string{};
}
Floor without_names(Floor floor) {
    floor.name = floor.id.to_string();
    return floor;
}

std::string held_in_common(const Device& a, const Device& b) {
    for (const Identifier& identifier : a.identifiers) {
        if (std::find(b.identifiers.begin(), b.identifiers.end(), identifier) ==
            b.identifiers.end()) {
            continue;
        }
        return "the identifier " + identifier.value + " (" +
               std::string{to_word(identifier.kind)} + ')';
    }
    return {};
}
Device without_names(Device device) {
    device.identifiers.clear();
    return device;
}

/// Writes things of one kind, with a change entry for each that is new or different.
class Loader {
public:
    Loader(Transaction& tx, const std::string& actor, WallTime now)
        : tx_{tx}, actor_{actor}, now_{now} {}

    template <class Thing>
    Status load(const char* entity, const std::vector<Thing>& wanted,
                const std::vector<Thing>& present) {
        std::unordered_map<decltype(Thing::id), const Thing*> known;
        for (const Thing& thing : present) known.emplace(thing.id, &thing);
        const auto before_of = [&](const Thing& thing) {
            const auto found = known.find(thing.id);
            return found == known.end() ? nullptr : found->second;
        };
        // First everything that changes lets go of what only one thing may have: two rooms may
        // then swap their names, in whatever order they stand in the file.
        std::unordered_set<decltype(Thing::id)> changing;
        for (const Thing& thing : wanted) {
            const Thing* before = before_of(thing);
            if (before == nullptr || *before == thing) continue;
            changing.insert(thing.id);
            const Status freed = update_thing(tx_, without_names(*before));
            if (!freed) return name_it(freed.error(), entity, thing.name);
        }
        for (const Thing& thing : wanted) {
            const Thing* before = before_of(thing);
            if (before != nullptr && *before == thing) {
                ++report.unchanged;
                continue;
            }
            const Status written =
                before == nullptr ? insert_thing(tx_, thing) : update_thing(tx_, thing);
            if (!written) {
                std::vector<const Thing*> left_alone;
                for (const Thing& other : present) {
                    if (!changing.contains(other.id)) left_alone.push_back(&other);
                }
                return name_it(name_holder(written.error(), entity, thing, left_alone), entity,
                               thing.name);
            }
            if (const Status noted = note(entity, thing, before); !noted) return noted;
            ++(before == nullptr ? report.created : report.updated);
        }
        return {};
    }

    CampusLoadReport report;

private:
    template <class Thing>
    Status note(const char* entity, const Thing& thing, const Thing* before) {
        NewChange change;
        change.at = now_;
        change.actor = actor_;
        change.entity = entity;
        change.entity_id = thing.id.to_string();
        change.action = before == nullptr ? "created" : "updated";
        if (before != nullptr) change.before = wire::registry_json(*before);
        change.after = wire::registry_json(thing);
        return change_store::append(tx_, std::move(change));
    }

    /// Adds who has what `thing` wants: one of those that the file leaves as they are.
    template <class Thing>
    static Error name_holder(Error error, const char* entity, const Thing& thing,
                             const std::vector<const Thing*>& left_alone) {
        if (error.reason != "already_registered") return error;
        for (const Thing* other : left_alone) {
            const std::string held = held_in_common(thing, *other);
            if (held.empty()) continue;
            error.allowed = held + " is another one's in the registry: " + entity + " \"" +
                            other->name + "\", " + other->id.to_string();
            break;
        }
        return error;
    }

    static Error name_it(Error error, const char* entity, const std::string& name) {
        error.field = std::string{entity} + " \"" + name + "\": " + error.field;
        return error;
    }

    Transaction& tx_;
    const std::string& actor_;
    const WallTime now_;
};

}  // namespace

Result<CampusLoadReport> load_campus(Database& database, const Campus& campus,
                                     const std::string& actor, WallTime now) {
    return database.transact(Durability::full, [&](Transaction& tx) -> Result<CampusLoadReport> {
        const Result<Places> places = load_places(tx);
        if (!places) return places.error();
        std::vector<Device> devices;
        const Status read =
            device_store::for_each(tx, [&](Device&& device) { devices.push_back(device); });
        if (!read) return read.error();

        Loader loader{tx, actor, now};
        for (const Status& step : {loader.load("device_type", campus.types, places->types),
                                   loader.load("site", campus.sites, places->sites),
                                   loader.load("building", campus.buildings, places->buildings),
                                   loader.load("floor", campus.floors, places->floors),
                                   loader.load("room", campus.rooms, places->rooms),
                                   loader.load("device", campus.devices, devices)}) {
            if (!step) return step.error();
        }
        return loader.report;
    });
}

}  // namespace soc
