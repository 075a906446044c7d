#include "service/readiness.h"

#include <gtest/gtest.h>

#include "support/manual_clock.h"

namespace soc {
namespace {

using testing::ManualClock;

TEST(Readiness, KnowsSinceWhenAndWhy) {
    ManualClock clock;
    const WallTime start = clock.now().wall;
    Readiness readiness;
    EXPECT_TRUE(readiness.is_ready()) << "nobody has complained";

    readiness.report("database", DependencyState::ok, "ignored when ok", clock.now());
    readiness.report("broker", DependencyState::ok, "", clock.now());
    clock.advance(seconds{5});
    readiness.report("database", DependencyState::down, "connection refused", clock.now());
    EXPECT_FALSE(readiness.is_ready());

    // The same state with another reason: the reason is new, the time is not.
    clock.advance(seconds{5});
    readiness.report("database", DependencyState::down, "timeout", clock.now());
    const std::vector<Dependency> expected{
        {"database", DependencyState::down, "timeout", start + seconds{5}},
        {"broker", DependencyState::ok, "", start}};
    EXPECT_EQ(readiness.dependencies(), expected);

    readiness.report("database", DependencyState::degraded, "slow", clock.now());
    EXPECT_TRUE(readiness.is_ready()) << "degraded still serves";
    readiness.report("database", DependencyState::ok, "", clock.now());
    EXPECT_EQ(readiness.dependencies().front(),
              (Dependency{"database", DependencyState::ok, "", start + seconds{10}}));
}

}  // namespace
}  // namespace soc
