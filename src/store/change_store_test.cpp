#include "store/change_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "support/store_fixture.h"

namespace soc::testing {
namespace {

using ChangeStoreTest = StoreTest;
INSTANTIATE_TEST_SUITE_P(Both, ChangeStoreTest, both_databases, name_of_kind);

NewChange a_change(std::string entity_id) {
    return {.at = *parse_rfc3339("2026-01-05T08:00:00Z"),
            .actor = "jeanne",
            .entity = "device",
            .entity_id = std::move(entity_id),
            .action = "created",
            .before = {},
            .after = "{\"name\":\"é\"}"};
}

Result<std::vector<Change>> changes_after(Database& database, std::int64_t number,
                                          std::size_t limit = 1'000) {
    return database.read(
        [&](Transaction& tx) { return change_store::after(tx, number, limit); });
}

std::int64_t head_of(Database& database) {
    const auto head = database.read([](Transaction& tx) { return change_store::head(tx); });
    EXPECT_TRUE(head);
    return head ? *head : -1;
}

TEST_P(ChangeStoreTest, NumbersAllChangesOfATransactionAndSaysTheLast) {
    EXPECT_EQ(head_of(*database), 0);
    CommitReceipt receipt;
    const Status done = database->transact(
        Durability::full,
        [](Transaction& tx) -> Status {
            if (const Status one = change_store::append(tx, a_change("a")); !one) return one;
            return change_store::append(tx, a_change("b"));
        },
        &receipt);
    ASSERT_TRUE(done) << summary(done);
    EXPECT_EQ(receipt.last_change, 2);
    EXPECT_EQ(head_of(*database), 2);

    const auto changes = changes_after(*database, 0);
    ASSERT_TRUE(changes);
    ASSERT_EQ(changes->size(), 2U);
    EXPECT_EQ(changes->at(0).number, 1);
    EXPECT_EQ(changes->at(1).number, 2);
    const NewChange& first = changes->at(0).content;
    EXPECT_EQ(first.at, a_change("a").at);
    EXPECT_EQ(first.actor, "jeanne");
    EXPECT_EQ(first.entity, "device");
    EXPECT_EQ(first.entity_id, "a");
    EXPECT_EQ(first.action, "created");
    EXPECT_EQ(first.before, std::nullopt);
    EXPECT_EQ(first.after, "{\"name\":\"é\"}");
}

TEST_P(ChangeStoreTest, HasNoReceiptForATransactionWithoutChanges) {
    CommitReceipt receipt{.last_change = 77};
    ASSERT_TRUE(database->transact(
        Durability::full, [](Transaction&) -> Status { return {}; }, &receipt));
    EXPECT_EQ(receipt.last_change, std::nullopt);
}

TEST_P(ChangeStoreTest, GivesPagesInOrder) {
    for (int i = 1; i <= 5; ++i) {
        ASSERT_TRUE(write([&](Transaction& tx) {
            return change_store::append(tx, a_change(std::to_string(i)));
        }));
    }
    const auto page = changes_after(*database, 1, 3);
    ASSERT_TRUE(page);
    ASSERT_EQ(page->size(), 3U);
    EXPECT_EQ(page->front().number, 2);
    EXPECT_EQ(page->back().number, 4);
    EXPECT_TRUE(changes_after(*database, 5)->empty());
}

TEST_P(ChangeStoreTest, GivesNoNumberToWhatIsRolledBack) {
    const Status failed = write([](Transaction& tx) -> Status {
        EXPECT_TRUE(change_store::append(tx, a_change("lost")));
        return Error::not_found("something");
    });
    EXPECT_FALSE(failed);
    ASSERT_TRUE(write([](Transaction& tx) { return change_store::append(tx, a_change("kept")); }));
    const auto changes = changes_after(*database, 0);
    ASSERT_EQ(changes->size(), 1U);
    EXPECT_EQ(changes->front().number, 1);
    EXPECT_EQ(changes->front().content.entity_id, "kept");
}

// R21. Four writers whose transactions overlap, each also writing a row that shows which commit
// came first, and one that fails now and then; meanwhile a reader follows from number to number.
// A number that became visible after a higher one would be missed for ever: a plain sequence
// does just that on PostgreSQL.
TEST_P(ChangeStoreTest, ShowsAReaderEveryNumberInOrderWhileFourWrite) {
    constexpr int writers = 4;
    constexpr int rounds = 60;
    std::atomic<int> running{writers};
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
            for (int round = 0; round < rounds; ++round) {
                const std::string name = std::to_string(writer) + "." + std::to_string(round);
                const Status done = write([&](Transaction& tx) -> Status {
                    // Before other statements: the number must still be the last one taken.
                    EXPECT_TRUE(change_store::append(tx, a_change(name)));
                    const Status set =
                        tx.execute("INSERT INTO setting (name, value) VALUES ($1, $2)", name, "");
                    if (!set) return set;
                    if (round % 7 == 3) return Error::not_found("on purpose");
                    return change_store::append(tx, a_change(name));
                });
                EXPECT_EQ(done.has_value(), round % 7 != 3);
            }
            --running;
        });
    }

    std::int64_t seen = 0;
    std::int64_t rows = 0;
    for (bool last_look = false;;) {
        const auto changes = changes_after(*database, seen, 10);
        ASSERT_TRUE(changes) << summary(changes);
        for (const Change& change : *changes) {
            EXPECT_EQ(change.number, seen + 1);
            seen = change.number;
            ++rows;
        }
        if (!changes->empty()) continue;
        if (last_look) break;
        last_look = running == 0;
    }
    for (std::thread& thread : threads) thread.join();

    const std::int64_t failed = writers * ((rounds + 3) / 7);
    EXPECT_EQ(rows, 2 * (writers * rounds - failed));
    EXPECT_EQ(head_of(*database), rows);
}

TEST_P(ChangeStoreTest, KnowsWhenAThingWasFirstCreated) {
    const auto append = [&](const std::string& id, const char* action, seconds after) {
        NewChange change = a_change(id);
        change.action = action;
        change.at += after;
        ASSERT_TRUE(write([&](Transaction& tx) { return change_store::append(tx, change); }));
    };
    append("a", "created", seconds{1});
    append("a", "created", seconds{2});
    append("b", "updated", seconds{3});
    const auto created_at = [&](const char* entity, const char* id) {
        return *read([&](Transaction& tx) { return change_store::created_at(tx, entity, id); });
    };
    EXPECT_EQ(created_at("device", "a"), a_change("a").at + seconds{1});
    EXPECT_EQ(created_at("device", "b"), std::nullopt);
    EXPECT_EQ(created_at("site", "a"), std::nullopt);
}

}  // namespace
}  // namespace soc::testing
