#include "fleet/expectation.h"

#include <gtest/gtest.h>

namespace soc {
namespace {

using namespace std::chrono_literals;

DeviceType of(Connectivity connectivity, std::optional<seconds> interval = std::nullopt) {
    DeviceType type;
    type.connectivity = connectivity;
    type.interval = interval;
    return type;
}

// R13: device, else type, else site, else half an hour, an hour for LoRaWAN.
TEST(ExpectedInterval, TakesTheNearestSetting) {
    const DeviceType set = of(Connectivity::mqtt, 900s);
    const DeviceType unset = of(Connectivity::mqtt);
    const DeviceType sensor = of(Connectivity::lorawan);
    const auto expected = [](std::optional<seconds> device, const DeviceType& type,
                             std::optional<seconds> site) {
        return expected_interval({device, type, site}, std::nullopt);
    };
    EXPECT_EQ(expected(600s, set, 300s), (ExpectedInterval{600s, IntervalOrigin::device}));
    EXPECT_EQ(expected(600s, unset, 300s), (ExpectedInterval{600s, IntervalOrigin::device}));
    EXPECT_EQ(expected({}, set, 300s), (ExpectedInterval{900s, IntervalOrigin::type}));
    EXPECT_EQ(expected({}, unset, 300s), (ExpectedInterval{300s, IntervalOrigin::site}));
    EXPECT_EQ(expected({}, sensor, 300s), (ExpectedInterval{300s, IntervalOrigin::site}));
    EXPECT_EQ(expected({}, unset, {}), (ExpectedInterval{1'800s, IntervalOrigin::fallback}));
    EXPECT_EQ(expected({}, sensor, {}), (ExpectedInterval{3'600s, IntervalOrigin::fallback}));
}

// Then the larger of that and what the board announces.
TEST(ExpectedInterval, BelievesAnAnnouncementOnlyInItsRangeAndOnlyWhenLarger) {
    const DeviceType type = of(Connectivity::mqtt, 1'800s);
    const DeviceType unset = of(Connectivity::mqtt);
    EXPECT_EQ(expected_interval({{}, type, {}}, 1'801s),
              (ExpectedInterval{1'801s, IntervalOrigin::announced}));
    EXPECT_EQ(expected_interval({{}, type, {}}, 1'800s),
              (ExpectedInterval{1'800s, IntervalOrigin::type}));
    EXPECT_EQ(expected_interval({{}, type, {}}, 21'601s),
              (ExpectedInterval{21'600s, IntervalOrigin::announced}));
    EXPECT_EQ(expected_interval({60s, type, {}}, 1s),
              (ExpectedInterval{900s, IntervalOrigin::announced}));
    EXPECT_EQ(expected_interval({{}, unset, 1'200s}, 1'201s),
              (ExpectedInterval{1'201s, IntervalOrigin::announced}));
    EXPECT_EQ(expected_interval({{}, unset, 1'200s}, 1'200s),
              (ExpectedInterval{1'200s, IntervalOrigin::site}));
}

TEST(ExpectedInterval, SaysEachOriginAsTheInterfaceDoes) {
    EXPECT_EQ(to_word(IntervalOrigin::device), "device");
    EXPECT_EQ(to_word(IntervalOrigin::type), "type");
    EXPECT_EQ(to_word(IntervalOrigin::site), "site");
    EXPECT_EQ(to_word(IntervalOrigin::fallback), "default");
    EXPECT_EQ(to_word(IntervalOrigin::announced), "announced");
}

TEST(Tolerance, IsAMinutePlusTwoPercent) {
    EXPECT_EQ(tolerance_of(1800s), 96s);
    EXPECT_EQ(tolerance_of(10s), 60'200ms);
}

}  // namespace
}  // namespace soc
