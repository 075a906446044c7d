#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/clock.h"
#include "domain/broker_index.h"
#include "domain/device.h"
#include "domain/fleet_change.h"
#include "domain/place_directory.h"
#include "domain/unit_id.h"
#include "fleet/broker_path.h"
#include "fleet/deadline_queue.h"
#include "fleet/device_index.h"
#include "fleet/expectation.h"
#include "fleet/place_counters.h"

namespace soc {

/// One sign of life, as the ingest loop resolved it.
struct SignOfLife {
    Moment at;
    BrokerIndex broker = 0;
    bool backlog = false;
    std::optional<seconds> announced;  ///< the message's `frequency`
};

/// What the database holds of a device when the process starts.
struct KnownPast {
    WallTime last_heard;
    std::optional<BrokerIndex> broker;  ///< absent when that broker is not configured any more
    std::optional<seconds> announced;
    Presence presence = Presence::online;
    WallTime since{};  ///< of the presence
    WallTime watched_since{};  ///< silence is counted from here when it is later than `last_heard`
};

/// What is known of one device now.
struct DeviceView {
    DeviceId id;
    Presence presence = Presence::never_seen;
    std::optional<Exclusion> exclusion;
    std::optional<WallTime> last_heard;
    ExpectedInterval expected;
    std::optional<WallTime> deadline;
    CountedPlace place;
    PlaceIndex type = no_place;
};

/// Presence, deadlines and counters of every device (R1, R8 to R13, R16). Facts and time go in,
/// `FleetChange`s come out; nothing here reads a clock, waits or does I/O. Owned by the ingest
/// loop, which alone calls it.
class FleetState {
public:
    /// `paths` are the brokers by `BrokerIndex`; `site_of_path` binds some to a site.
    FleetState(std::shared_ptr<const PlaceDirectory> places, std::vector<BrokerPath> paths,
               std::vector<std::optional<SiteId>> site_of_path);

    // -- registry ---------------------------------------------------------------------------
    void set_places(std::shared_ptr<const PlaceDirectory> places);
    /// Adds the device or takes over its new settings. Its type and site are in the directory.
    DeviceSlot put(const Device& device, Moment now);
    void remove(DeviceId id, Moment now);
    /// Only at the start, after `put` and before any fact.
    void restore(DeviceSlot slot, const KnownPast& past, Moment now);

    // -- facts ------------------------------------------------------------------------------
    [[nodiscard]] std::optional<DeviceSlot> resolve(const UnitId& unit_id) const {
        return index_.resolve(unit_id);
    }
    void heard(DeviceSlot slot, const SignOfLife& sign);
    /// A path's state. After a fact that may have ended its blindness or proven something, call
    /// `reconsider` for it.
    [[nodiscard]] BrokerPath& path(BrokerIndex broker) { return paths_[broker]; }
    [[nodiscard]] const std::vector<BrokerPath>& paths() const { return paths_; }
    void reconsider(BrokerIndex broker, Moment now);

    // -- time -------------------------------------------------------------------------------
    void tick(Moment now);
    [[nodiscard]] std::optional<SteadyTime> next_deadline() const { return deadlines_.next(); }

    // -- what is known ----------------------------------------------------------------------
    [[nodiscard]] const PlaceCounters& counters() const { return counters_; }
    [[nodiscard]] std::optional<DeviceSlot> slot_of(DeviceId id) const {
        return index_.find(id);
    }
    /// `now` relates the deadline to the wall clock.
    [[nodiscard]] DeviceView view(DeviceSlot slot, Moment now) const;
    [[nodiscard]] DeviceId id_of(DeviceSlot slot) const { return entries_[slot].id; }
    /// What the device announced last; absent when it never did.
    [[nodiscard]] std::optional<seconds> announced(DeviceSlot slot) const {
        return entries_[slot].announced;
    }
    [[nodiscard]] Presence presence(DeviceSlot slot) const { return entries_[slot].presence; }
    /// True when a broker bound to another site heard it: no sign of life (R17).
    [[nodiscard]] bool is_foreign_path(DeviceSlot slot, BrokerIndex broker) const;
    /// Slots in use are below this; removed ones stay empty.
    [[nodiscard]] DeviceSlot slot_count() const { return static_cast<DeviceSlot>(entries_.size()); }
    [[nodiscard]] bool in_use(DeviceSlot slot) const { return !entries_[slot].id.is_nil(); }

    /// The changes since the last call, oldest first.
    [[nodiscard]] std::vector<FleetChange> take_changes();

private:
    static constexpr BrokerIndex no_broker = UINT16_MAX;
    static constexpr std::uint16_t not_parked = UINT16_MAX;

    struct Entry {
        DeviceId id;
        SteadyTime last;         ///< the last sign of life; backlog counts as "now at the marker"
        SteadyTime watch_from;   ///< silence is counted from here when it is later than `last`
        SteadyTime late_since;   ///< when it became `late`: the probe window runs from here
        SteadyTime scheduled = SteadyTime::max();  ///< the one queue entry that counts
        WallTime last_wall;
        WallTime since;          ///< of the presence
        seconds interval{0};
        std::optional<seconds> setting;
        std::optional<seconds> announced;
        CountedPlace place;
        PlaceIndex type = no_place;
        BrokerIndex broker = no_broker;
        Presence presence = Presence::never_seen;
        std::optional<Exclusion> exclusion;
        bool ever_heard = false;
        std::uint16_t parked_in = not_parked;  ///< the list of `parked_` that counts
    };

    void learn_registry(Entry& entry, const Device& device) const;
    [[nodiscard]] ExpectedInterval expected_of(const Entry& entry) const;
    void transition(DeviceSlot slot, Presence to, WallTime at, bool backlog);
    void start_watching(DeviceSlot slot, Moment now);
    void consider(DeviceSlot slot, Moment now);
    void schedule(DeviceSlot slot, SteadyTime at);
    void park(DeviceSlot slot);
    void reconsider_parked(std::uint16_t list, Moment now);
    [[nodiscard]] bool is_watched(const Entry& entry) const;
    [[nodiscard]] Presence resting_presence(const Entry& entry) const;
    [[nodiscard]] SteadyTime deadline_of(const Entry& entry) const;
    [[nodiscard]] SteadyTime moved_by_blindness(const BrokerPath& path, const Entry& entry,
                                                SteadyTime deadline) const;
    template <class Visit>
    void for_paths_of(const Entry& entry, Visit&& visit) const;
    [[nodiscard]] bool is_blind(const Entry& entry) const;
    [[nodiscard]] bool is_proven_after(const Entry& entry, SteadyTime time) const;
    void ask_for_proof(const Entry& entry, SteadyTime time);

    std::shared_ptr<const PlaceDirectory> places_;
    std::vector<BrokerPath> paths_;
    std::vector<std::optional<SiteId>> site_of_path_;
    std::vector<Entry> entries_;
    DeviceIndex index_;
    DeadlineQueue deadlines_;
    /// Past their deadline, waiting for a path to prove it: by the path that heard them last; those
    /// of an unknown one at the end.
    std::vector<std::vector<DeviceSlot>> parked_;
    PlaceCounters counters_;
    std::vector<FleetChange> changes_;
};

}  // namespace soc
