#include "store/database.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "core/limits.h"
#include "support/store_fixture.h"

namespace soc::testing {
namespace {

using DatabaseTest = StoreTest;
INSTANTIATE_TEST_SUITE_P(Both, DatabaseTest, both_databases, name_of_kind);

constexpr std::string_view set_sql = "INSERT INTO setting (name, value) VALUES ($1, $2)";
constexpr std::string_view names_sql = "SELECT name FROM setting ORDER BY name";

std::vector<std::string> names(Database& database) {
    const Result<Rows> rows = database.read([](Transaction& tx) { return tx.query(names_sql); });
    EXPECT_TRUE(rows) << summary(rows);
    std::vector<std::string> found;
    for (const Row row : *rows) found.emplace_back(row.text("name"));
    return found;
}

using Names = std::vector<std::string>;

TEST_P(DatabaseTest, KeepsWhatWasCommittedWhenOpenedAgain) {
    ASSERT_TRUE(write([](Transaction& tx) { return tx.execute(set_sql, "a", "1"); }));
    database.reset();
    database = place.open(DatabaseOptions{.create = false});
    EXPECT_EQ(names(*database), Names{"a"});
}

TEST_P(DatabaseTest, OpenedReadOnlyReadsBesideItsOwnerAndWritesNothing) {
    ASSERT_TRUE(write([](Transaction& tx) { return tx.execute(set_sql, "a", "1"); }));
    const auto reader = place.open(DatabaseOptions{.read_only = true});
    EXPECT_TRUE(reader->is_read_only());
    EXPECT_FALSE(database->is_read_only());
    EXPECT_EQ(names(*reader), Names{"a"});

    bool asked = false;
    const Status refused = reader->transact(Durability::full, [&](Transaction& tx) {
        asked = true;
        return tx.execute(set_sql, "b", "1");
    });
    EXPECT_EQ(summary(refused), "forbidden//read_only");
    EXPECT_FALSE(refused.error().allowed.empty());
    EXPECT_FALSE(asked);
    const Status in_disguise =
        reader->read([](Transaction& tx) { return tx.execute(set_sql, "b", "1"); });
    EXPECT_FALSE(in_disguise);

    ASSERT_TRUE(write([](Transaction& tx) { return tx.execute(set_sql, "c", "1"); }));
    EXPECT_EQ(names(*reader), (Names{"a", "c"}));
    database.reset();
    EXPECT_EQ(names(*reader), (Names{"a", "c"})) << "also when its owner has ended";
}

TEST_P(DatabaseTest, RollsBackWhenTheActionFails) {
    const Status failed = write([](Transaction& tx) -> Status {
        EXPECT_TRUE(tx.execute(set_sql, "a", "1"));
        return Error::not_found("something");
    });
    EXPECT_EQ(summary(failed), "not_found/something/not_found");
    EXPECT_EQ(names(*database), Names{});
}

TEST_P(DatabaseTest, RollsBackWhenTheActionThrows) {
    const auto failing = [&] {
        return write([](Transaction& tx) -> Status {
            EXPECT_TRUE(tx.execute(set_sql, "a", "1"));
            throw std::runtime_error{"a library's exception"};
        });
    };
    EXPECT_THROW(static_cast<void>(failing()), std::runtime_error);
    EXPECT_EQ(names(*database), Names{});
    EXPECT_TRUE(write([](Transaction& tx) { return tx.execute(set_sql, "b", "1"); }));
}

// After a failed statement both databases behave as PostgreSQL does: nothing runs and nothing is
// committed, even if the action shrugs the failure off.
TEST_P(DatabaseTest, CommitsNothingAfterAFailedStatement) {
    const Status failed = write([](Transaction& tx) -> Status {
        EXPECT_TRUE(tx.execute(set_sql, "a", "1"));
        EXPECT_FALSE(tx.execute(set_sql, "a", "2"));
        EXPECT_EQ(summary(tx.execute(set_sql, "b", "3")), "conflict//already_registered");
        return {};
    });
    EXPECT_EQ(summary(failed), "conflict//already_registered");
    EXPECT_EQ(names(*database), Names{});
}

TEST_P(DatabaseTest, BindsParametersByNumberAndNotByAppearance) {
    const Result<Rows> rows = read([](Transaction& tx) {
        return tx.query("SELECT name FROM setting WHERE value = $2 AND name = $1 AND name <> $2",
                        "name", "value");
    });
    ASSERT_TRUE(rows) << summary(rows);
    const Status set = write([](Transaction& tx) {
        return tx.execute("INSERT INTO setting (value, name) VALUES ($2, $1)", "n", "v");
    });
    ASSERT_TRUE(set) << summary(set);
    EXPECT_EQ(names(*database), Names{"n"});
}

TEST_P(DatabaseTest, ReturnsEveryTypeAsItWasGiven) {
    const std::string text = "é, \xF0\x9F\x8C\xB1, \" and '";
    const auto smallest = std::numeric_limits<std::int64_t>::min();
    const Status inserted = write([&](Transaction& tx) -> Status {
        const Status one = tx.execute(
            "INSERT INTO site (id, name, sort_key, code, topic_prefix, time_zone, latitude, "
            "longitude) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            "1", text, "", "c", "p", "z", 0.1, std::optional<double>{});
        if (!one) return one;
        return tx.execute("INSERT INTO broker_path (broker, last_canary_at_us) VALUES ($1, $2)",
                          std::optional{std::string{"b"}}, smallest);
    });
    ASSERT_TRUE(inserted) << summary(inserted) << inserted.error().detail;

    const Result<Rows> sites = read([](Transaction& tx) { return tx.query("SELECT * FROM site"); });
    ASSERT_TRUE(sites);
    EXPECT_EQ(sites->front().text("name"), text);
    EXPECT_EQ(sites->front().text("sort_key"), "");
    EXPECT_EQ(sites->front().real("latitude"), 0.1);
    EXPECT_EQ(sites->front().optional_real("longitude"), std::nullopt);
    const Result<Rows> paths =
        read([](Transaction& tx) { return tx.query("SELECT * FROM broker_path"); });
    ASSERT_TRUE(paths);
    EXPECT_EQ(paths->front().int64("last_canary_at_us"), smallest);
}

// SQLite would keep such text and PostgreSQL refuse it, or cut it at the NUL.
TEST_P(DatabaseTest, RefusesTextThatOneOfTheDatabasesCannotHold) {
    for (const std::string& bad : {std::string{"a\0b", 3}, std::string{"\xff"}}) {
        const Status one =
            write([&](Transaction& tx) { return tx.execute(set_sql, "name", bad); });
        EXPECT_EQ(summary(one), "invalid_input//not_text");
        const std::vector<Arguments> batch{{"good", "1"}, {"bad", bad}};
        const Status many =
            write([&](Transaction& tx) { return tx.execute_many(set_sql, batch); });
        EXPECT_EQ(summary(many), "invalid_input//not_text");
    }
    EXPECT_EQ(names(*database), Names{});
}

TEST_P(DatabaseTest, RunsABatchInOrder) {
    constexpr std::string_view upsert = R"sql(
        INSERT INTO setting (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
    )sql";
    // Several pipelines long, and every name twice.
    std::vector<Arguments> batch;
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 700; ++i) {
            batch.push_back({std::to_string(i), std::to_string(i + round)});
        }
    }
    const Status done = write([&](Transaction& tx) { return tx.execute_many(upsert, batch); });
    ASSERT_TRUE(done) << summary(done);
    const Result<Rows> rows = read([](Transaction& tx) {
        return tx.query("SELECT COUNT(*) AS total, MAX(CASE WHEN name = $1 THEN value END) AS v "
                        "FROM setting",
                        "699");
    });
    ASSERT_TRUE(rows) << summary(rows);
    EXPECT_EQ(rows->front().int64("total"), 700);
    EXPECT_EQ(rows->front().text("v"), "700");
}

// The row that fails is neither in the first pipeline nor at its end; what came before it and in
// the same transaction must be gone too, and the connection must work on.
TEST_P(DatabaseTest, RunsABatchWholeOrNotAtAll) {
    std::vector<Arguments> batch;
    for (int i = 0; i < 600; ++i) batch.push_back({std::to_string(i), "v"});
    batch[400] = {"7", "taken by the eighth row"};
    for (int round = 0; round < 2; ++round) {
        const Status failed = write([&](Transaction& tx) -> Status {
            if (const Status before = tx.execute(set_sql, "before", "v"); !before) return before;
            return tx.execute_many(set_sql, batch);
        });
        EXPECT_EQ(summary(failed), "conflict//already_registered");
        EXPECT_EQ(names(*database), Names{});
    }
    batch[400] = {"400", "v"};
    const Status done = write([&](Transaction& tx) { return tx.execute_many(set_sql, batch); });
    EXPECT_TRUE(done) << summary(done);
    EXPECT_EQ(names(*database).size(), 600U);
}

// R4: by bytes, although the PostgreSQL of the tests sorts "a" before "B" by default.
TEST_P(DatabaseTest, SortsTextByItsBytes) {
    for (const char* name : {"b", "B", "a", "é", "Z", "_"}) {
        ASSERT_TRUE(write([&](Transaction& tx) { return tx.execute(set_sql, name, ""); }));
    }
    EXPECT_EQ(names(*database), (Names{"B", "Z", "_", "a", "b", "é"}));
}

TEST_P(DatabaseTest, AnswersAtMostTheLimitOfRows) {
    constexpr std::string_view count_to_sql = R"sql(
        WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < $1)
        SELECT n FROM counter
    )sql";
    const auto count_to = [&](std::size_t last) {
        return read([&](Transaction& tx) { return tx.query(count_to_sql, last); });
    };
    const Result<Rows> most = count_to(limits::query_rows_max);
    ASSERT_TRUE(most) << summary(most) << most.error().detail;
    EXPECT_EQ(most->size(), limits::query_rows_max);
    EXPECT_EQ(summary(count_to(limits::query_rows_max + 1)), "too_large/rows/too_large");
}

