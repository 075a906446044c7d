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

INSTANTIATE_TEST_SUITE_P(Databases, CampusLoaderTest, both_databases, name_of_kind);

}  // namespace
}  // namespace soc::testing
