#include "mqtt/backoff.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace soc {
namespace {

using std::chrono::seconds;

/// Many dice for one position in the series of pauses.
struct Spread {
    microseconds least = microseconds::max();
    microseconds most{0};
};

Spread spread_of_pause(int position, microseconds cap) {
    Spread spread;
    for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
        SeededRandom random{seed};
        Backoff backoff{random};
        microseconds pause{0};
        for (int i = 0; i <= position; ++i) pause = backoff.next(cap);
        spread.least = std::min(spread.least, pause);
        spread.most = std::max(spread.most, pause);
    }
    return spread;
}

// Full jitter: the n-th pause lies anywhere up to 1 s * 2^n, and the cap ends the growth.
TEST(Backoff, DoublesItsRangeUpToTheCap) {
    for (int position = 0; position < 10; ++position) {
        const microseconds ceiling = std::min<microseconds>(
            Backoff::cap_refused, Backoff::first * (1 << std::min(position, 6)));
        const Spread spread = spread_of_pause(position, Backoff::cap_refused);
        EXPECT_LE(spread.most, ceiling) << position;
        EXPECT_GT(spread.most, ceiling * 9 / 10) << position;
        EXPECT_LT(spread.least, std::max(ceiling / 10, Backoff::floor + microseconds{1}))
            << position;
        EXPECT_GE(spread.least, Backoff::floor) << position;
    }
}

TEST(Backoff, IsAtMostFiveSecondsWhileBlind) {
    EXPECT_LE(spread_of_pause(9, Backoff::cap_blind).most, seconds{5});
}

TEST(Backoff, StartsAgainAfterAReset) {
    SeededRandom random{7};
    Backoff backoff{random};
    for (int i = 0; i < 10; ++i) static_cast<void>(backoff.next(Backoff::cap_refused));
    backoff.reset();
    EXPECT_LE(backoff.next(Backoff::cap_refused), Backoff::first);
}

}  // namespace
}  // namespace soc
