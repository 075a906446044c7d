// From the durable feed into the inbox: everything that the fleet has to know, in commit order,
// once, and nothing lost when the inbox is full or the database away.
#include "service/change_feed.h"

#include <gtest/gtest.h>

#include "service/campus_loader.h"
#include "service/fleet_loader.h"
#include "support/ingest_bench.h"
#include "support/store_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

class ChangeFeedTest : public ::testing::TestWithParam<DatabaseKind> {
protected:
    ChangeFeedTest() {
        load(campus_of(campus, {board, sensor}));
        feed.emplace(*database, inbox, campus.directory(), 12);
    }
    void load(const Campus& file) {
        const auto report = load_campus(*database, file, "test", monday().wall);
        ASSERT_TRUE(report) << summary(report);
    }
    void load(std::vector<Device> devices) {
        load(Campus{"", {}, {}, {}, {}, {}, std::move(devices)});
    }
    /// `more`, `end` or the error.
    [[nodiscard]] std::string poll() {
        const Result<bool> more = feed->poll();
        if (!more) return more.error().reason;
        return *more ? "more" : "end";
    }
    [[nodiscard]] std::vector<RegistryEvent> events() {
        std::vector<InboxItem> items;
        inbox.items.pop_up_to(limits::inbox_items_max, items, 0us);
        std::vector<RegistryEvent> list;
        for (InboxItem& item : items) list.push_back(std::get<RegistryEvent>(std::move(item)));
        return list;
    }

    DatabasePlace place{GetParam()};
    std::shared_ptr<FaultSwitch> faults = std::make_shared<FaultSwitch>();
    std::unique_ptr<Database> database = *open_faulty_database(place.url(), faults);
    IngestInbox inbox;
    SmallCampus campus;
    Device board = campus.a_board(0, 1);
    Device sensor = campus.a_board(2, 2);
    std::optional<ChangeFeed> feed;
};

TEST_P(ChangeFeedTest, TellsWhatCameAfterTheStart) {
    EXPECT_EQ(poll(), "end");
    board.name = "renamed";
    load({board});
    EXPECT_EQ(poll(), "more");
    EXPECT_EQ(poll(), "end");
    const auto told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].revision, 13);
    EXPECT_EQ(told[0].changed, std::vector{board});
    EXPECT_TRUE(told[0].removed.empty());
    EXPECT_EQ(told[0].places, nullptr) << "no place changed";
}

TEST_P(ChangeFeedTest, ADeviceOfManyChangesIsToldAsItIsNow) {
    for (const char* name : {"one", "two", "three"}) {
        board.name = name;
        load({board});
    }
    EXPECT_EQ(poll(), "more");
    const auto told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].revision, 15);
    EXPECT_EQ(told[0].changed, std::vector{board});
}

TEST_P(ChangeFeedTest, ManyChangesComeInPiecesAndInOrder) {
    std::vector<Device> many;
    for (unsigned i = 0; i < 1'100; ++i) many.push_back(campus.a_board(i % 4, 100 + i));
    load(many);
    EXPECT_EQ(poll(), "more");
    EXPECT_EQ(poll(), "more");
    EXPECT_EQ(poll(), "more");
    EXPECT_EQ(poll(), "end");
    const auto told = events();
    ASSERT_EQ(told.size(), 3U);
    EXPECT_EQ(told[0].revision, 512);
    EXPECT_EQ(told[1].revision, 1'012);
    EXPECT_EQ(told[2].revision, 1'112);
    EXPECT_EQ(told[0].changed.size() + told[1].changed.size() + told[2].changed.size(), 1'100U);
}

TEST_P(ChangeFeedTest, PlacesComeWithNumbersThatStay) {
    campus.buildings[0].name = "a new name";
    Building added = campus.buildings[0];
    added.id = BuildingId{campus.fresh()};
    added.name = "A";
    added.topic = "a";
    Campus file = campus_of(campus, {});
    file.buildings.push_back(added);
    load(file);
    EXPECT_EQ(poll(), "more");
    const auto told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_TRUE(told[0].changed.empty()) << "a name moves no device";
    ASSERT_NE(told[0].places, nullptr);
    const PlaceDirectory& places = *told[0].places;
    for (PlaceIndex i = 0; i < 2; ++i) EXPECT_EQ(places.index_of(campus.buildings[i].id), i);
    EXPECT_EQ(places.buildings()[0].name, "a new name");
    EXPECT_EQ(places.index_of(added.id), 2U);
}

// A device is counted in the building of its room and expected by the interval of its type or
// site: when those change, it has changed too, although nobody wrote to it.
TEST_P(ChangeFeedTest, DevicesFollowTheirRoomTheirTypeAndTheirSite) {
    campus.rooms[2].building = campus.buildings[0].id;
    campus.rooms[2].name = "302";
    campus.rooms[2].topic = "302";
    load(campus_of(campus, {}));
    EXPECT_EQ(poll(), "more");
    auto told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].changed, std::vector{sensor});

    campus.board.interval = 3'600s;
    load(campus_of(campus, {}));
    EXPECT_EQ(poll(), "more");
    told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].changed, in_order({board, sensor}));

    campus.sites[1].interval = 1'200s;
    load(campus_of(campus, {}));
    EXPECT_EQ(poll(), "more");
    told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].changed, std::vector{sensor}) << "which is of that site";
}

TEST_P(ChangeFeedTest, AFullInboxLosesNothing) {
    for (std::size_t i = 0; i < limits::inbox_items_max; ++i) {
        ASSERT_TRUE(inbox.items.try_push(InboxItem{RegistryEvent{}}));
    }
    board.name = "renamed";
    load({board});
    EXPECT_EQ(poll(), "inbox_full");
    EXPECT_EQ(poll(), "inbox_full");
    static_cast<void>(events());
    EXPECT_EQ(poll(), "more");
    const auto told = events();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].changed, std::vector{board});
}

TEST_P(ChangeFeedTest, ADatabaseThatIsAwayIsAskedAgain) {
    board.name = "renamed";
    load({board});
    faults->fail(FaultAt::statement, Error::unavailable("database_down"));
    EXPECT_EQ(poll(), "database_down");
    faults->heal();
    EXPECT_EQ(poll(), "more");
    EXPECT_EQ(events().size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Databases, ChangeFeedTest, both_databases, name_of_kind);

}  // namespace
}  // namespace soc::testing
