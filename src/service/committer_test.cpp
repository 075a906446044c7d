// The real ingest loop over a real database: one row that can never be written costs no other
// one, and a database that hangs holds up nothing but the acknowledgements.
#include "service/committer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>

#include "support/ingest_bench.h"
#include "support/store_fixture.h"
#include "support/wait_until.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

class CommitterTest : public ::testing::TestWithParam<DatabaseKind> {
protected:
    CommitterTest() {
        for (unsigned serial = 1; serial <= 40; ++serial) {
            boards.push_back(campus.a_board(0, serial));
        }
        bench.load(campus_of(campus, boards));
        bench.start();
        bench.hear();
    }

    /// As somebody at the database's own prompt would: no change says so.
    void delete_by_hand(const Device& device) {
        const auto erase = [&](Transaction& tx) -> Status {
            for (const char* sql : {"DELETE FROM device_room WHERE device_id = $1",
                                    "DELETE FROM device_identifier WHERE device_id = $1",
                                    "DELETE FROM presence_interval WHERE device_id = $1",
                                    "DELETE FROM device WHERE id = $1"}) {
                if (const Status gone = tx.execute(sql, device.id); !gone) return gone;
            }
            return {};
        };
        const Status done = bench.witness->transact(Durability::full, erase);
        ASSERT_TRUE(done) << done.error().reason << done.error().detail;
    }
    [[nodiscard]] std::string scrape() const { return bench.process->metrics.scrape(); }

    SmallCampus campus;
    std::vector<Device> boards;
    IngestBench bench{GetParam()};
};

TEST_P(CommitterTest, ARowThatCanNeverBeWrittenCostsNoOther) {
    delete_by_hand(boards[7]);
    delete_by_hand(boards[31]);
    const std::uint64_t before = bench.acknowledged();
    std::vector<InboxItem> said;
    for (const Device& board : boards) said.push_back(bench.status(board));
    bench.turn(std::move(said));

    EXPECT_EQ(bench.acknowledged(), before + boards.size());
    EXPECT_FALSE(bench.process->loop->has_pending());
    for (std::size_t i = 0; i < boards.size(); ++i) {
        EXPECT_EQ(bench.stored_status(boards[i]).has_value(), i != 7 && i != 31) << i;
    }
    EXPECT_NE(scrape().find("sensocampus_rows_refused_total{reason=\"value_refused\"} 0"),
              std::string::npos)
        << "there before the first one";
    EXPECT_NE(scrape().find("sensocampus_rows_refused_total{reason=\"reference_missing\"} 2"),
              std::string::npos)
        << scrape();
    EXPECT_EQ(bench.readiness_of("database"), DependencyState::ok);
}

// Commits fail before the row is found out: all of it is done again.
TEST_P(CommitterTest, AnOutageWhileARowIsRefusedLosesNothing) {
    delete_by_hand(boards[0]);
    bench.faults->fail(FaultAt::commit, Error::unavailable("disk_full"));
    std::vector<InboxItem> said;
    for (const Device& board : boards) said.push_back(bench.status(board));
    const std::uint64_t before = bench.acknowledged();
    bench.turn(std::move(said));
    EXPECT_EQ(bench.acknowledged(), before);
    EXPECT_EQ(bench.readiness_of("database"), DependencyState::down);

    bench.faults->heal();
    bench.advance(1s);
    bench.turn();
    EXPECT_EQ(bench.acknowledged(), before + boards.size());
    for (std::size_t i = 1; i < boards.size(); ++i) {
        EXPECT_TRUE(bench.stored_status(boards[i])) << i;
    }
}

/// Holds what every batch must lock, in a transaction of its own, while this lives.
class Blockade {
public:
    explicit Blockade(Database& database)
        : thread_{[this, &database] {
              const Status done = database.transact(Durability::full, [this](Transaction& tx) {
                  const Status held = tx.execute("UPDATE leader SET epoch = epoch");
                  begin_.arrive_and_wait();
                  end_.arrive_and_wait();
                  return held;
              });
              EXPECT_TRUE(done) << done.error().detail;
          }} {
        begin_.arrive_and_wait();
    }
    Blockade(const Blockade&) = delete;
    Blockade& operator=(const Blockade&) = delete;
    ~Blockade() {
        end_.arrive_and_wait();
        thread_.join();
    }

private:
    std::barrier<> begin_{2};
    std::barrier<> end_{2};
    std::thread thread_;
};

