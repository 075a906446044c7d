#include "domain/device.h"

#include <gtest/gtest.h>

#include "domain/device_type.h"
#include "domain/presence.h"
#include "domain/status_report.h"
#include "domain/user.h"

namespace soc {
namespace {

// Why presence is not watched: the life cycle says it before the switch does (R1).
TEST(Device, IsExcludedByItsLifeCycleThenByItsSwitch) {
    Device device;
    EXPECT_EQ(exclusion_of(device), std::nullopt);
    device.enabled = false;
    EXPECT_EQ(exclusion_of(device), Exclusion::disabled);
    device.life_cycle = LifeCycle::planned;
    EXPECT_EQ(exclusion_of(device), Exclusion::planned);
    device.life_cycle = LifeCycle::retired;
    EXPECT_EQ(exclusion_of(device), Exclusion::retired);
}

// The words are in databases and addresses: each reads back, and they stay what they are.
TEST(Words, ReadBackAsTheirValue) {
    for (const Presence presence : all_presences) {
        EXPECT_EQ(parse_presence(to_word(presence)), presence);
    }
    for (const char* const word : {"planned", "in_service", "retired"}) {
        EXPECT_EQ(to_word(parse_life_cycle(word).value()), word);
    }
    for (const char* const word : {"mqtt", "lorawan", "other"}) {
        EXPECT_EQ(to_word(parse_connectivity(word).value()), word);
    }
    for (const char* const word : {"viewer", "operator", "administrator"}) {
        EXPECT_EQ(to_word(parse_role(word).value()), word);
    }
    for (const char* const word : {"starting", "running", "upgrading", "rebooting", "unknown"}) {
        EXPECT_EQ(to_word(parse_board_status(word).value()), word);
    }
    for (const char* const word : {"", "Online", "in service", "root"}) {
        EXPECT_FALSE(parse_presence(word));
        EXPECT_FALSE(parse_life_cycle(word));
        EXPECT_FALSE(parse_connectivity(word));
        EXPECT_FALSE(parse_role(word));
        EXPECT_FALSE(parse_board_status(word));
    }
}

TEST(PresenceCounts, TotalIsTheSumOfTheStates) {
    PresenceCounts counts;
    counts.of(Presence::online) = 3;
    counts.of(Presence::excluded) = 4;
    EXPECT_EQ(counts.total(), 7U);
    EXPECT_EQ(counts.of(Presence::missing), 0U);
}

}  // namespace
}  // namespace soc
