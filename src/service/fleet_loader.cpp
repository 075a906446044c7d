#include "service/fleet_loader.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "store/change_store.h"
#include "store/device_store.h"
#include "store/path_store.h"
#include "store/place_store.h"
#include "store/status_store.h"
#include "store/type_store.h"

namespace soc {
namespace {

std::optional<BrokerIndex> index_of(const std::vector<std::string>& brokers,
                                    std::string_view name) {
    const auto found = std::find(brokers.begin(), brokers.end(), name);
    if (found == brokers.end()) return std::nullopt;
    return static_cast<BrokerIndex>(found - brokers.begin());
}

/// Takes the value out of `result` into `target`; the error otherwise.
template <class T>
Status keep(Result<T> result, T& target) {
    if (!result) return result.error();
    target = *std::move(result);
    return {};
}

/// Where the registry was changed while nobody listened: a device was disabled, for example.
std::vector<TransitionRow> corrections(const std::unordered_map<DeviceId, Presence>& stored,
                                       const FleetState& fleet, Moment now) {
    std::vector<TransitionRow> rows;
    for (const auto& [device, presence] : stored) {
        const auto slot = fleet.slot_of(device);
        if (!slot || fleet.presence(*slot) == presence) continue;
        rows.push_back({device, now.wall, fleet.presence(*slot), false});
    }
    return rows;
}

}  // namespace

Result<Places> load_places(Transaction& tx) {
    Places places;
    if (const Status s = keep(place_store::list_sites(tx), places.sites); !s) return s.error();
    if (const Status s = keep(place_store::list_buildings(tx), places.buildings); !s) {
        return s.error();
    }
    if (const Status s = keep(place_store::list_floors(tx), places.floors); !s) return s.error();
    if (const Status s = keep(place_store::list_rooms(tx), places.rooms); !s) return s.error();
    if (const Status s = keep(type_store::list(tx), places.types); !s) return s.error();
    return places;
}

Result<std::vector<std::optional<WallTime>>> load_last_canaries(
    Transaction& tx, const std::vector<std::string>& brokers) {
    const auto paths = path_store::list_paths(tx);
    if (!paths) return paths.error();
    std::vector<std::optional<WallTime>> last(brokers.size());
    for (const BrokerPathRow& path : *paths) {
        if (const auto index = index_of(brokers, path.broker)) last[*index] = path.last_canary_at;
    }
    return last;
}

Result<std::vector<TransitionRow>> load_fleet(Transaction& tx,
                                              const std::vector<std::string>& brokers,
                                              LoadTarget target, Moment now) {
    FleetState& fleet = target.fleet;
    ReadModel& read_model = target.read_model;
    const Status devices = device_store::for_each(tx, [&](Device&& device) {
        read_model.put(fleet.put(device, now), device);
    });
    if (!devices) return devices.error();

    std::unordered_map<DeviceId, Presence> presences;
    const Status intervals =
        status_store::for_each_open_interval(tx, [&](TransitionRow&& interval) {
            presences.emplace(interval.device, interval.presence);
        });
    if (!intervals) return intervals.error();

    std::vector<ReadModel::LiveUpdate> updates(fleet.slot_count());
    const Status statuses = status_store::for_each_last(tx, [&](LastHeard&& heard) {
        const auto slot = fleet.slot_of(heard.device);
        if (!slot) return;
        const auto presence = presences.find(heard.device);
        fleet.restore(*slot,
                      {heard.received_at, index_of(brokers, heard.broker), heard.announced,
                       presence == presences.end() ? Presence::online : presence->second},
                      now);
        updates[*slot].firmware = std::move(heard.firmware);
    });
    if (!statuses) return statuses.error();

    for (DeviceSlot slot = 0; slot < fleet.slot_count(); ++slot) {
        updates[slot].slot = slot;
        updates[slot].live = live_columns(fleet, slot, now);
    }
    read_model.update(updates);
    read_model.set_counters(fleet.counters());
    const auto head = change_store::head(tx);
    if (!head) return head.error();
    read_model.set_revision(*head);
    return corrections(presences, fleet, now);
}

LiveColumns live_columns(const FleetState& fleet, DeviceSlot slot, Moment now) {
    const DeviceView view = fleet.view(slot, now);
    return {view.presence, view.exclusion, view.last_heard, view.deadline, view.expected};
}

}  // namespace soc
