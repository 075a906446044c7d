// R24: one process has the data; a second one is refused and told who has it.
#include "app/data_guard.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "support/fleet_fixture.h"
#include "support/store_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

class DataGuardTest : public ::testing::TestWithParam<DatabaseKind> {
protected:
    [[nodiscard]] Result<DataGuard> take(const std::string& data, const std::string& instance,
                                         WallTime now = monday().wall) {
        return DataGuard::take({(root.path() / data).string(), place.url(), instance,
                                instance + " at 127.0.0.1:8000"},
                               now, random);
    }

    TemporaryDirectory root;
    SystemRandom random;
    DatabasePlace place{GetParam()};
};

bool names(const Error& error, std::string_view holder) {
    return error.allowed.find(holder) != std::string::npos;
}

TEST_P(DataGuardTest, ASecondOneOfTheSameDataIsToldWhoTheFirstIs) {
    Result<DataGuard> first = take("data", "u4");
    ASSERT_TRUE(first) << summary(first) << first.error().detail;
    const auto second = take("data", "u4");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().reason, "data_in_use");
    EXPECT_TRUE(names(second.error(), "u4 at 127.0.0.1:8000")) << second.error().allowed;
    EXPECT_TRUE(names(second.error(), "pid ")) << second.error().allowed;
}

// Two data directories, one database: the directory of an SQLite file is locked too, and on
// PostgreSQL the leader row says whose it is.
TEST_P(DataGuardTest, ASecondOneOfTheSameDatabaseIsToldWhoTheFirstIs) {
    Result<DataGuard> first = take("one", "u4");
    ASSERT_TRUE(first);
    const auto second = take("two", "tarbes");
    ASSERT_FALSE(second);
    const bool sqlite = GetParam() == DatabaseKind::sqlite;
    EXPECT_EQ(second.error().reason, sqlite ? "data_in_use" : "led_by_another");
    EXPECT_TRUE(names(second.error(), "u4 at 127.0.0.1:8000")) << second.error().allowed;

    // Refused, it left nothing locked: the first one gone, the directory is free.
    first->release(monday().wall);
    first = Error::not_found("first");
    EXPECT_EQ(summary(take("two", "tarbes")), "success");
}

// A newer program, refused, must not have changed the tables of the server that runs.
TEST_P(DataGuardTest, ARefusedOneMigratesNothing) {
    {
        Result<DataGuard> first = take("one", "u4");
        ASSERT_TRUE(first);
        ASSERT_TRUE(first->database().transact(Durability::full, [](Transaction& tx) {
            return tx.execute("UPDATE schema_version SET version = 0");
        }));
    }  // its locks are free, as on another machine; its lead goes on
    const auto refused = take("two", "tarbes", monday().wall + leader::lease_time - 1us);
    EXPECT_EQ(summary(refused), "conflict/database/led_by_another") << refused.error().detail;
    EXPECT_TRUE(names(refused.error(), "u4 at 127.0.0.1:8000")) << refused.error().allowed;

    // Whose lead it is, or after it, the migration is tried; these tables are there already.
    EXPECT_NE(summary(take("one", "u4")), summary(refused));
    const auto later = take("two", "tarbes", monday().wall + leader::lease_time);
    EXPECT_NE(summary(later), summary(refused));
}

TEST_P(DataGuardTest, AnOrderlyEndLetsTheNextOneInAtOnce) {
    {
        Result<DataGuard> first = take("one", "u4");
        ASSERT_TRUE(first);
        first->release(monday().wall + 1s);
    }
    EXPECT_TRUE(take("two", "tarbes", monday().wall + 1s));
}

// Two machines that were given one configuration.
TEST_P(DataGuardTest, TheSameInstanceWithAnotherDirectoryIsRefusedWhileTheLeaseLives) {
    {
        Result<DataGuard> first = take("one", "u4");
        ASSERT_TRUE(first);
    }
    const auto second = take("two", "u4", monday().wall + leader::lease_time - 1us);
    EXPECT_EQ(summary(second), "conflict/database/led_by_another");
    EXPECT_TRUE(names(second.error(), "another data directory")) << second.error().allowed;
    EXPECT_TRUE(take("one", "u4")) << "its own lead, at once";
    EXPECT_TRUE(take("two", "u4", monday().wall + leader::lease_time));
}

// The server was killed; its operator sets a password, and need not wait.
TEST_P(DataGuardTest, ACommandOnTheDirectoryOfADeadServerDoesNotWaitForItsLease) {
    {
        Result<DataGuard> server = take("one", "u4");
        ASSERT_TRUE(server);
    }
    EXPECT_TRUE(take("one", "user command"));
}

// The locks of a dead process are free; its lead ends by time, unless it is the same one again.
TEST_P(DataGuardTest, ADeadOneIsReplacedByItselfAtOnceAndByAnotherAfterItsLease) {
    std::int64_t epoch = 0;
    {
        Result<DataGuard> first = take("one", "u4");
        ASSERT_TRUE(first);
        epoch = first->epoch();
    }
    EXPECT_EQ(summary(take("two", "tarbes", monday().wall + leader::lease_time - 1us)),
              "conflict/database/led_by_another");
    {
        Result<DataGuard> again = take("one", "u4");
        ASSERT_TRUE(again);
        EXPECT_GT(again->epoch(), epoch);
    }
    EXPECT_TRUE(take("two", "tarbes", monday().wall + leader::lease_time));
}

