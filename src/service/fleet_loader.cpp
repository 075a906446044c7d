#include "service/fleet_loader.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/limits.h"
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

using OpenIntervals = std::unordered_map<DeviceId, OpenInterval>;

/// `interval` is the open one, null when there is none. A device that was excluded until now, or
/// that spoke while it was and left no interval, has one whole interval to speak from here on.
KnownPast past_of(const LastHeard& heard, const OpenInterval* interval,
                  std::optional<BrokerIndex> broker, Moment now) {
    KnownPast past{heard.received_at, broker, heard.announced, Presence::online, {}, now.wall};
    if (interval == nullptr) return past;
    past.presence = interval->begin.presence;
    past.since = interval->begin.since;
    if (past.presence != Presence::excluded) past.watched_since = interval->watched_since;
    return past;
}

/// What a device is without ever having spoken; it needs no interval to be so.
bool is_at_rest(Presence presence) {
    return presence == Presence::never_seen || presence == Presence::unobserved ||
           presence == Presence::excluded;
}

/// Where the registry was changed while nobody listened: a device was disabled, for example, or
/// one that had spoken while it was disabled was enabled.
std::vector<TransitionRow> corrections(const OpenIntervals& stored, const FleetState& fleet,
                                       Moment now) {
    std::vector<TransitionRow> rows;
    for (DeviceSlot slot = 0; slot < fleet.slot_count(); ++slot) {
        const Presence presence = fleet.presence(slot);
        const auto found = stored.find(fleet.id_of(slot));
        if (found == stored.end()) {
            if (is_at_rest(presence)) continue;
            rows.push_back({fleet.id_of(slot), now.wall, presence, false});
        } else if (found->second.begin.presence != presence) {
            // As in the fleet: a history goes forward, even when the clock was set back.
            const WallTime since = std::max(now.wall, found->second.begin.since + microseconds{1});
            rows.push_back({fleet.id_of(slot), since, presence, false});
        }
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

Result<std::vector<std::vector<BrokerPath::PastBlindness>>> load_blindness(
    Transaction& tx, const std::vector<std::string>& brokers) {
    std::vector<std::vector<BrokerPath::PastBlindness>> all;
    for (const std::string& broker : brokers) {
        const auto rows = path_store::list_blind(tx, broker, limits::query_rows_max);
        if (!rows) return rows.error();
        auto& past = all.emplace_back();
        for (auto row = rows->rbegin(); row != rows->rend(); ++row) {
            past.push_back({row->since, row->until,
                            parse_blind_reason(row->reason).value_or(BlindReason::start)});
        }
    }
    return all;
}

Result<std::vector<TransitionRow>> load_fleet(Transaction& tx,
                                              const std::vector<std::string>& brokers,
                                              EmptyFleet empty, Moment now) {
    FleetState& fleet = empty.fleet;
    ReadModel& read_model = empty.read_model;
    const Status devices = device_store::for_each(tx, [&](Device&& device) {
        read_model.put(fleet.put(device, now), device);
    });
    if (!devices) return devices.error();

    OpenIntervals stored;
    const Status intervals =
        status_store::for_each_open_interval(tx, [&](OpenInterval&& interval) {
            stored.emplace(interval.begin.device, interval);
        });
    if (!intervals) return intervals.error();

    std::vector<ReadModel::LiveUpdate> updates(fleet.slot_count());
    const Status statuses = status_store::for_each_last(tx, [&](LastHeard&& heard) {
        const auto slot = fleet.slot_of(heard.device);
        if (!slot) return;
        const auto interval = stored.find(heard.device);
        fleet.restore(*slot,
                      past_of(heard, interval == stored.end() ? nullptr : &interval->second,
                              index_of(brokers, heard.broker), now),
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
    return corrections(stored, fleet, now);
}

Status load_transitions(Transaction& tx, TransitionLog& log, Moment now) {
    constexpr std::chrono::hours shown{24};
    const auto recent =
        status_store::list_recent(tx, now.wall - shown, limits::transitions_kept_max);
    if (!recent) return recent.error();
    for (auto transition = recent->rbegin(); transition != recent->rend(); ++transition) {
        log.note({transition->device, transition->from.value_or(Presence::never_seen),
                  transition->to, transition->at, transition->backlog});
    }
    return {};
}

LiveColumns live_columns(const FleetState& fleet, DeviceSlot slot, Moment now) {
    const DeviceView view = fleet.view(slot, now);
    return {view.presence, view.exclusion, view.last_heard, view.deadline, view.expected};
}

}  // namespace soc
