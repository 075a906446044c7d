// A database that goes away, is full or is in somebody's hands: it is said in the right word,
// nothing is half written, and the same `Database` works on afterwards.
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>

#include <atomic>
#include <barrier>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "store/database.h"
#include "support/faulty_database.h"
#include "support/store_fixture.h"
#include "support/wait_until.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view set_sql = "INSERT INTO setting (name, value) VALUES ($1, $2)";

Status set(Database& database, const std::string& name, const std::string& value = "") {
    return database.transact(Durability::full, [&](Transaction& tx) {
        return tx.execute(set_sql, name, value);
    });
}

std::int64_t count(Database& database) {
    const Result<Rows> rows = database.read([](Transaction& tx) {
        return tx.query("SELECT COUNT(*) AS total FROM setting");
    });
    EXPECT_TRUE(rows) << summary(rows) << " " << rows.error().detail;
    return rows ? rows->front().int64("total") : -1;
}

const std::string down = "unavailable//database_down";

/// A server of its own: these tests stop it.
class PostgresOutage : public ::testing::Test {
protected:
    static void SetUpTestSuite() { server_ = std::make_unique<PostgresServer>(); }
    static void TearDownTestSuite() { server_.reset(); }
    void SetUp() override {
        if (!server_->is_running()) server_->start();
        database_ = open();
    }
    std::unique_ptr<Database> open(const DatabaseOptions& options = {}) {
        auto opened = open_database(server_->make_database(), options);
        EXPECT_TRUE(opened) << summary(opened) << " " << opened.error().detail;
        return *std::move(opened);
    }

    static std::unique_ptr<PostgresServer> server_;
    std::unique_ptr<Database> database_;
};
std::unique_ptr<PostgresServer> PostgresOutage::server_;

TEST_F(PostgresOutage, KilledInTheMiddleIsDownAndComesBack) {
    ASSERT_TRUE(set(*database_, "before"));
    const Status cut = database_->transact(Durability::full, [&](Transaction& tx) -> Status {
        if (const Status one = tx.execute(set_sql, "half", ""); !one) return one;
        server_->kill();
        return tx.execute(set_sql, "other half", "");
    });
    EXPECT_EQ(summary(cut), down);
    EXPECT_EQ(summary(set(*database_, "while down")), down);
    EXPECT_EQ(summary(database_->read([](Transaction& tx) { return tx.execute("SELECT 1"); })),
              down);

    server_->start();
    EXPECT_EQ(count(*database_), 1);
    EXPECT_TRUE(set(*database_, "after"));
    EXPECT_EQ(count(*database_), 2);
}

