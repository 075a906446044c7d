#include "fleet/expectation.h"

#include <gtest/gtest.h>

namespace soc {
namespace {

using namespace std::chrono_literals;

DeviceType board_with(std::optional<seconds> interval) {
    DeviceType type;
    type.interval = interval;
    return type;
}

// R13: device, else type, else half an hour; then the larger of that and what the board announces.
TEST(ExpectedInterval, TakesTheNearestSetting) {
    EXPECT_EQ(expected_interval(600s, board_with(900s), std::nullopt),
              (ExpectedInterval{600s, IntervalOrigin::device}));
    EXPECT_EQ(expected_interval(std::nullopt, board_with(900s), std::nullopt),
              (ExpectedInterval{900s, IntervalOrigin::type}));
    EXPECT_EQ(expected_interval(std::nullopt, board_with(std::nullopt), std::nullopt),
              (ExpectedInterval{1800s, IntervalOrigin::fallback}));
}

TEST(ExpectedInterval, BelievesAnAnnouncementOnlyInItsRangeAndOnlyWhenLarger) {
    const DeviceType type = board_with(1800s);
    EXPECT_EQ(expected_interval(std::nullopt, type, 1801s),
              (ExpectedInterval{1801s, IntervalOrigin::announced}));
    EXPECT_EQ(expected_interval(std::nullopt, type, 1800s),
              (ExpectedInterval{1800s, IntervalOrigin::type}));
    EXPECT_EQ(expected_interval(std::nullopt, type, 21'601s),
              (ExpectedInterval{21'600s, IntervalOrigin::announced}));
    EXPECT_EQ(expected_interval(60s, type, 1s),
              (ExpectedInterval{900s, IntervalOrigin::announced}));
}

TEST(Tolerance, IsAMinutePlusTwoPercent) {
    EXPECT_EQ(tolerance_of(1800s), 96s);
    EXPECT_EQ(tolerance_of(10s), 60'200ms);
}

}  // namespace
}  // namespace soc
