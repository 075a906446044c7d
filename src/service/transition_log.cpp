#include "service/transition_log.h"

#include <algorithm>

#include "core/limits.h"

namespace soc {

void TransitionLog::note(const FleetChange& change) {
    ++last_number_;
    const std::size_t position = last_number_ % limits::transitions_kept_max;
    if (ring_.size() < limits::transitions_kept_max) {
        // While it fills, number n lies at n - 1; from the first full turn on at n modulo.
        ring_.push_back(change);
        if (ring_.size() == limits::transitions_kept_max) {
            std::rotate(ring_.begin(), ring_.end() - 1, ring_.end());
        }
        return;
    }
    ring_[position] = change;
}

const FleetChange& TransitionLog::at_number(std::uint64_t number) const {
    if (ring_.size() < limits::transitions_kept_max) return ring_[number - 1];
    return ring_[number % limits::transitions_kept_max];
}

std::vector<FleetChange> TransitionLog::after(std::uint64_t number) const {
    std::vector<FleetChange> list;
    for (std::uint64_t n = last_number_; n > number && n >= first_number() && n > 0; --n) {
        list.push_back(at_number(n));
    }
    return list;
}

std::vector<FleetChange> TransitionLog::since(WallTime since) const {
    std::vector<FleetChange> list = after(0);
    std::erase_if(list, [&](const FleetChange& change) { return change.at < since; });
    return list;
}

}  // namespace soc
