#include "service/transition_log.h"

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

std::vector<FleetChange> TransitionLog::since(WallTime since) const {
    const std::uint64_t gone = last_number_ - ring_.size();
    std::vector<FleetChange> list;
    for (std::uint64_t n = last_number_; n > gone; --n) {
        const FleetChange& change = ring_[(n - 1) % limits::transitions_kept_max];
        if (change.at >= since) list.push_back(change);
    }
    return list;
}

}  // namespace soc
