#include "mqtt/backoff.h"

#include <algorithm>

namespace soc {

microseconds Backoff::next(microseconds cap) {
    constexpr unsigned exponent_max = 6;  // 64 s: above every cap
    const microseconds ceiling = std::min(cap, first * (1U << exponent_));
    exponent_ = std::min(exponent_ + 1, exponent_max);
    const auto spread = static_cast<std::uint64_t>(ceiling.count());
    const microseconds pause{static_cast<std::int64_t>(random_.next_u64() % spread) + 1};
    return std::max(pause, floor);
}

}  // namespace soc
