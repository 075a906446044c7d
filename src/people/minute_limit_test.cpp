#include "people/minute_limit.h"

#include <gtest/gtest.h>

namespace soc {
namespace {

using namespace std::chrono_literals;

const IpAddress here = *IpAddress::parse("192.0.2.7");
const IpAddress there = *IpAddress::parse("2001:db8::1");
const SteadyTime start{1h};

TEST(MinuteLimit, TakesSoManyInAMinuteAndThenAgain) {
    MinuteLimit limit{3, 10};
    for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.count(here, start + i * 10s), 0s);
    EXPECT_EQ(limit.count(here, start + 30s), 30s);
    EXPECT_EQ(limit.count(here, start + 60s - 1us), 1s);
    EXPECT_EQ(limit.count(there, start + 30s), 0s) << "others are not concerned";
    EXPECT_EQ(limit.count(here, start + 60s), 0s);
}

TEST(MinuteLimit, ForgetsWhoAskedLongestAgoWhenItIsFull) {
    MinuteLimit limit{1, 1};
    EXPECT_EQ(limit.count(here, start), 0s);
    EXPECT_EQ(limit.count(here, start), 60s);
    EXPECT_EQ(limit.count(there, start), 0s);
    EXPECT_EQ(limit.count(here, start), 0s);
}

}  // namespace
}  // namespace soc
