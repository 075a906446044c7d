#pragma once

#include <cstdint>
#include <vector>

#include "core/clock.h"
#include "domain/fleet_change.h"

namespace soc {

/// The last presence transitions, at most `limits::transitions_kept_max`, numbered so that a
/// reader knows how many are new to him.
class TransitionLog {
public:
    void note(const FleetChange& change);

    /// The number of the last one; 0 before the first.
    [[nodiscard]] std::uint64_t last_number() const { return last_number_; }
    /// Those at or after `since` that are still kept, the newest first.
    [[nodiscard]] std::vector<FleetChange> since(WallTime since) const;

private:
    std::vector<FleetChange> ring_;  ///< number n lies at n - 1 modulo the limit
    std::uint64_t last_number_ = 0;
};

}  // namespace soc
