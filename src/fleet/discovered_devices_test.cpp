#include "fleet/discovered_devices.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/fleet_fixture.h"

namespace soc {
namespace {

using testing::monday;

DiscoveredDevice said_at(unsigned mac, seconds after, const std::string& root = "u4") {
    return {.unit_id = MacAddress::from_u64(mac),
            .broker = "main",
            .topic = root + "/300/device",
            .sandbox = root == "TestTopic",
            .first_seen = {},
            .last_seen = monday().wall + after,
            .count = 0,
            .last_payload = "{}"};
}

/// The devices of a list by their numbers, the last heard first.
std::vector<unsigned> numbers_in(const DiscoveredDevices& devices) {
    std::vector<unsigned> numbers;
    for (const DiscoveredDevice& device : devices.list()) {
        for (unsigned mac = 0; mac < 10'000; ++mac) {
            if (device.unit_id == UnitId{MacAddress::from_u64(mac)}) numbers.push_back(mac);
        }
    }
    return numbers;
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

// Full: the sandbox makes room first, and never pushes out anybody else.
TEST(DiscoveredDevices, TheSandboxMakesRoomFirst) {
    DiscoveredDevices devices{3};
    devices.note(said_at(1, seconds{0}, "TestTopic"));
    devices.note(said_at(2, seconds{1}));
    devices.note(said_at(3, seconds{2}, "TestTopic"));
    EXPECT_TRUE(devices.note(said_at(4, seconds{3})));
    EXPECT_EQ(numbers_in(devices), (std::vector<unsigned>{4, 3, 2}));
    EXPECT_FALSE(devices.note(said_at(5, seconds{4}, "TestTopic")));
    EXPECT_TRUE(devices.note(said_at(6, seconds{5}, "u3")));
    EXPECT_FALSE(devices.note(said_at(7, seconds{6}, "TestTopic"))) << "none of its own is left";
    EXPECT_EQ(numbers_in(devices), (std::vector<unsigned>{6, 4, 2}));
    EXPECT_EQ(devices.forgotten(), 2U);
    EXPECT_EQ(devices.refused(), 2U);
}

// R33: one root talks without end under ever new names. It may fill what is free; after that it
// pushes out nobody, and whoever speaks under another root gets in.
TEST(DiscoveredDevices, AChattyTopicRootPushesOutNoOther) {
    constexpr std::size_t limit = 100;
    DiscoveredDevices devices{limit};
    for (unsigned mac = 1; mac <= 5; ++mac) devices.note(said_at(mac, seconds{mac}, "u3"));
    for (unsigned mac = 1'000; mac < 3'000; ++mac) devices.note(said_at(mac, seconds{10}));
    EXPECT_EQ(devices.size(), limit);
    EXPECT_EQ(devices.refused(), 2'000U - (limit - 5));
    EXPECT_EQ(devices.forgotten(), 0U);

    for (unsigned mac = 6; mac <= 20; ++mac) {
        EXPECT_TRUE(devices.note(said_at(mac, seconds{20}, "u3")));
    }
    for (unsigned mac = 3'000; mac < 4'000; ++mac) devices.note(said_at(mac, seconds{30}));
    const auto numbers = numbers_in(devices);
    for (unsigned mac = 1; mac <= 20; ++mac) {
        EXPECT_EQ(std::count(numbers.begin(), numbers.end(), mac), 1) << mac;
    }
    EXPECT_EQ(devices.forgotten(), 15U);
    EXPECT_EQ(devices.size(), limit);
}

// Two roots of one size: a third one takes from either, they take nothing from each other.
TEST(DiscoveredDevices, RootsOfOneSizeTakeNothingFromEachOther) {
    DiscoveredDevices devices{4};
    devices.note(said_at(1, seconds{0}, "u3"));
    devices.note(said_at(2, seconds{1}, "u3"));
    devices.note(said_at(3, seconds{2}));
    devices.note(said_at(4, seconds{3}));
    EXPECT_FALSE(devices.note(said_at(5, seconds{4})));
    EXPECT_FALSE(devices.note(said_at(6, seconds{5}, "u3")));
    EXPECT_TRUE(devices.note(said_at(7, seconds{6}, "u2")));
    EXPECT_EQ(devices.size(), 4U);
    EXPECT_EQ(numbers_in(devices).front(), 7U);
}

// A board that fell silent does not hold its place for ever.
TEST(DiscoveredDevices, ASilentOneGivesWayWithinItsRoot) {
    constexpr seconds day{86'400};
    DiscoveredDevices devices{2};
    devices.note(said_at(1, seconds{0}));
    devices.note(said_at(2, day));
    EXPECT_FALSE(devices.note(said_at(3, day - seconds{1})));
    EXPECT_TRUE(devices.note(said_at(3, day)));
    EXPECT_EQ(numbers_in(devices), (std::vector<unsigned>{2, 3}));
}

// A board that was tried in the sandbox and then mounted counts where it speaks now.
TEST(DiscoveredDevices, ADeviceCountsWhereItWasHeardLast) {
    DiscoveredDevices devices{2};
    devices.note(said_at(1, seconds{0}, "TestTopic"));
    devices.note(said_at(2, seconds{1}, "u3"));
    EXPECT_FALSE(devices.note(said_at(1, seconds{2})));
    EXPECT_FALSE(devices.note(said_at(3, seconds{3}, "u3")));
    EXPECT_EQ(numbers_in(devices), (std::vector<unsigned>{1, 2}));
    EXPECT_FALSE(devices.list().front().sandbox);
    EXPECT_EQ(devices.list().front().count, 2U);
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
