#include "simulate/campus_generator.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "domain/base_topic.h"
#include "simulate/board_message.h"
#include "simulate/firmware.h"
#include "simulate/roster.h"
#include "wire/campus_json.h"

namespace soc::simulate {
namespace {

using namespace std::chrono_literals;

std::string faults_of(const wire::CampusReading& reading) {
    std::string text;
    for (const wire::DocumentFault& fault : reading.faults) text += fault.to_string() + "\n";
    return text;
}

// What the campus file's reader accepts is what the registry accepts: unique names, topics, UUIDs
// and identifiers. So reading back proves validity, too.
TEST(Generator, WritesCampusesThatReadBackEqual) {
    for (const Campus& campus : {demonstration_campus(1), demonstration_campus(77),
                                 grid_campus(1, 1), grid_campus(2, 10'000)}) {
        const wire::CampusReading reading = wire::read_campus(wire::write_campus(campus));
        ASSERT_TRUE(reading.ok()) << campus.name << '\n' << faults_of(reading);
        EXPECT_EQ(reading.campus, campus);
    }
}

TEST(Generator, GivesTheSameCampusForTheSameSeedOnly) {
    EXPECT_EQ(demonstration_campus(5), demonstration_campus(5));
    EXPECT_NE(demonstration_campus(5).devices, demonstration_campus(6).devices);
    EXPECT_EQ(grid_campus(5, 100), grid_campus(5, 100));
    EXPECT_NE(grid_campus(5, 100).devices, grid_campus(6, 100).devices);
}

TEST(Generator, MakesTheDemonstrationThatTheIssueAsksFor) {
    const Campus campus = demonstration_campus(1);
    EXPECT_EQ(campus.sites.size(), 3U);
    EXPECT_EQ(campus.buildings.size(), 12U);
    EXPECT_EQ(campus.rooms.size(), 60U);
    EXPECT_EQ(campus.devices.size(), 300U);
    EXPECT_NE(campus.name.find("démonstration"), std::string::npos);
    std::set<std::string> zones;
    for (const Site& site : campus.sites) zones.insert(site.time_zone);
    EXPECT_EQ(zones.size(), 2U);

    std::map<TypeId, const DeviceType*> types;
    for (const DeviceType& type : campus.types) types.emplace(type.id, &type);
    std::map<std::string, int> kinds;
    for (const Device& device : campus.devices) {
        ++kinds[std::string{to_word(types.at(device.type)->connectivity)}];
        if (const auto exclusion = exclusion_of(device)) ++kinds[std::string{to_word(*exclusion)}];
    }
    EXPECT_GT(kinds["mqtt"], 250);
    for (const char* kind : {"lorawan", "other", "planned", "disabled", "retired"}) {
        EXPECT_GT(kinds[kind], 0) << kind;
    }
    for (const DeviceType& type : campus.types) {
        if (type.connectivity != Connectivity::mqtt) continue;
        EXPECT_EQ(type.announced_range, (IntervalRange{10s, 60s})) << type.name;
        EXPECT_GE(*type.interval, 15s) << type.name;
        EXPECT_LE(*type.interval, 60s) << type.name;
    }
}

// A board whose topic is cut or whose packet is too long would be silent for a reason that the
// demonstration does not tell.
TEST(Generator, KeepsTheDemonstrationWithinTheBoardsBuffers) {
    const Result<Roster> roster = Roster::of(demonstration_campus(3), PlayOptions{});
    ASSERT_TRUE(roster.has_value());
    for (const Role& role : roster->roles()) {
        EXPECT_LE(role.plan.base_topic.size(), firmware::base_topic_bytes_max)
            << role.plan.base_topic;
        const std::string longest =
            status_text(*role.plan.model, role.plan.mac,
                        {"rebooting", "2026-11-22 10:00:00 +0100", 60s, 162'000, 231127});
        EXPECT_LE(publish_packet_bytes(module_topic(role.plan.base_topic, "device"), longest),
                  firmware::packet_bytes_max)
            << role.plan.base_topic;
    }
}

TEST(Generator, SpreadsAGridOverSitesBuildingsAndRooms) {
    const Campus campus = grid_campus(1, 10'000);
    EXPECT_EQ(campus.sites.size(), 8U);
    EXPECT_GE(campus.buildings.size(), 48U);
    EXPECT_EQ(campus.rooms.size(), 1'000U);
    std::map<RoomId, int> per_room;
    std::set<std::string> macs;
    for (const Device& device : campus.devices) {
        ++per_room[device.rooms.at(0)];
        macs.insert(device.identifiers.at(0).value);
    }
    EXPECT_EQ(per_room.size(), 1'000U);
    EXPECT_EQ(macs.size(), 10'000U);
    for (const auto& [room, devices] : per_room) EXPECT_EQ(devices, 10);
}

// R13's order: a board that reports less often than it is expected to would be called missing.
TEST(Roster, ReportsAsOftenAsTheServerExpects) {
    using namespace std::chrono_literals;
    Campus campus = grid_campus(1, 100);
    const auto frequencies = [&] {
        std::set<std::chrono::seconds> found;
        const Result<Roster> roster = Roster::of(campus, PlayOptions{});
        for (const Role& role : roster->roles()) found.insert(role.plan.frequency);
        return found;
    };
    for (DeviceType& type : campus.types) type.interval.reset();
    EXPECT_EQ(frequencies(), std::set{firmware::frequency_default});
    for (Site& site : campus.sites) site.interval = 1'200s;
    EXPECT_EQ(frequencies(), std::set<std::chrono::seconds>{1'200s});
    for (DeviceType& type : campus.types) type.interval = 3'600s;
    EXPECT_EQ(frequencies(), std::set<std::chrono::seconds>{3'600s});
    for (Device& device : campus.devices) device.interval = 2'400s;
    EXPECT_EQ(frequencies(), std::set<std::chrono::seconds>{2'400s});
}

// The guests' addresses have a maker's number that no device of a generated campus has.
TEST(Generator, KeepsGuestsApartFromDevices) {
    Result<Roster> roster = Roster::of(demonstration_campus(1), PlayOptions{});
    ASSERT_TRUE(roster.has_value());
    const std::size_t boards = roster->roles().size();
    roster->add_guests(1);
    ASSERT_EQ(roster->roles().size(), boards + 2);
    std::set<MacAddress> macs;
    std::map<Role::Part, int> parts;
    int never_powered = 0;
    for (const Role& role : roster->roles()) {
        macs.insert(role.plan.mac);
        ++parts[role.part];
        if (role.never_powered) ++never_powered;
    }
    EXPECT_EQ(macs.size(), roster->roles().size());
    EXPECT_EQ(parts[Role::Part::misplaced], 1);
    EXPECT_EQ(parts[Role::Part::unknown], 1);
    EXPECT_EQ(parts[Role::Part::sandbox], 1);
    EXPECT_GT(never_powered, 0);
    EXPECT_TRUE(is_sandbox(roster->roles().back().plan.base_topic + "/device"));
}

}  // namespace
}  // namespace soc::simulate
