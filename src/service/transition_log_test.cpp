#include "service/transition_log.h"

#include <gtest/gtest.h>

#include "core/limits.h"
#include "support/fleet_fixture.h"

namespace soc::testing {
namespace {

/// A transition that is told from the others by its time.
FleetChange at(std::uint64_t number) {
    FleetChange change;
    change.at = from_micros(static_cast<std::int64_t>(number));
    return change;
}

std::vector<std::uint64_t> numbers(const std::vector<FleetChange>& changes) {
    std::vector<std::uint64_t> list;
    for (const FleetChange& change : changes) {
        list.push_back(static_cast<std::uint64_t>(to_micros(change.at)));
    }
    return list;
}

TEST(TransitionLog, GivesTheNewestFirst) {
    TransitionLog log;
    EXPECT_TRUE(log.since(WallTime{}).empty());
    for (std::uint64_t n = 1; n <= 4; ++n) log.note(at(n));
    EXPECT_EQ(log.last_number(), 4U);
    EXPECT_EQ(numbers(log.since(WallTime{})), (std::vector<std::uint64_t>{4, 3, 2, 1}));
    EXPECT_EQ(numbers(log.since(from_micros(3))), (std::vector<std::uint64_t>{4, 3}));
    EXPECT_TRUE(log.since(from_micros(5)).empty());
}

// Full, it forgets the oldest, and the numbers of the others stay; twice round.
TEST(TransitionLog, KeepsTheLastOnes) {
    constexpr std::uint64_t most = limits::transitions_kept_max;
    TransitionLog log;
    for (std::uint64_t n = 1; n <= 2 * most + 3; ++n) {
        log.note(at(n));
        ASSERT_EQ(log.last_number(), n);
        ASSERT_EQ(numbers(log.since(from_micros(static_cast<std::int64_t>(n)))), std::vector{n});
    }
    const auto kept = numbers(log.since(WallTime{}));
    ASSERT_EQ(kept.size(), most);
    EXPECT_EQ(kept.front(), 2 * most + 3);
    EXPECT_EQ(kept.back(), most + 4);
}

}  // namespace
}  // namespace soc::testing
