#include "fleet/fleet_state.h"

#include <algorithm>
#include <utility>

#include "core/assert.h"

namespace soc {

FleetState::FleetState(std::shared_ptr<const PlaceDirectory> places, std::vector<BrokerPath> paths,
                       std::vector<std::optional<SiteId>> site_of_path)
    : places_{std::move(places)},
      paths_{std::move(paths)},
      site_of_path_{std::move(site_of_path)},
      parked_(paths_.size() + 1) {
    SOC_ASSERT(paths_.size() == site_of_path_.size());
}

// ---- registry --------------------------------------------------------------------------------

void FleetState::set_places(std::shared_ptr<const PlaceDirectory> places) {
    places_ = std::move(places);
}

void FleetState::learn_registry(Entry& entry, const Device& device) const {
    entry.type = places_->index_of(device.type);
    entry.place.site = places_->index_of(device.site);
    SOC_ASSERT(entry.type != no_place && entry.place.site != no_place);
    entry.place.room =
        device.rooms.empty() ? no_place : places_->index_of(device.rooms.front());
    entry.place.building = places_->building_of(entry.place.room);
    entry.exclusion = exclusion_of(device);
    entry.setting = device.interval;
    entry.interval = expected_of(entry).interval;
}

ExpectedInterval FleetState::expected_of(const Entry& entry) const {
    const Site& site = places_->sites()[entry.place.site];
    return expected_interval({entry.setting, places_->types()[entry.type], site.interval},
                             entry.announced);
}

DeviceSlot FleetState::put(const Device& device, Moment now) {
    const std::optional<DeviceSlot> known = index_.find(device.id);
    const DeviceSlot slot = known.value_or(slot_count());
    if (!known) {
        entries_.emplace_back().id = device.id;
        learn_registry(entries_[slot], device);
        entries_[slot].presence = resting_presence(entries_[slot]);
        counters_.add(entries_[slot].place, entries_[slot].presence);
        index_.put(slot, device);
        return slot;
    }

    Entry& entry = entries_[slot];
    const bool was_excluded = entry.exclusion.has_value();
    counters_.remove(entry.place, entry.presence);
    learn_registry(entry, device);
    counters_.add(entry.place, entry.presence);
    index_.put(slot, device);
    if (entry.exclusion) {
        transition(slot, Presence::excluded, now.wall, false);
    } else if (was_excluded) {
        start_watching(slot, now);
    } else if (!entry.ever_heard) {
        transition(slot, resting_presence(entry), now.wall, false);
    } else {
        consider(slot, now);  // its interval may be another one now
    }
    return slot;
}

void FleetState::remove(DeviceId id, Moment now) {
    const std::optional<DeviceSlot> slot = index_.find(id);
    if (!slot) return;
    transition(*slot, Presence::excluded, now.wall, false);
    counters_.remove(entries_[*slot].place, Presence::excluded);
    index_.remove(*slot);
    entries_[*slot] = Entry{};
}

void FleetState::restore(DeviceSlot slot, const KnownPast& past, Moment now) {
    Entry& entry = entries_[slot];
    entry.ever_heard = true;
    entry.last_wall = past.last_heard;
    // A wall clock that went backwards must not put anything into the future.
    const auto steady_at = [&](WallTime time) {
        return now.steady - std::max(microseconds{0}, microseconds{now.wall - time});
    };
    entry.last = steady_at(past.last_heard);
    entry.watch_from = steady_at(past.watched_since);
    entry.broker = past.broker.value_or(no_broker);
    entry.since = past.since;
    entry.announced = past.announced;
    entry.interval = expected_of(entry).interval;
    if (entry.exclusion) return;
    counters_.remove(entry.place, entry.presence);
    const bool judged = past.presence == Presence::late || past.presence == Presence::missing;
    entry.presence = judged ? past.presence : Presence::online;
    entry.late_since = now.steady;
    counters_.add(entry.place, entry.presence);
    if (is_watched(entry)) park(slot);  // R16: nothing is judged before a canary is back
}

// ---- facts -----------------------------------------------------------------------------------

void FleetState::heard(DeviceSlot slot, const SignOfLife& sign) {
    Entry& entry = entries_[slot];
    entry.ever_heard = true;
    entry.last = std::max(entry.last, sign.at.steady);
    entry.last_wall = sign.at.wall;
    entry.broker = sign.broker;
    if (sign.announced) {
        entry.announced = sign.announced;
        entry.interval = expected_of(entry).interval;
    }
    if (entry.exclusion) return;
    transition(slot, Presence::online, sign.at.wall, sign.backlog);
    schedule(slot, deadline_of(entry));
}

bool FleetState::is_foreign_path(DeviceSlot slot, BrokerIndex broker) const {
    const std::optional<SiteId>& bound = site_of_path_[broker];
    return bound && places_->index_of(*bound) != entries_[slot].place.site;
}

void FleetState::reconsider(BrokerIndex broker, Moment now) {
    reconsider_parked(broker, now);
    reconsider_parked(static_cast<std::uint16_t>(paths_.size()), now);
}

void FleetState::reconsider_parked(std::uint16_t list, Moment now) {
    for (const DeviceSlot slot : std::exchange(parked_[list], {})) {
        if (entries_[slot].parked_in != list) continue;  // heard elsewhere since, or removed
        entries_[slot].parked_in = not_parked;
        consider(slot, now);
    }
}

// ---- time ------------------------------------------------------------------------------------

void FleetState::tick(Moment now) {
    while (const auto due = deadlines_.pop_due(now.steady)) {
        Entry& entry = entries_[due->slot];
        if (entry.scheduled != due->at) continue;  // another entry counts
        entry.scheduled = SteadyTime::max();
        consider(due->slot, now);
    }
}

/// One device against its deadline: the whole of "never cry wolf" is in these lines.
void FleetState::consider(DeviceSlot slot, Moment now) {
    Entry& entry = entries_[slot];
    if (!is_watched(entry)) return;
    if (is_blind(entry)) return park(slot);  // R9: silence proves nothing now

    const SteadyTime deadline = deadline_of(entry);
    if (now.steady < deadline) {
        // Blind time may have moved the deadline of a device that was late already.
        transition(slot, Presence::online, now.wall, false);
        return schedule(slot, deadline);
    }
    if (entry.presence != Presence::late) entry.late_since = now.steady;
    transition(slot, Presence::late, now.wall, false);
    const SteadyTime window_end = std::max(deadline, entry.late_since) + probe_window;
    if (now.steady < window_end) return schedule(slot, window_end);
    if (!is_proven_after(entry, window_end)) {  // R11: what it said until then would be here
        ask_for_proof(entry, window_end);
        return park(slot);
    }
    transition(slot, Presence::missing, now.wall, false);
}

void FleetState::start_watching(DeviceSlot slot, Moment now) {
    Entry& entry = entries_[slot];
    if (!entry.ever_heard) return transition(slot, resting_presence(entry), now.wall, false);
    const bool punctual = now.steady < deadline_of(entry);
    entry.watch_from = now.steady;  // one whole interval to speak, whatever was before
    transition(slot, punctual ? Presence::online : Presence::late, now.wall, false);
    schedule(slot, deadline_of(entry));
}

void FleetState::schedule(DeviceSlot slot, SteadyTime at) {
    Entry& entry = entries_[slot];
    // A later deadline needs no new entry: the old one finds out when it comes up.
    if (entry.scheduled <= at) return;
    entry.scheduled = at;
    deadlines_.push(at, slot);
}

void FleetState::park(DeviceSlot slot) {
    Entry& entry = entries_[slot];
    const bool is_known = entry.broker != no_broker;
    const auto list = is_known ? entry.broker : static_cast<std::uint16_t>(paths_.size());
    if (entry.parked_in == list) return;
    entry.parked_in = list;
    parked_[list].push_back(slot);
}

bool FleetState::is_watched(const Entry& entry) const {
    return entry.presence == Presence::online || entry.presence == Presence::late;
}

Presence FleetState::resting_presence(const Entry& entry) const {
    if (entry.exclusion) return Presence::excluded;
    const bool observed = places_->types()[entry.type].connectivity == Connectivity::mqtt;
    return observed ? Presence::never_seen : Presence::unobserved;
}

SteadyTime FleetState::deadline_of(const Entry& entry) const {
    const SteadyTime unmoved =
        std::max(entry.last, entry.watch_from) + entry.interval + tolerance_of(entry.interval);
    // Where it may come by several paths, each of them has to have been blind (R9).
    SteadyTime deadline = SteadyTime::max();
    for_paths_of(entry, [&](BrokerIndex i) {
        deadline = std::min(deadline, moved_by_blindness(paths_[i], entry, unmoved));
    });
    return deadline == SteadyTime::max() ? unmoved : deadline;
}

/// R9: a blind interval that touches the time in which the message was due gives the device one
/// whole interval from the end of the blindness, since its next message may come only then.
SteadyTime FleetState::moved_by_blindness(const BrokerPath& path, const Entry& entry,
                                          SteadyTime deadline) const {
    const microseconds tolerance = tolerance_of(entry.interval);
    const SteadyTime due_from =
        std::max(entry.last, entry.watch_from) + entry.interval - tolerance;
    for (const BlindInterval& blind : path.blind_intervals()) {
        if (!blind.until) continue;  // the caller waits while it lasts
        if (blind.since.steady > deadline || blind.until->steady < due_from) continue;
        deadline = std::max(deadline, blind.until->steady + entry.interval + tolerance);
    }
    return deadline;
}

/// A device's path (R9): the broker that heard it last, else its site's, else all.
template <class Visit>
void FleetState::for_paths_of(const Entry& entry, Visit&& visit) const {
    if (entry.broker != no_broker) return visit(entry.broker);
    bool bound = false;
    for (BrokerIndex i = 0; i < paths_.size(); ++i) {
        if (!site_of_path_[i] || places_->index_of(*site_of_path_[i]) != entry.place.site) continue;
        visit(i);
        bound = true;
    }
    if (bound) return;
    for (BrokerIndex i = 0; i < paths_.size(); ++i) visit(i);
}

bool FleetState::is_blind(const Entry& entry) const {
    bool all_blind = true;
    for_paths_of(entry, [&](BrokerIndex i) { all_blind = all_blind && paths_[i].is_blind(); });
    return all_blind;
}

bool FleetState::is_proven_after(const Entry& entry, SteadyTime time) const {
    bool proven = true;
    for_paths_of(entry, [&](BrokerIndex i) {
        const BrokerPath& path = paths_[i];
        if (path.is_blind()) return;
        proven = proven && path.proven_until() && *path.proven_until() >= time;
    });
    return proven;
}

void FleetState::ask_for_proof(const Entry& entry, SteadyTime time) {
    for_paths_of(entry, [&](BrokerIndex i) { paths_[i].proof_wanted(time); });
}

// ---- what is known ---------------------------------------------------------------------------

void FleetState::transition(DeviceSlot slot, Presence to, WallTime at, bool backlog) {
    Entry& entry = entries_[slot];
    if (entry.presence == to) return;
    // A message that waited in a queue is older than what was concluded meanwhile, and a wall
    // clock may step back: the history of a device goes forward all the same, and no two entries
    // of it have one time, by which they are stored.
    at = std::max(at, entry.since + microseconds{1});
    entry.since = at;
    changes_.push_back({entry.id, entry.presence, to, at, backlog});
    counters_.remove(entry.place, entry.presence);
    entry.presence = to;
    counters_.add(entry.place, to);
}

DeviceView FleetState::view(DeviceSlot slot, Moment now) const {
    const Entry& entry = entries_[slot];
    DeviceView view;
    view.id = entry.id;
    view.presence = entry.presence;
    view.exclusion = entry.exclusion;
    view.place = entry.place;
    view.type = entry.type;
    view.expected = expected_of(entry);
    if (entry.ever_heard) view.last_heard = entry.last_wall;
    if (is_watched(entry)) view.deadline = now.wall + (deadline_of(entry) - now.steady);
    return view;
}

std::vector<FleetChange> FleetState::take_changes() { return std::exchange(changes_, {}); }

}  // namespace soc
