#include "service/transition_log.h"

#include <algorithm>

#include "core/limits.h"

namespace soc {

void TransitionLog::note(const FleetChange& change) {
    if (ring_.size() < limits::transitions_kept_max) {
        ring_.push_back(change);
    } else {
        ring_[last_number_ % limits::transitions_kept_max] = change;
    }
    ++last_number_;
}

std::vector<FleetChange> TransitionLog::after(std::uint64_t number) const {
    const std::uint64_t gone = last_number_ - ring_.size();
    std::vector<FleetChange> list;
    for (std::uint64_t n = last_number_; n > std::max(number, gone); --n) {
        list.push_back(ring_[(n - 1) % limits::transitions_kept_max]);
    }
    return list;
}

std::vector<FleetChange> TransitionLog::since(WallTime since) const {
    std::vector<FleetChange> list = after(0);
    std::erase_if(list, [&](const FleetChange& change) { return change.at < since; });
    return list;
}

}  // namespace soc
