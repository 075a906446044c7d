#include "fleet/discovered_devices.h"

#include <gtest/gtest.h>

#include "support/fleet_fixture.h"

namespace soc {
namespace {

using testing::monday;

DiscoveredDevice said_at(unsigned mac, seconds after, bool sandbox = false) {
    return {.unit_id = MacAddress::from_u64(mac),
            .broker = "main",
            .topic = "u4/300/device",
            .sandbox = sandbox,
            .first_seen = {},
            .last_seen = monday().wall + after,
            .count = 0,
            .last_payload = "{}"};
}

TEST(DiscoveredDevices, CountsAndKeepsTheFirstTime) {
    DiscoveredDevices devices{10};
    EXPECT_TRUE(devices.note(said_at(1, seconds{0})));
    EXPECT_TRUE(devices.note(said_at(2, seconds{1})));
    EXPECT_FALSE(devices.note(said_at(1, seconds{2})));
    const auto list = devices.list();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].unit_id, UnitId{MacAddress::from_u64(1)});
    EXPECT_EQ(list[0].count, 2U);
    EXPECT_EQ(list[0].first_seen, monday().wall);
}

// Full: the sandbox goes first, then who was silent for the longest.
TEST(DiscoveredDevices, ForgetsSandboxBoardsFirstThenTheLongestSilent) {
    DiscoveredDevices devices{2};
    devices.note(said_at(1, seconds{0}));
    devices.note(said_at(2, seconds{1}, true));
    devices.note(said_at(3, seconds{2}));
    EXPECT_EQ(devices.forgotten(), 1U);
    EXPECT_FALSE(devices.note(said_at(1, seconds{3})));
    devices.note(said_at(4, seconds{4}));
    const auto list = devices.list();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].unit_id, UnitId{MacAddress::from_u64(4)});
    EXPECT_EQ(list[1].unit_id, UnitId{MacAddress::from_u64(1)});
}

TEST(DiscoveredDevices, ForgetsOneThatWasRegistered) {
    DiscoveredDevices devices{2};
    devices.note(said_at(1, seconds{0}));
    devices.forget(UnitId{MacAddress::from_u64(1)});
    devices.forget(UnitId{MacAddress::from_u64(9)});
    EXPECT_EQ(devices.size(), 0U);
    EXPECT_EQ(devices.forgotten(), 0U);
}

}  // namespace
}  // namespace soc
