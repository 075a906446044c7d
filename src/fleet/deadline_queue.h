#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/clock.h"

namespace soc {

/// Position of a device in the fleet; given once, never used again for another device while the
/// process runs.
using DeviceSlot = std::uint32_t;

/// Which device is to be looked at next, and when (R16): a binary heap, so nothing scans the
/// fleet. A device may be in it more than once; its owner knows which entry counts.
class DeadlineQueue {
public:
    struct Entry {
        SteadyTime at;
        DeviceSlot slot = 0;
        friend auto operator<=>(const Entry&, const Entry&) = default;
    };

    void push(SteadyTime at, DeviceSlot slot) {
        heap_.push_back({at, slot});
        std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
    }

    /// The earliest entry that is not after `now`, taken out.
    [[nodiscard]] std::optional<Entry> pop_due(SteadyTime now) {
        if (heap_.empty() || heap_.front().at > now) return std::nullopt;
        std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
        const Entry entry = heap_.back();
        heap_.pop_back();
        return entry;
    }

    [[nodiscard]] std::optional<SteadyTime> next() const {
        if (heap_.empty()) return std::nullopt;
        return heap_.front().at;
    }
    [[nodiscard]] std::size_t size() const { return heap_.size(); }

private:
    std::vector<Entry> heap_;
};

}  // namespace soc
