#include "service/live_ring.h"

#include <algorithm>
#include <iterator>

namespace soc {

void LiveRing::append(std::span<const DeviceSlot> slots, SteadyTime now) {
    if (marks_.empty() || now - marks_.back().at >= seconds{1}) {
        if (marks_.size() == marks_max) marks_.erase(marks_.begin());
        marks_.push_back({now, head_});
    }
    for (const DeviceSlot slot : slots) {
        ++head_;
        ring_[head_ % ring_.size()] = slot;
        if (slot >= last_change_.size()) last_change_.resize(slot + 1);
        last_change_[slot] = head_;
    }
}

std::uint64_t LiveRing::head_at(SteadyTime time) const {
    std::uint64_t head = marks_.empty() ? head_ : 0;
    for (const Mark& mark : marks_) {
        if (mark.at > time) break;
        head = mark.head;
    }
    return head;
}

std::uint64_t LiveRing::head_before(std::uint64_t number, microseconds span) const {
    // A mark is older than every change after its head.
    const auto after = std::find_if(marks_.begin(), marks_.end(),
                                    [&](const Mark& mark) { return mark.head >= number; });
    return after == marks_.begin() ? 0 : std::min(number, head_at(std::prev(after)->at - span));
}

}  // namespace soc