TEST_P(DatabaseTest, EndsAStatementThatTakesTooLong) {
    constexpr std::string_view endless_sql = R"sql(
        WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT (n + 1) % 1000 FROM counter)
        SELECT COUNT(*) AS total FROM counter
    )sql";
    const auto impatient = place.open(DatabaseOptions{.statement_time_max = milliseconds{100}});
    const Result<Rows> rows =
        impatient->read([&](Transaction& tx) { return tx.query(endless_sql); });
    EXPECT_EQ(summary(rows), "unavailable//database_timeout");
    EXPECT_EQ(names(*impatient), Names{});
}

TEST_P(DatabaseTest, ReadsOneSnapshotAndDoesNotWaitForTheWriter) {
    const Status done = read([&](Transaction& tx) -> Status {
        const Result<Rows> before = tx.query(names_sql);
        EXPECT_TRUE(before && before->empty());
        EXPECT_TRUE(write([](Transaction& other) { return other.execute(set_sql, "a", "1"); }));
        const Result<Rows> after = tx.query(names_sql);
        EXPECT_TRUE(after && after->empty());
        return {};
    });
    ASSERT_TRUE(done) << summary(done);
    EXPECT_EQ(names(*database), Names{"a"});
}

TEST_P(DatabaseTest, RefusesToWriteWhereOnlyReadingWasAskedFor) {
    const Status written =
        read([](Transaction& tx) { return tx.execute(set_sql, "a", "1"); });
    EXPECT_EQ(summary(written), "unavailable//database_read_only");
    EXPECT_EQ(names(*database), Names{});
}

