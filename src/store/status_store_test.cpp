#include "store/status_store.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/path_store.h"
#include "support/store_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

class StatusStoreTest : public StoreTest {
protected:
    void SetUp() override {
        register_places();
        lamp = register_device("lamp").id;
        fan = register_device("fan").id;
    }

    std::string upsert(const std::vector<StatusRow>& rows) {
        return summary(database->transact(Durability::relaxed, [&](Transaction& tx) {
            return status_store::upsert_last(tx, rows);
        }));
    }
    std::string append(const std::vector<TransitionRow>& rows) {
        return summary(database->transact(Durability::relaxed, [&](Transaction& tx) {
            return status_store::append_transitions(tx, rows);
        }));
    }
    std::vector<PresenceIntervalRow> intervals(const DeviceId& device, std::size_t limit = 200) {
        const auto rows = read([&](Transaction& tx) {
            return status_store::list_intervals(tx, device, limit);
        });
        EXPECT_TRUE(rows) << summary(rows);
        return rows ? *rows : std::vector<PresenceIntervalRow>{};
    }
    std::vector<OpenInterval> open_intervals() {
        std::vector<OpenInterval> open;
        const Status done = read([&](Transaction& tx) {
            return status_store::for_each_open_interval(
                tx, [&](OpenInterval&& row) { open.push_back(row); });
        });
        EXPECT_TRUE(done) << summary(done);
        return open;
    }
    [[nodiscard]] StatusRow a_status(const DeviceId& device, WallTime at) const {
        return {device, at, "main", "u4/300/device", R"({"unitID":"x"})", false, {}, {}};
    }

    DeviceId lamp;
    DeviceId fan;
};
INSTANTIATE_TEST_SUITE_P(Both, StatusStoreTest, both_databases, name_of_kind);

TEST_P(StatusStoreTest, KeepsTheLastMessageOfEachDevice) {
    StatusRow first = a_status(lamp, now);
    StatusRow second = a_status(lamp, now + 1s);
    second.broker = "second";
    second.topic = "u4/301/device";
    second.payload = "{\"a\":\"é\"}";
    second.backlog = true;
    second.announced = 900s;
    second.firmware = "2.1.7";
    const StatusRow other = a_status(fan, now + 2s);

    const auto find = [&](const DeviceId& device) {
        const auto row =
            read([&](Transaction& tx) { return status_store::find_last(tx, device); });
        EXPECT_TRUE(row) << summary(row);
        return row ? *row : std::nullopt;
    };
    EXPECT_EQ(find(lamp), std::nullopt);
    // Two of one device in one batch: the later one stays.
    ASSERT_EQ(upsert({first, other, second}), "success");
    EXPECT_EQ(find(lamp), second);
    EXPECT_EQ(find(fan), other);
    // The firmware, which few messages name, stays until another is named.
    ASSERT_EQ(upsert({first}), "success");
    first.firmware = "2.1.7";
    EXPECT_EQ(find(lamp), first);
    first.firmware = "2.1.8";
    ASSERT_EQ(upsert({first}), "success");
    EXPECT_EQ(find(lamp), first);

    std::vector<LastHeard> heard;
    const Status done = read([&](Transaction& tx) {
        return status_store::for_each_last(tx, [&](LastHeard&& row) { heard.push_back(row); });
    });
    ASSERT_TRUE(done) << summary(done);
    EXPECT_EQ(heard, (std::vector<LastHeard>{
                         {lamp, now, "main", "u4/300/device", false, {}, "2.1.8"},
                         {fan, now + 2s, "main", "u4/300/device", false, {}, ""}}));
}

TEST_P(StatusStoreTest, WritesNothingOfABatchWithAStranger) {
    EXPECT_EQ(upsert({a_status(lamp, now), a_status(fresh<DeviceId>(), now)}),
              "conflict//reference_missing");
    const auto row = read([&](Transaction& tx) { return status_store::find_last(tx, lamp); });
    EXPECT_EQ(*row, std::nullopt);
    EXPECT_EQ(upsert({}), "success");
}

TEST_P(StatusStoreTest, ClosesTheOpenIntervalAndOpensTheNext) {
    ASSERT_EQ(append({{lamp, now, Presence::online, false}, {fan, now, Presence::late, true}}),
              "success");
    ASSERT_EQ(append({{lamp, now + 10s, Presence::late, false},
                      {lamp, now + 20s, Presence::missing, false},
                      {lamp, now + 30s, Presence::online, true}}),
              "success");
    EXPECT_EQ(intervals(lamp), (std::vector<PresenceIntervalRow>{
                                   {now + 30s, {}, Presence::online, true},
                                   {now + 20s, now + 30s, Presence::missing, false},
                                   {now + 10s, now + 20s, Presence::late, false},
                                   {now, now + 10s, Presence::online, false}}));
    EXPECT_EQ(intervals(lamp, 2).size(), 2U);
    EXPECT_EQ(intervals(lamp, 2).front().since, now + 30s);
    EXPECT_EQ(intervals(fan),
              (std::vector<PresenceIntervalRow>{{now, {}, Presence::late, true}}));

    EXPECT_EQ(open_intervals(),
              (std::vector<OpenInterval>{{{lamp, now + 30s, Presence::online, true}, now},
                                         {{fan, now, Presence::late, true}, now}}));
}

