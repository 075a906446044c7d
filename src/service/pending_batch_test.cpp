// A batch that came back takes in what happened since: the later row of a device stays, in both
// orders of arrival nothing is lost.
#include "service/pending_batch.h"

#include <gtest/gtest.h>

#include "support/fleet_fixture.h"
#include "support/store_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

class PendingBatchTest : public ::testing::TestWithParam<DatabaseKind> {
protected:
    PendingBatchTest() : database{place.open()} {
        const Status done = database->transact(Durability::full, [&](Transaction& tx) -> Status {
            return register_small(tx);
        });
        EXPECT_TRUE(done) << done.error().reason << " " << done.error().detail;
    }

    Status register_small(Transaction& tx) {
        for (const Site& site : campus.sites) {
            if (const Status s = place_store::insert(tx, site, site.name); !s) return s;
        }
        for (const Building& building : campus.buildings) {
            if (const Status s = place_store::insert(tx, building, building.name); !s) return s;
        }
        for (const Room& room : campus.rooms) {
            if (const Status s = place_store::insert(tx, room, room.name); !s) return s;
        }
        if (const Status s = type_store::insert(tx, campus.board); !s) return s;
        for (const Device* device : {&one, &two}) {
            if (const Status s = device_store::insert(tx, *device, device->name); !s) return s;
        }
        return {};
    }

    [[nodiscard]] StatusRow said(const Device& by, seconds at, std::string firmware = {}) const {
        return {.device = by.id, .received_at = begin + at, .broker = "main",
                .topic = "u4/300/device", .payload = std::to_string(at.count()),
                .backlog = false, .announced = {}, .firmware = std::move(firmware)};
    }
    [[nodiscard]] TransitionRow turned(const Device& device, seconds at, Presence to) const {
        return {device.id, begin + at, to, false};
    }
    void write(const PendingBatch& batch) {
        const Status done = database->transact(
            Durability::relaxed, [&](Transaction& tx) { return batch.write(tx); });
        ASSERT_TRUE(done) << done.error().reason << " " << done.error().detail;
    }
    [[nodiscard]] std::optional<StatusRow> stored(const Device& device) {
        return *database->read(
            [&](Transaction& tx) { return status_store::find_last(tx, device.id); });
    }
    [[nodiscard]] std::vector<Presence> presences(const Device& device) {
        std::vector<Presence> found;
        const auto rows = database->read(
            [&](Transaction& tx) { return status_store::list_intervals(tx, device.id, 100); });
        for (const PresenceIntervalRow& row : *rows) found.push_back(row.presence);
        return {found.rbegin(), found.rend()};
    }

    SmallCampus campus;
    Device one = campus.a_board(0, 1);
    Device two = campus.a_board(2, 2);
    const WallTime begin = from_micros(1'790'000'000'000'000);
    DatabasePlace place{GetParam()};
    std::unique_ptr<Database> database;
};

TEST_P(PendingBatchTest, TakesInWhatHappenedSince) {
    PendingBatch returned;
    returned.add_message(0);
    returned.add_message(1);
    returned.add_status(said(one, 1s, "7"));
    returned.add_status(said(two, 1s));
    returned.add_transition(turned(one, 1s, Presence::online));
    returned.set_last_canary(0, {"main", begin + 1s});
    returned.add_blind_interval({"main", begin, begin + 1s, "start"});

    PendingBatch later;
    later.add_message(0);
    later.add_status(said(one, 60s));
    later.add_transition(turned(one, 50s, Presence::late));
    later.add_transition(turned(one, 60s, Presence::online));
    later.set_last_canary(0, {"main", begin + 60s});
    later.add_blind_interval({"main", begin, begin + 2s, "start"});

    returned.append(std::move(later));
    EXPECT_EQ(returned.message_count(), 3U);
    EXPECT_EQ(returned.messages()[0], 2U);
    EXPECT_EQ(returned.messages()[1], 1U);
    EXPECT_EQ(returned.status_count(), 3U);

    write(returned);
    ASSERT_TRUE(stored(one));
    EXPECT_EQ(*stored(one), said(one, 60s, "7")) << "the later one, with the firmware known before";
    EXPECT_EQ(*stored(two), said(two, 1s));
    EXPECT_EQ(presences(one),
              (std::vector{Presence::online, Presence::late, Presence::online}));
    const auto paths =
        database->read([](Transaction& tx) { return path_store::list_paths(tx); });
    EXPECT_EQ(*paths, (std::vector<BrokerPathRow>{{"main", begin + 60s}}));
    const auto blind =
        database->read([](Transaction& tx) { return path_store::list_blind(tx, "main", 9); });
    ASSERT_EQ(blind->size(), 1U);
    EXPECT_EQ(blind->front().until, begin + 2s);
}

TEST_P(PendingBatchTest, WritesAPartOfItsDevicesOnly) {
    PendingBatch batch;
    for (const Device* device : {&one, &two}) {
        batch.add_status(said(*device, 1s));
        batch.add_transition(turned(*device, 1s, Presence::online));
    }
    const std::vector<DeviceId> devices = batch.devices();
    ASSERT_EQ(devices.size(), 2U);
    const Device& first = devices.front() == one.id ? one : two;
    const Device& second = devices.front() == one.id ? two : one;
    const Status done = database->transact(Durability::relaxed, [&](Transaction& tx) {
        return batch.write_devices(tx, std::span{devices}.first(1));
    });
    ASSERT_TRUE(done);
    EXPECT_TRUE(stored(first));
    EXPECT_EQ(presences(first), std::vector{Presence::online});
    EXPECT_FALSE(stored(second));
    EXPECT_TRUE(presences(second).empty());

    batch.drop_device(first.id);
    EXPECT_EQ(batch.devices(), std::vector{second.id});
    write(batch);
    EXPECT_TRUE(stored(second));
}

INSTANTIATE_TEST_SUITE_P(Databases, PendingBatchTest, both_databases, name_of_kind);

}  // namespace
}  // namespace soc::testing
