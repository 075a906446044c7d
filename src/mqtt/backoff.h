#pragma once

#include "core/clock.h"
#include "core/random.h"

namespace soc {

/// Pauses between attempts: exponential with full jitter, so that a fleet of clients does not
/// come back in step. The n-th pause is evenly spread over (0, min(cap, 1 s * 2^n)].
class Backoff {
public:
    static constexpr microseconds first{std::chrono::seconds{1}};
    /// Between attempts at a broker that refuses us, so that it is not pestered.
    static constexpr microseconds cap_refused{std::chrono::seconds{60}};
    /// While a path is blind (R8).
    static constexpr microseconds cap_blind{std::chrono::seconds{5}};
    /// No pause is shorter, whatever the dice say.
    static constexpr microseconds floor{std::chrono::milliseconds{100}};

    explicit Backoff(RandomSource& random) : random_{random} {}

    [[nodiscard]] microseconds next(microseconds cap);
    void reset() { exponent_ = 0; }

private:
    RandomSource& random_;
    unsigned exponent_ = 0;
};

}  // namespace soc