TEST_P(DatabaseTest, SaysItIsBusyWhenNoConnectionBecomesFree) {
    const auto small =
        place.open(DatabaseOptions{.wait_max = milliseconds{20}, .readers = 1, .writers = 1});
    const Status outer = small->read([&](Transaction&) -> Status {
        return small->read([](Transaction& tx) { return tx.execute(names_sql); });
    });
    EXPECT_EQ(summary(outer), "unavailable//database_busy");
    EXPECT_TRUE(small->read([](Transaction& tx) { return tx.execute(names_sql); }));
}

// Relaxed and full commits share one connection on SQLite: each must find its own setting.
TEST_P(DatabaseTest, MixesDurabilities) {
    int i = 0;
    for (const Durability durability : {Durability::relaxed, Durability::full,
                                        Durability::relaxed, Durability::relaxed,
                                        Durability::full}) {
        const std::string name = std::to_string(i++);
        const Result<Rows> setting = database->transact(durability, [&](Transaction& tx) {
            EXPECT_TRUE(tx.execute(set_sql, name, ""));
            return GetParam() == DatabaseKind::sqlite
                       ? tx.query("PRAGMA synchronous")
                       : tx.query("SELECT current_setting('synchronous_commit') AS synchronous");
        });
        ASSERT_TRUE(setting) << summary(setting);
        if (GetParam() == DatabaseKind::sqlite) {
            EXPECT_EQ(setting->front().int64("synchronous"),
                      durability == Durability::full ? 2 : 1);
        } else {
            EXPECT_EQ(setting->front().text("synchronous"), "on");
        }
    }
    EXPECT_EQ(names(*database).size(), 5U);
}

}  // namespace
}  // namespace soc::testing
