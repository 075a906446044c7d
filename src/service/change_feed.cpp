#include "service/change_feed.h"

#include <set>
#include <string>
#include <unordered_set>
#include <utility>

#include "service/fleet_loader.h"
#include "store/change_store.h"
#include "store/device_store.h"

namespace soc {
namespace {

/// One event is applied between two batches: small enough not to be felt.
constexpr std::size_t changes_per_event = 500;

bool is_place(std::string_view entity) {
    return entity == "site" || entity == "building" || entity == "floor" || entity == "room" ||
           entity == "device_type";
}

/// Rooms, sites and types of which devices take something over that is other than before: the
/// building that they are counted in, the interval that they are expected in.
struct ChangedGround {
    std::unordered_set<RoomId> rooms;
    std::unordered_set<SiteId> sites;
    std::unordered_set<TypeId> types;

    ChangedGround(const PlaceDirectory& before, const PlaceDirectory& after) {
        for (PlaceIndex i = 0; i < before.rooms().size(); ++i) {
            if (before.building_of(i) != after.building_of(i)) rooms.insert(before.rooms()[i].id);
        }
        for (PlaceIndex i = 0; i < before.sites().size(); ++i) {
            const Site& old = before.sites()[i];
            if (old.interval != after.sites()[i].interval) sites.insert(old.id);
        }
        for (PlaceIndex i = 0; i < before.types().size(); ++i) {
            const DeviceType& old = before.types()[i];
            const DeviceType& now = after.types()[i];
            const bool same = old.connectivity == now.connectivity &&
                              old.interval == now.interval &&
                              old.announced_range == now.announced_range;
            if (!same) types.insert(old.id);
        }
    }
    [[nodiscard]] bool is_empty() const {
        return rooms.empty() && sites.empty() && types.empty();
    }
    [[nodiscard]] bool carries(const Device& device) const {
        return types.contains(device.type) || sites.contains(device.site) ||
               (!device.rooms.empty() && rooms.contains(device.rooms.front()));
    }
};

}  // namespace

ChangeFeed::ChangeFeed(Database& database, IngestInbox& inbox,
                       std::shared_ptr<const PlaceDirectory> places, std::int64_t last)
    : database_{database}, inbox_{inbox}, places_{std::move(places)}, last_{last} {}

Result<bool> ChangeFeed::poll() {
    Result<RegistryEvent> event =
        database_.read([&](Transaction& tx) { return read_event(tx); });
    if (!event) return event.error();
    if (event->revision == last_) return false;
    const std::int64_t revision = event->revision;
    const auto places = event->places;
    if (!inbox_.items.try_push(InboxItem{*std::move(event)})) {
        return Error::unavailable("inbox_full");
    }
    last_ = revision;
    if (places) places_ = places;
    return true;
}

Result<RegistryEvent> ChangeFeed::read_event(Transaction& tx) const {
    const auto changes = change_store::after(tx, last_, changes_per_event);
    if (!changes) return changes.error();
    RegistryEvent event;
    event.revision = last_;
    bool places_changed = false;
    std::set<DeviceId> devices;
    for (const Change& change : *changes) {
        event.revision = change.number;
        places_changed = places_changed || is_place(change.content.entity);
        if (change.content.entity != "device") continue;
        const Result<DeviceId> id = DeviceId::parse(change.content.entity_id);
        if (!id) return Error::internal("bad_change", change.content.entity_id);
        devices.insert(*id);
    }
    // The snapshot may hold later changes of these devices too; they will come again, unharmed.
    for (const DeviceId& id : devices) {
        Result<std::optional<Device>> device = device_store::find(tx, id);
        if (!device) return device.error();
        if (*device) {
            // A place made after the changes read here may be referred to already.
            places_changed = places_changed || places_->index_of((*device)->site) == no_place ||
                             places_->index_of((*device)->type) == no_place;
            event.changed.push_back(**std::move(device));
        } else {
            event.removed.push_back(id);
        }
    }
    if (places_changed) {
        Result<Places> places = load_places(tx);
        if (!places) return places.error();
        event.places = PlaceDirectory::make(*std::move(places), places_.get());
        const ChangedGround ground{*places_, *event.places};
        if (ground.is_empty()) return event;
        // Rare, and then perhaps the whole fleet: one pass over it costs less than an index.
        const Status read = device_store::for_each(tx, [&](Device&& device) {
            if (ground.carries(device) && !devices.contains(device.id)) {
                event.changed.push_back(std::move(device));
            }
        });
        if (!read) return read.error();
    }
    return event;
}

}  // namespace soc