// A device is watched from the end of its last exclusion, or from its first interval.
TEST_P(StatusStoreTest, KnowsSinceWhenADeviceIsWatched) {
    ASSERT_EQ(append({{lamp, now, Presence::online, false},
                      {lamp, now + 10s, Presence::excluded, false},
                      {lamp, now + 20s, Presence::late, false},
                      {lamp, now + 30s, Presence::excluded, false},
                      {lamp, now + 40s, Presence::online, false},
                      {lamp, now + 50s, Presence::late, false},
                      {fan, now + 5s, Presence::online, false},
                      {fan, now + 15s, Presence::missing, false}}),
              "success");
    EXPECT_EQ(open_intervals(),
              (std::vector<OpenInterval>{
                  {{lamp, now + 50s, Presence::late, false}, now + 40s},
                  {{fan, now + 15s, Presence::missing, false}, now + 5s}}));
}

// `commit_unknown`: the loop writes the batch again, whether or not it is there.
TEST_P(StatusStoreTest, MayWriteABatchTwice) {
    ASSERT_EQ(append({{lamp, now, Presence::online, false}}), "success");
    const std::vector<TransitionRow> batch{{lamp, now + 10s, Presence::late, false},
                                           {fan, now + 10s, Presence::online, false},
                                           {lamp, now + 20s, Presence::missing, false}};
    ASSERT_EQ(append(batch), "success");
    const auto lamp_once = intervals(lamp);
    const auto fan_once = intervals(fan);
    ASSERT_EQ(append(batch), "success");
    EXPECT_EQ(intervals(lamp), lamp_once);
    EXPECT_EQ(intervals(fan), fan_once);
    EXPECT_EQ(lamp_once.size(), 3U);
}

// Two states in one microsecond: only the last one lasted.
TEST_P(StatusStoreTest, LetsALaterStateReplaceOneOfTheSameInstant) {
    ASSERT_EQ(append({{lamp, now, Presence::never_seen, false},
                      {lamp, now, Presence::online, false}}),
              "success");
    ASSERT_EQ(append({{lamp, now, Presence::late, false}}), "success");
    EXPECT_EQ(intervals(lamp),
              (std::vector<PresenceIntervalRow>{{now, {}, Presence::late, false}}));
}

TEST_P(StatusStoreTest, ListsRecentTransitionsWithTheStateBefore) {
    ASSERT_EQ(append({{lamp, now, Presence::online, false},
                      {fan, now + 5s, Presence::online, false},
                      {lamp, now + 10s, Presence::late, true}}),
              "success");
    const auto recent = [&](WallTime since, std::size_t limit) {
        const auto rows = read(
            [&](Transaction& tx) { return status_store::list_recent(tx, since, limit); });
        EXPECT_TRUE(rows) << summary(rows);
        return rows ? *rows : std::vector<RecentTransition>{};
    };
    const RecentTransition late{lamp, now + 10s, Presence::online, Presence::late, true};
    const RecentTransition first{fan, now + 5s, {}, Presence::online, false};
    EXPECT_EQ(recent(now + 1us, 10), (std::vector{late, first}));
    EXPECT_EQ(recent(now, 10).size(), 3U);
    EXPECT_EQ(recent(now, 1), std::vector{late});
}

TEST_P(StatusStoreTest, KeepsWhatEachPathLastDelivered) {
    const auto write_paths = [&](const std::vector<BrokerPathRow>& paths) {
        return summary(
            write([&](Transaction& tx) { return path_store::upsert_paths(tx, paths); }));
    };
    ASSERT_EQ(write_paths({{"main", now}, {"tarbes", now + 1s}}), "success");
    ASSERT_EQ(write_paths({{"main", now + 2s}}), "success");
    const auto paths = read([](Transaction& tx) { return path_store::list_paths(tx); });
    ASSERT_TRUE(paths) << summary(paths);
    EXPECT_EQ(*paths, (std::vector<BrokerPathRow>{{"main", now + 2s}, {"tarbes", now + 1s}}));
}

TEST_P(StatusStoreTest, KeepsTheLongerOfTwoBlindIntervalsWithTheSameBegin) {
    const auto write_blind = [&](const std::vector<BlindIntervalRow>& intervals) {
        return summary(
            write([&](Transaction& tx) { return path_store::upsert_blind(tx, intervals); }));
    };
    const auto blind = [&](const char* broker, std::size_t limit) {
        const auto rows =
            read([&](Transaction& tx) { return path_store::list_blind(tx, broker, limit); });
        EXPECT_TRUE(rows) << summary(rows);
        return rows ? *rows : std::vector<BlindIntervalRow>{};
    };
    const BlindIntervalRow early{"main", now, now + 10s, "start"};
    const BlindIntervalRow grown{"main", now, now + 20s, "no_canary"};
    const BlindIntervalRow later{"main", now + 60s, now + 70s, "disconnected"};
    ASSERT_EQ(write_blind({early, {"tarbes", now, now + 1s, "start"}}), "success");
    ASSERT_EQ(write_blind({grown, later}), "success");
    ASSERT_EQ(write_blind({early}), "success");
    EXPECT_EQ(blind("main", 20), (std::vector{later, grown}));
    EXPECT_EQ(blind("main", 1), std::vector{later});
    EXPECT_EQ(blind("tarbes", 20).size(), 1U);
    EXPECT_TRUE(blind("nowhere", 20).empty());
}

}  // namespace
}  // namespace soc::testing
