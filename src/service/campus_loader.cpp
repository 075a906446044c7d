#include "service/campus_loader.h"

#include <unordered_map>

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
        for (const Thing& thing : wanted) {
            const auto found = known.find(thing.id);
            const Thing* before = found == known.end() ? nullptr : found->second;
            if (before != nullptr && *before == thing) {
                ++report.unchanged;
                continue;
            }
            const Status written =
                before == nullptr ? insert_thing(tx_, thing) : update_thing(tx_, thing);
            if (!written) return name_it(written.error(), entity, thing.name);
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