// R19: facts are applied while the commit before them hangs, and acknowledged after it.
TEST_P(CommitterTest, PresenceGoesOnWhileTheDatabaseHangs) {
    const std::uint64_t before = bench.acknowledged();
    IngestInbox& inbox = bench.process->inbox;
    const auto is_online = [&](const Device& board) {
        return bench.process->read_model.device(board.id)->first.presence == Presence::online;
    };
    std::jthread loop{[&](const std::stop_token& stop) {
        EXPECT_TRUE(bench.process->loop->run(bench.clock, stop));
    }};
    {
        const Blockade blockade{*bench.witness};
        for (std::size_t i = 0; i < 3; ++i) {
            ASSERT_TRUE(inbox.items.try_push(InboxItem{bench.status(boards[i])}));
            EXPECT_TRUE(wait_until([&] { return is_online(boards[i]); })) << i;
        }
        EXPECT_EQ(bench.acknowledged(), before);
    }
    EXPECT_TRUE(wait_until([&] { return bench.acknowledged() == before + 3; }));
    loop.request_stop();
    loop.join();
    for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(bench.stored_status(boards[i])) << i;
}

// R8, R19: said after five seconds, and no broker is blamed for it.
TEST_P(CommitterTest, AHangingCommitIsSaid) {
    const std::uint64_t before = bench.acknowledged();
    std::jthread loop{[&](const std::stop_token& stop) {
        EXPECT_TRUE(bench.process->loop->run(bench.clock, stop));
    }};
    const auto state = [&](DependencyState wanted) {
        bench.process->inbox.items.wake();
        return bench.readiness_of("database") == wanted;
    };
    {
        const Blockade blockade{*bench.witness};
        ASSERT_TRUE(bench.process->inbox.items.try_push(InboxItem{bench.status(boards[0])}));
        const Device& board = boards[0];
        ASSERT_TRUE(wait_until([&] {
            return bench.process->read_model.device(board.id)->first.presence == Presence::online;
        }));
        bench.advance(5s);
        EXPECT_TRUE(wait_until([&] { return state(DependencyState::down); }, 4s))
            << "before the database itself gives up";
    }
    EXPECT_TRUE(wait_until([&] { return state(DependencyState::ok); }));
    EXPECT_TRUE(wait_until([&] { return bench.acknowledged() == before + 1; }));
    loop.request_stop();
    loop.join();
}

/// Counts how often somebody looks at it.
class WatchedClock final : public Clock {
public:
    explicit WatchedClock(const Clock& clock) : clock_{clock} {}
    [[nodiscard]] Moment now() const override {
        ++looks_;
        return clock_.now();
    }
    [[nodiscard]] int looks() const { return looks_; }

private:
    const Clock& clock_;
    mutable std::atomic<int> looks_ = 0;
};

// The lead is due for renewal all the time that an outage lasts: nothing comes of asking faster.
TEST_P(CommitterTest, AnOutageDoesNotMakeTheLoopSpin) {
    const WatchedClock clock{bench.clock};
    bench.faults->fail(FaultAt::commit, Error::unavailable("disk_full"));
    bench.turn({bench.status(boards[0])});
    bench.advance(3s);
    std::jthread loop{[&](const std::stop_token& stop) {
        EXPECT_TRUE(bench.process->loop->run(clock, stop));
    }};
    ASSERT_TRUE(wait_until([&] { return clock.looks() > 0; }));
    constexpr int turns_of_a_patient_loop = 20;
    EXPECT_FALSE(wait_until([&] { return clock.looks() > turns_of_a_patient_loop; }, 300ms));
    bench.faults->heal();
    loop.request_stop();
    loop.join();
}

INSTANTIATE_TEST_SUITE_P(Databases, CommitterTest, both_databases, name_of_kind);

}  // namespace
}  // namespace soc::testing
