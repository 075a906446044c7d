#include "simulate/fleet_script.h"

#include <gtest/gtest.h>

#include <map>

#include "simulate/campus_generator.h"

namespace soc::simulate {
namespace {

using namespace std::chrono_literals;

std::vector<ScriptEvent> due(FleetScript& script, microseconds elapsed) {
    std::vector<ScriptEvent> events;
    script.take_due(elapsed, events);
    return events;
}

TEST(FleetScript, GivesEventsWhenTheyAreDueAndOnce) {
    FleetScript script{{{Cause::broker, "", {0}, 10s, 20s}, {Cause::reboot, "x", {0}, 20s, 20s}}};
    EXPECT_EQ(script.next_due(), 10s);
    EXPECT_TRUE(due(script, 10s - 1us).empty());
    EXPECT_EQ(due(script, 10s).size(), 1U);
    EXPECT_TRUE(due(script, 10s).empty());
    const auto last = due(script, 60s);
    ASSERT_EQ(last.size(), 2U);  // the end, then the moment, which has no end
    EXPECT_FALSE(last[0].begins);
    EXPECT_EQ(last[1].failure, 1U);
    EXPECT_EQ(script.next_due(), std::nullopt);
}

TEST(FleetScript, BeginsAnewAfterItsPeriod) {
    FleetScript script{{{Cause::broker, "", {0}, 10s, 20s}}, 60s};
    EXPECT_EQ(due(script, 20s).size(), 2U);
    EXPECT_EQ(script.next_due(), 70s);
    EXPECT_EQ(due(script, 200s).size(), 6U);  // 70, 80, 130, 140, 190, 200
}

TEST(FleetScript, MakesADemonstrationWithEveryKindOfTrouble) {
    Result<Roster> roster = Roster::of(demonstration_campus(1), {});
    ASSERT_TRUE(roster.has_value());
    roster->add_guests(1);
    const FleetScript script = demonstration_script(*roster, 1);
    std::map<Cause, microseconds> first;
    for (const Failure& failure : script.failures()) {
        first.emplace(failure.cause, failure.from);
        ASSERT_FALSE(failure.boards.empty());
        for (const std::uint32_t board : failure.boards) {
            EXPECT_FALSE(roster->roles()[board].never_powered);
        }
    }
    for (const Cause cause : {Cause::reboot, Cause::garbage, Cause::device_power,
                              Cause::device_hang, Cause::room_power, Cause::building_network,
                              Cause::site_link}) {
        ASSERT_TRUE(first.contains(cause)) << to_word(cause);
        EXPECT_LE(first[cause], 15min) << to_word(cause);
    }
    EXPECT_LE(first[Cause::room_power], 2min);  // somebody is looking
}

struct BadCase {
    const char* text;
    const char* path;
    const char* reason;
};

TEST(FleetScript, ListsTheFaultsOfAFile) {
    const Result<Roster> roster = Roster::of(demonstration_campus(1), {});
    ASSERT_TRUE(roster.has_value());
    const BadCase cases[] = {
        {"", "", "not_json"},
        {"[]", "", "not_an_object"},
        {"{}", "failures", "missing"},
        {R"({"failures":[1]})", "failures[0]", "not_an_object"},
        {R"({"failures":[{"cause":"war","place":"toulouse","from_s":1,"until_s":2}]})",
         "failures[0].cause", "unknown_word"},
        {R"({"failures":[{"cause":"site_link","from_s":1,"until_s":2}]})", "failures[0].place",
         "missing"},
        {R"({"failures":[{"cause":"site_link","place":"paris","from_s":1,"until_s":2}]})",
         "failures[0].place", "hits_nobody"},
        {R"({"failures":[{"cause":"room_power","place":"toulouse","from_s":1,"until_s":2}]})",
         "failures[0].place", "hits_nobody"},
        {R"({"failures":[{"cause":"broker","from_s":2,"until_s":2}]})", "failures[0].until_s",
         "out_of_range"},
        {R"({"failures":[{"cause":"broker","from_s":-1,"until_s":2}]})", "failures[0].from_s",
         "out_of_range"},
        {R"({"failures":[{"cause":"broker","from_s":1}]})", "failures[0].until_s", "missing"},
        {R"({"failures":[{"cause":"broker","from_s":1,"until_s":2,"why":1}]})",
         "failures[0].why", "unknown_member"},
    };
    for (const BadCase& bad : cases) {
        const ScriptReading reading = read_script(bad.text, *roster);
        ASSERT_FALSE(reading.faults.empty()) << bad.text;
        EXPECT_EQ(reading.faults[0].field, bad.path) << bad.text;
        EXPECT_EQ(reading.faults[0].reason, bad.reason) << bad.text;
    }
}

}  // namespace
}  // namespace soc::simulate