TEST_F(PostgresOutage, KilledInABatchIsDown) {
    std::vector<Arguments> batch;
    for (int i = 0; i < 1'000; ++i) batch.push_back({std::to_string(i), ""});
    const Status cut = database_->transact(Durability::relaxed, [&](Transaction& tx) -> Status {
        if (const Status one = tx.execute(set_sql, "half", ""); !one) return one;
        server_->kill();
        return tx.execute_many(set_sql, batch);
    });
    EXPECT_EQ(summary(cut), down);
    server_->start();
    EXPECT_EQ(count(*database_), 0);
}

// An orderly stop tells the sessions so, in another way than a broken line does.
TEST_F(PostgresOutage, StoppedInTheMiddleIsDown) {
    const Status cut = database_->transact(Durability::full, [&](Transaction& tx) -> Status {
        if (const Status one = tx.execute(set_sql, "half", ""); !one) return one;
        server_->stop();
        return tx.execute(set_sql, "other half", "");
    });
    EXPECT_EQ(summary(cut), down);
}

// The answer to COMMIT is lost: the caller has to know that it is not a plain failure.
TEST_F(PostgresOutage, KilledBeforeCommitIsUnknown) {
    const Status cut = database_->transact(Durability::full, [&](Transaction& tx) -> Status {
        const Status one = tx.execute(set_sql, "half", "");
        server_->kill();
        return one;
    });
    EXPECT_EQ(summary(cut), "unavailable//commit_unknown");
    server_->start();
    EXPECT_EQ(count(*database_), 0);
}

// Nobody asked while it was away: the connections in the pool are dead, and nobody notices.
TEST_F(PostgresOutage, RestartedBetweenTwoCallsIsNotNoticed) {
    metrics::Registry registry;
    const auto counted = open(DatabaseOptions{.metrics = &registry});
    ASSERT_TRUE(set(*counted, "before"));
    ASSERT_EQ(count(*counted), 1);
    server_->kill();
    server_->start();
    EXPECT_TRUE(set(*counted, "after"));
    EXPECT_EQ(count(*counted), 2);
    // One idle connection to write and one to read had died.
    EXPECT_EQ(registry.counter(metrics::database_retries).value(), 2);
    EXPECT_EQ(registry.counter(metrics::database_failures, "database_down").value(), 0);
}

// Stopped as a machine that hangs: the line stays open and nothing comes.
TEST_F(PostgresOutage, HangingIsDownAfterTheTimeLimit) {
    const auto impatient = open(DatabaseOptions{.statement_time_max = 100ms});
    pid_t backend = 0;
    const Status cut = impatient->transact(Durability::full, [&](Transaction& tx) -> Status {
        const Result<Rows> pid = tx.query("SELECT pg_backend_pid() AS pid");
        if (!pid) return pid.error();
        backend = static_cast<pid_t>(pid->front().int64("pid"));
        kill(backend, SIGSTOP);
        return tx.execute(set_sql, "half", "");
    });
    EXPECT_EQ(summary(cut), down);
    EXPECT_TRUE(set(*impatient, "on another connection"));
    kill(backend, SIGCONT);
    EXPECT_EQ(count(*impatient), 1);
}

// Four threads that ask for the same device must not all wait for a server that is stuck.
TEST_F(PostgresOutage, ASilentServerIsAskedByOneAtATime) {
    const auto impatient = open(DatabaseOptions{.statement_time_max = 100ms});
    ASSERT_TRUE(set(*impatient, "before"));
    server_->freeze();
    const auto ask = [&] {
        return impatient->read([](Transaction& tx) { return tx.execute("SELECT 1"); });
    };
    EXPECT_EQ(summary(ask()), down);

    constexpr int callers = 8;
    std::barrier together{callers};
    std::atomic<int> told_at_once{0};
    std::atomic<int> failed{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < callers; ++i) {
        threads.emplace_back([&] {
            together.arrive_and_wait();
            const Status answer = ask();
            if (!answer) ++failed;
            if (!answer && answer.error().detail.starts_with("it was silent")) ++told_at_once;
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(failed, callers);
    EXPECT_EQ(told_at_once, callers - 1) << "one of them asks";

    server_->thaw();
    EXPECT_TRUE(wait_until([&] { return ask().has_value(); }));
    EXPECT_EQ(count(*impatient), 1);
}

// Each takes one row and then wants the other's: the server ends one of them, and it is run
// again. Three runs for two transactions, and both are done.
TEST_F(PostgresOutage, ADeadlockIsTriedAgain) {
    ASSERT_TRUE(set(*database_, "a", "0"));
    ASSERT_TRUE(set(*database_, "b", "0"));
    constexpr std::string_view touch_sql = "UPDATE setting SET value = value || $2 WHERE name = $1";
    std::barrier both_hold_one{2};
    std::atomic<int> runs{0};
    // The one that was ended goes on when the other is done; else it could take its row back
    // before the other wakes up, and lose a second time.
    std::atomic<bool> one_is_done{false};
    const auto touch = [&](const char* first, const char* second) {
        bool waited = false;
        const Status done = database_->transact(Durability::full, [&](Transaction& tx) -> Status {
            ++runs;
            if (waited) one_is_done.wait(false);
            if (const Status one = tx.execute(touch_sql, first, "x"); !one) return one;
            if (!waited) both_hold_one.arrive_and_wait();
            waited = true;
            return tx.execute(touch_sql, second, "x");
        });
        EXPECT_EQ(summary(done), "success");
        one_is_done = true;
        one_is_done.notify_all();
    };
    std::thread other{[&] { touch("b", "a"); }};
    touch("a", "b");
    other.join();
    EXPECT_EQ(runs, 3);
    const Result<Rows> rows = database_->read(
        [](Transaction& tx) { return tx.query("SELECT value FROM setting ORDER BY name"); });
    ASSERT_TRUE(rows);
    for (const Row row : *rows) EXPECT_EQ(row.text("value"), "0xx");
}

// The words for what a server may say; it is made to say it.
TEST_F(PostgresOutage, HasAWordForEachKindOfError) {
    const std::vector<std::pair<std::string_view, std::string>> cases{
        {"53100", "unavailable//disk_full"},
        {"53200", "unavailable//database_busy"},
        {"55P03", "unavailable//database_busy"},
        {"40001", "unavailable//database_busy"},
        {"57014", "unavailable//database_timeout"},
        {"57P01", "unavailable//database_down"},
        {"57P02", "unavailable//database_down"},
        {"25006", "unavailable//database_read_only"},
        {"42501", "unavailable//database_refused"},
        {"58030", "unavailable//database_io_error"},
        {"XX001", "unavailable//database_damaged"},
        {"23505", "conflict//already_registered"},
        {"23503", "conflict//reference_missing"},
        {"23514", "internal//constraint_broken"},
        {"22021", "internal//value_refused"},
        {"42P01", "internal//database_error"},
    };
    for (const auto& [state, expected] : cases) {
        const std::string sql =
            "DO $$ BEGIN RAISE 'said' USING ERRCODE = '" + std::string{state} + "'; END $$";
        const Status said = database_->transact(
            Durability::full, [&](Transaction& tx) { return tx.execute(sql); });
        EXPECT_EQ(summary(said), expected) << state;
        EXPECT_NE(said.error().detail.find(state), std::string::npos);
        EXPECT_EQ(count(*database_), 0);
    }
}

TEST(PostgresUnreachable, IsDownAtOnce) {
    EXPECT_EQ(summary(open_database("postgresql://u:p@127.0.0.1:1/x")), down);
}

// ---- SQLite --------------------------------------------------------------------------------

/// A disk of a few megabytes: a tmpfs in a mount namespace of this thread where that is allowed
/// (as root), else a limit that SQLite sets itself.
class SmallDisk {
public:
    SmallDisk() {
        mounted_ = unshare(CLONE_NEWNS) == 0 &&
                   mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                   mount("tmpfs", directory_.path().c_str(), "tmpfs", 0, "size=4m") == 0;
        if (mounted_) std::ofstream{ballast()} << std::string(1 << 20, 'x');
    }
    ~SmallDisk() {
        if (mounted_) umount2(directory_.path().c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] std::string url() const {
        return "sqlite:" + (directory_.path() / "campus.db").string();
    }
    void limit(Database& database) const {
        if (!mounted_) set_page_limit(database, "PRAGMA max_page_count = 700");
    }
    void make_room(Database& database) const {
        if (mounted_) std::filesystem::remove(ballast());
        else set_page_limit(database, "PRAGMA max_page_count = 100000");
    }

    /// Leaves room for a few kilobytes; false where the disk is not ours.
    [[nodiscard]] bool fill_up() const {
        if (!mounted_) return false;
        std::filesystem::remove(ballast());
        std::ofstream{ballast()} << std::string((4 << 20) - 64 * 1024, 'x');
        return true;
    }
    void empty() const { std::filesystem::remove(ballast()); }

private:
    static void set_page_limit(Database& database, std::string_view pragma) {
        ASSERT_TRUE(database.transact(Durability::full,
                                      [&](Transaction& tx) { return tx.execute(pragma); }));
    }
    [[nodiscard]] std::filesystem::path ballast() const { return directory_.path() / "ballast"; }

    TemporaryDirectory directory_;
    bool mounted_ = false;
};

TEST(SqliteOutage, AFullDiskIsSaidAndNothingIsHalfWritten) {
    const SmallDisk disk;
    auto opened = open_database(disk.url());
    ASSERT_TRUE(opened) << summary(opened);
    Database& database = **opened;
    disk.limit(database);

    constexpr int rows_of_a_batch = 20;
    int batches = 0;
    const auto write_batch = [&] {
        std::vector<Arguments> batch;
        for (int i = 0; i < rows_of_a_batch; ++i) {
            batch.push_back({std::to_string(batches * rows_of_a_batch + i),
                             std::string(2'000, 'v')});
        }
        const Status done = database.transact(Durability::relaxed, [&](Transaction& tx) {
            return tx.execute_many(set_sql, batch);
        });
        if (done) ++batches;
        return summary(done);
    };
    std::string last = "success";
    for (int i = 0; i < 1'000 && last == "success"; ++i) last = write_batch();
    EXPECT_EQ(last, "unavailable//disk_full");
    EXPECT_GT(batches, 3);
    EXPECT_EQ(write_batch(), "unavailable//disk_full");
    EXPECT_EQ(count(database), batches * rows_of_a_batch);

    disk.make_room(database);
    EXPECT_EQ(write_batch(), "success");
    EXPECT_EQ(count(database), batches * rows_of_a_batch);
    opened = open_database(disk.url());
    ASSERT_TRUE(opened) << summary(opened);
    EXPECT_EQ(count(**opened), batches * rows_of_a_batch);
}

// No room for the schema: nothing may stay behind that looks like a database, and with room the
// next attempt makes it.
TEST(SqliteOutage, ADiskFullFromTheStartLeavesNoDatabase) {
    const SmallDisk disk;
    ASSERT_TRUE(disk.fill_up()) << "needs root, to mount a disk that can be filled";
    EXPECT_EQ(summary(open_database(disk.url())), "unavailable//disk_full");
    EXPECT_EQ(summary(open_database(disk.url())), "unavailable//disk_full");
    disk.empty();
    EXPECT_EQ(summary(open_database(disk.url())), "success");
}

TEST(SqliteOutage, AFileLockedByAnotherProgramIsBusy) {
    const DatabasePlace place{DatabaseKind::sqlite};
    const auto database = place.open(DatabaseOptions{.wait_max = 20ms});
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(place.url().c_str() + 7, &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(summary(set(*database, "a")), "unavailable//database_busy");
    EXPECT_EQ(count(*database), 0);
    sqlite3_close(other);
    EXPECT_EQ(summary(set(*database, "a")), "success");
}

// ---- faults in the line --------------------------------------------------------------------

using FaultTest = StoreTest;
INSTANTIATE_TEST_SUITE_P(Both, FaultTest, both_databases, name_of_kind);

TEST_P(FaultTest, AFailedCommitLeavesNothing) {
    const auto faults = std::make_shared<FaultSwitch>();
    const auto opened = open_faulty_database(place.url(), faults);
    ASSERT_TRUE(opened) << summary(opened);
    Database& faulty = **opened;
    for (const FaultAt at : {FaultAt::connect, FaultAt::statement, FaultAt::commit}) {
        faults->fail(at, Error::unavailable("disk_full"));
        EXPECT_EQ(summary(set(faulty, "a")), "unavailable//disk_full");
        faults->heal();
        EXPECT_EQ(count(*database), 0);
    }
    EXPECT_EQ(faults->strikes(), 3);
    EXPECT_TRUE(set(faulty, "a"));
}

TEST_P(FaultTest, AFailureIsCountedByItsReason) {
    metrics::Registry registry;
    const auto faults = std::make_shared<FaultSwitch>();
    const auto opened =
        open_faulty_database(place.url(), faults, DatabaseOptions{.metrics = &registry});
    ASSERT_TRUE(opened) << summary(opened);
    faults->fail(FaultAt::commit, Error::unavailable("disk_full"));
    EXPECT_FALSE(set(**opened, "a"));
    EXPECT_FALSE(set(**opened, "a"));
    faults->heal();
    EXPECT_TRUE(set(**opened, "a"));
    EXPECT_FALSE(set(**opened, "a"));  // a conflict is no failure of the database
    EXPECT_EQ(registry.counter(metrics::database_failures, "disk_full").value(), 2);
    EXPECT_EQ(registry.counter(metrics::database_retries).value(), 0);
}

TEST_P(FaultTest, ALostAnswerToCommitIsUnknownAndNotRetried) {
    const auto faults = std::make_shared<FaultSwitch>();
    const auto opened = open_faulty_database(place.url(), faults);
    ASSERT_TRUE(opened) << summary(opened);
    faults->fail(FaultAt::after_commit, Error::unavailable("database_down"));
    EXPECT_EQ(summary(set(**opened, "a")), "unavailable//commit_unknown");
    EXPECT_EQ(faults->strikes(), 1);
    EXPECT_EQ(count(*database), 1);
    faults->heal();
    EXPECT_EQ(summary(set(**opened, "a")), "conflict//already_registered");
}

}  // namespace
}  // namespace soc::testing
