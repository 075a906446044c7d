#pragma once

#include <poll.h>

#include <chrono>

#include "core/clock.h"

namespace soc::testing {

/// Waits for `condition`, looking every few milliseconds, at most `patience`. True when met.
template <class Condition>
[[nodiscard]] bool wait_until(const Condition& condition,
                              std::chrono::milliseconds patience = std::chrono::seconds{10}) {
    const SystemClock clock;
    const SteadyTime until = clock.now().steady + microseconds{patience};
    while (!condition()) {
        if (clock.now().steady > until) return false;
        poll(nullptr, 0, 2);
    }
    return true;
}

}  // namespace soc::testing
