#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/clock.h"
#include "core/limits.h"
#include "fleet/deadline_queue.h"

namespace soc {

/// The live feed's memory (R21): which rows changed, in order, as far back as the ring reaches.
/// Not guarded; `LiveFeed` holds it within its lock.
class LiveRing {
public:
    /// Notes changed rows.
    void append(std::span<const DeviceSlot> slots, SteadyTime now);

    /// The number of the last change; 0 before the first.
    [[nodiscard]] std::uint64_t head() const { return head_; }
    /// Whether everything after `number` is still here.
    [[nodiscard]] bool reaches(std::uint64_t number) const {
        return number <= head_ && head_ - number <= limits::live_ring_items_max;
    }
    /// The changed rows after `number`, in order, perhaps repeated. `reaches(number)` holds.
    template <class Visit>
    void visit_after(std::uint64_t number, Visit&& visit) const {
        for (std::uint64_t n = number + 1; n <= head_; ++n) visit(ring_[n % ring_.size()]);
    }
    /// The number of the last change of one row; 0 when it never changed.
    [[nodiscard]] std::uint64_t last_change_of(DeviceSlot slot) const {
        return slot < last_change_.size() ? last_change_[slot] : 0;
    }
    /// A number that was the head at `time` or somewhat earlier.
    [[nodiscard]] std::uint64_t head_at(SteadyTime time) const;
    /// The same, for the time that lies `span` before the change of this number.
    [[nodiscard]] std::uint64_t head_before(std::uint64_t number, microseconds span) const;

private:
    struct Mark {
        SteadyTime at;
        std::uint64_t head = 0;
    };
    static constexpr std::size_t marks_max = 64;  // one a second: a minute

    std::vector<DeviceSlot> ring_ = std::vector<DeviceSlot>(limits::live_ring_items_max);
    std::vector<std::uint64_t> last_change_;
    std::vector<Mark> marks_;  ///< the oldest first
    std::uint64_t head_ = 0;
};

}  // namespace soc
