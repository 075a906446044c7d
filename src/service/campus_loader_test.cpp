// A campus file into the registry: what is new is created, what differs is updated, the rest is
// left alone, and each thing that was touched leaves one line in the durable feed.
#include "service/campus_loader.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "service/fleet_loader.h"
#include "store/change_store.h"
#include "support/ingest_bench.h"
#include "support/store_fixture.h"

namespace soc::testing {
namespace {

class CampusLoaderTest : public ::testing::TestWithParam<DatabaseKind> {
protected:
    [[nodiscard]] Result<CampusLoadReport> load(const Campus& file) {
        return load_campus(*database, file, "ada", monday().wall);
    }
    /// `created/updated/unchanged`, or the error.
    [[nodiscard]] std::string outcome(const Campus& file) {
        const auto report = load(file);
        if (!report) return summary(report);
        return std::to_string(report->created) + '/' + std::to_string(report->updated) + '/' +
               std::to_string(report->unchanged);
    }
    [[nodiscard]] std::vector<Change> changes(std::int64_t after = 0) {
        const auto list = database->read(
            [&](Transaction& tx) { return change_store::after(tx, after, 1'000); });
        EXPECT_TRUE(list);
        return list ? *list : std::vector<Change>{};
    }
    [[nodiscard]] std::vector<Device> devices() {
        std::vector<Device> list;
        EXPECT_TRUE(database->read([&](Transaction& tx) {
            list.clear();
            return device_store::for_each(tx, [&](Device&& device) { list.push_back(device); });
        }));
        return list;
    }

    DatabasePlace place{GetParam()};
    std::unique_ptr<Database> database = place.open();
    SmallCampus campus;
    Device board = campus.a_board(0, 1);
    Device sensor = campus.a_board(2, 2);
};

TEST_P(CampusLoaderTest, CreatesEverythingOnce) {
    Campus file = campus_of(campus, {board, sensor});
    file.floors.push_back({FloorId{campus.fresh()}, campus.buildings[0].id, "1er", 1});
    file.rooms[0].floor = file.floors[0].id;
    EXPECT_EQ(outcome(file), "13/0/0");
    EXPECT_EQ(devices(), in_order({board, sensor}));
    const auto places = database->read([](Transaction& tx) { return load_places(tx); });
    ASSERT_TRUE(places);
    EXPECT_EQ(places->floors, file.floors);

    const std::vector<Change> made = changes();
    ASSERT_EQ(made.size(), 13U);
    for (const Change& change : made) {
        EXPECT_EQ(change.content.actor, "ada");
        EXPECT_EQ(change.content.action, "created");
        EXPECT_EQ(change.content.at, monday().wall);
        EXPECT_FALSE(change.content.before);
    }
    EXPECT_EQ(made.front().content.entity, "device_type") << "what is referred to comes first";
    EXPECT_EQ(made.back().content.entity, "device");
    EXPECT_EQ(made.back().content.entity_id, sensor.id.to_string());

    EXPECT_EQ(outcome(file), "0/0/13");
    EXPECT_EQ(changes().size(), 13U) << "the same file again touches nothing";
}

TEST_P(CampusLoaderTest, UpdatesWhatDiffersAndSaysHowItWas) {
    ASSERT_EQ(outcome(campus_of(campus, {board, sensor})), "12/0/0");
    board.name = "renamed";
    board.rooms = {campus.rooms[1].id};
    board.identifiers.push_back({IdentifierKind::free, "SN 7"});
    EXPECT_EQ(outcome({"", {}, {}, {}, {}, {}, {board}}), "0/1/0") << "the rest may stay away";
    EXPECT_EQ(devices(), in_order({board, sensor}));

    const std::vector<Change> made = changes(12);
    ASSERT_EQ(made.size(), 1U);
    const NewChange& change = made.front().content;
    EXPECT_EQ(change.action, "updated");
    const auto before = boost::json::parse(change.before.value()).as_object();
    const auto after = boost::json::parse(change.after.value()).as_object();
    EXPECT_EQ(before.at("name").as_string(), "board 1");
    EXPECT_EQ(after.at("name").as_string(), "renamed");
}

TEST_P(CampusLoaderTest, AConflictNamesTheThingAndLoadsNothing) {
    ASSERT_EQ(outcome(campus_of(campus, {board})), "11/0/0");
    sensor.name = "sonde";
    sensor.identifiers = board.identifiers;
    board.name = "renamed";
    EXPECT_EQ(outcome({"", {}, {}, {}, {}, {}, {board, sensor}}),
              "conflict/device \"sonde\": mac/already_registered");

    Site twin = campus.sites[0];
    twin.id = SiteId{campus.fresh()};
    twin.topic_prefix = "other";
    EXPECT_EQ(outcome({"", {}, {twin}, {}, {}, {}, {board}}),
              "conflict/site \"u4\": code/already_registered");

    Room twin_room = campus.rooms[0];
    twin_room.id = RoomId{campus.fresh()};
    twin_room.name = "300 bis";
    EXPECT_EQ(outcome({"", {}, {}, {}, {}, {twin_room}, {board}}),
              "conflict/room \"300 bis\": topic/already_registered");

    Device lost = campus.a_board(0, 3);
    lost.rooms = {RoomId{campus.fresh()}};
    EXPECT_EQ(outcome({"", {}, {}, {}, {}, {}, {board, lost}}).substr(0, 8), "conflict");

    ASSERT_EQ(devices().size(), 1U);
    EXPECT_EQ(devices().front().name, "board 1") << "what stood before the conflict was not kept";
    EXPECT_EQ(changes().size(), 11U);
}

// A move of names has no order in which each step is right by itself.
TEST_P(CampusLoaderTest, ThingsMaySwapWhatOnlyOneMayHave) {
    Campus file = campus_of(campus, {board, sensor});
    for (const char* name : {"0", "1"}) {
        file.floors.push_back({FloorId{campus.fresh()}, campus.buildings[0].id, name, 0});
    }
    Building second = campus.buildings[0];
    second.id = BuildingId{campus.fresh()};
    second.name = "C";
    second.topic = "c";
    file.buildings.push_back(second);
    ASSERT_EQ(outcome(file), "15/0/0");

    std::swap(file.types[0].name, file.types[1].name);
    std::swap(file.sites[0].code, file.sites[1].code);
    std::swap(file.sites[0].topic_prefix, file.sites[1].topic_prefix);
    std::swap(file.buildings[0].name, file.buildings[2].name);
    std::swap(file.buildings[0].topic, file.buildings[2].topic);
    std::swap(file.floors[0].name, file.floors[1].name);
    std::swap(file.rooms[0].name, file.rooms[1].name);
    std::swap(file.rooms[0].topic, file.rooms[1].topic);
    std::swap(file.devices[0].identifiers, file.devices[1].identifiers);
    EXPECT_EQ(outcome(file), "0/12/3");
    EXPECT_EQ(outcome(file), "0/0/15");
    EXPECT_EQ(devices(), in_order(file.devices));
    const auto places = database->read([](Transaction& tx) { return load_places(tx); });
    ASSERT_TRUE(places);
    for (const Room& room : places->rooms) {
        EXPECT_NE(std::find(file.rooms.begin(), file.rooms.end(), room), file.rooms.end());
    }
    const std::vector<Change> made = changes(15);
    ASSERT_EQ(made.size(), 12U) << "one entry each, whatever was written between";
    for (const Change& change : made) {
        EXPECT_EQ(change.content.before.value().find(change.content.entity_id),
                  std::string::npos)
            << change.content.before.value();
    }

    // Two buildings of one name change places.
    ASSERT_EQ(file.buildings[1].name, file.buildings[2].name);
    std::swap(file.buildings[1].site, file.buildings[2].site);
    EXPECT_EQ(outcome(file), "0/2/13");
}

TEST_P(CampusLoaderTest, AConflictNamesWhoHasIt) {
    ASSERT_EQ(outcome(campus_of(campus, {board, sensor})), "12/0/0");
    const auto told = [&](const Campus& file) {
        const auto report = load(file);
        return report ? std::string{} : report.error().allowed;
    };
    board.identifiers.push_back(sensor.identifiers.front());
    EXPECT_EQ(told({"", {}, {}, {}, {}, {}, {board}}),
              "the identifier " + sensor.identifiers.front().value +
                  " (mac) is another one's in the registry: device \"" + sensor.name + "\", " +
                  sensor.id.to_string());
    Room room = campus.rooms[0];
    room.topic = campus.rooms[1].topic;
    EXPECT_EQ(told({"", {}, {}, {}, {}, {room}, {}}),
              "the topic 301 is another one's in the registry: room \"301\", " +
                  campus.rooms[1].id.to_string());
    // Of two that are in the way, one goes out of it with this very file.
    Room leaving = campus.rooms[1];
    leaving.name = "elsewhere";
    leaving.topic = "elsewhere";
    Room third = campus.rooms[0];
    third.id = RoomId{campus.fresh()};
    third.name = campus.rooms[1].name;
    EXPECT_EQ(told({"", {}, {}, {}, {}, {leaving, third}, {}}),
              "the topic 300 is another one's in the registry: room \"300\", " +
                  campus.rooms[0].id.to_string());
    Site site = campus.sites[1];
    site.topic_prefix = campus.sites[0].topic_prefix;
    EXPECT_EQ(told({"", {}, {site}, {}, {}, {}, {}}),
              "the topic prefix u4 is another one's in the registry: site \"u4\", " +
                  campus.sites[0].id.to_string());
    EXPECT_EQ(devices().front().identifiers.size(), 1U) << "and loads nothing";
}

INSTANTIATE_TEST_SUITE_P(Databases, CampusLoaderTest, both_databases, name_of_kind);

}  // namespace
}  // namespace soc::testing