// SIM=1: beside the owner, and without it.
TEST_P(DataGuardTest, AReadOnlyOneLocksNothingAndLeavesNothing) {
    const auto look = [&](const std::string& data) {
        return DataGuard::take({.data = (root.path() / data).string(),
                                .database_url = place.url(),
                                .instance = "u4",
                                .address = "127.0.0.1:8001",
                                .read_only = true},
                               monday().wall, random);
    };
    EXPECT_EQ(summary(look("one")), "conflict/database/database_empty") << "it makes nothing";
    Result<DataGuard> owner = take("one", "u4");
    ASSERT_TRUE(owner);
    Result<DataGuard> reader = look("one");
    ASSERT_TRUE(reader) << summary(reader);
    EXPECT_TRUE(reader->database().is_read_only());
    EXPECT_EQ(reader->epoch(), 0);
    reader->release(monday().wall);
    EXPECT_TRUE(owner->database().transact(Durability::full, [&](Transaction& tx) {
        return leader::renew_and_check(tx, owner->epoch(), monday().wall);
    }));
    EXPECT_TRUE(look("nowhere"));
    EXPECT_FALSE(std::filesystem::exists(root.path() / "nowhere"));
    EXPECT_EQ(summary(take("one", "u4")), "conflict/data/data_in_use") << "by the owner alone";
}

class MissingDataTest : public ::testing::Test {
protected:
    using Make = DataGuard::Make;

    [[nodiscard]] Result<DataGuard> take(const std::string& data, const std::string& file,
                                         Make make) {
        DataGuard::Wanted wanted{path(data), "sqlite:" + path(file), "u4", "user command"};
        wanted.make = make;
        return DataGuard::take(wanted, monday().wall, random);
    }
    [[nodiscard]] std::string path(const std::string& name) const {
        return (root.path() / name).string();
    }
    [[nodiscard]] std::size_t entries() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{root.path()}) {
            count += entry.exists() ? 1 : 0;
        }
        return count;
    }

    TemporaryDirectory root;
    SystemRandom random;
};

// A mistyped --data must not leave an empty campus, nor a lock or a holder beside somebody's files.
TEST_F(MissingDataTest, NothingIsMadeForWhoMayMakeNothing) {
    const auto nowhere = take("nowhere", "nowhere/campus.db", Make::nothing);
    EXPECT_EQ(summary(nowhere), "not_found/data/no_data_directory");
    EXPECT_NE(nowhere.error().allowed.find(path("nowhere") + " is not"), std::string::npos);
    EXPECT_EQ(entries(), 0U);

    std::filesystem::create_directory(path("empty"));
    const auto empty = take("empty", "empty/campus.db", Make::nothing);
    EXPECT_EQ(summary(empty), "not_found/database/no_database");
    EXPECT_NE(empty.error().allowed.find(path("empty/campus.db") + " is not"), std::string::npos);
    EXPECT_EQ(summary(take("empty", "nowhere/campus.db", Make::nothing)),
              "not_found/data/no_data_directory");
    EXPECT_EQ(entries(), 1U);

    ASSERT_TRUE(take("empty", "empty/campus.db", Make::database));
    const Result<DataGuard> there = take("empty", "empty/campus.db", Make::nothing);
    ASSERT_TRUE(there) << summary(there);
    EXPECT_TRUE(there->made().empty());
}

TEST_F(MissingDataTest, WhatIsMadeIsSaid) {
    EXPECT_EQ(summary(take("a/data", "a/data/campus.db", Make::database)),
              "not_found/data/no_data_directory");
    EXPECT_EQ(entries(), 0U);
    const Result<DataGuard> all = take("a/data", "a/data/campus.db", Make::directory);
    ASSERT_TRUE(all) << summary(all);
    EXPECT_EQ(all->made(), (std::vector<std::string>{"the directory " + path("a/data"),
                                                     "the database " + path("a/data/campus.db")}));
    std::filesystem::create_directory(path("b"));
    const Result<DataGuard> file = take("b", "b/campus.db", Make::database);
    ASSERT_TRUE(file) << summary(file);
    EXPECT_EQ(file->made(), std::vector<std::string>{"the database " + path("b/campus.db")});
}

// A program that is older than its data must not touch it.
TEST_P(DataGuardTest, ANewerDatabaseIsRefused) {
    {
        Result<DataGuard> first = take("one", "u4");
        ASSERT_TRUE(first);
        ASSERT_TRUE(first->database().transact(Durability::full, [](Transaction& tx) {
            return tx.execute("UPDATE schema_version SET version = version + 1");
        }));
    }
    const auto refused = take("one", "u4");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "database_newer") << refused.error().detail;
    EXPECT_FALSE(refused.error().allowed.empty());
}

INSTANTIATE_TEST_SUITE_P(Databases, DataGuardTest, both_databases, name_of_kind);

}  // namespace
}  // namespace soc::testing
