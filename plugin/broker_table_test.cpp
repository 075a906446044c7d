// A table is in force as a whole or not at all, whatever is sent.
#include "plugin/broker_table.h"

#include <gtest/gtest.h>

#include "support/table_messages.h"

namespace soc::plugin {
namespace {

using testing::a_device;
using testing::delta_of;
using testing::push_of;

constexpr std::uint64_t epoch = 77;

struct SentTable : ::testing::Test {
    BrokerTable table;
    std::vector<Account> accounts{a_device("a", "secret a"), a_device("b", "secret b"),
                                  a_device("c", "secret c")};

    TableStatus send(const std::string& message) {
        last = table.apply(*parse_frame(message));
        return last.status;
    }
    TableStatus send_all(const std::vector<std::string>& messages) {
        for (const std::string& message : messages) {
            if (const TableStatus status = send(message); status != TableStatus::ok) return status;
        }
        return TableStatus::ok;
    }
    void expect_as_before() {
        EXPECT_EQ(table.version(), 5U);
        EXPECT_EQ(table.size(), 3U);
        EXPECT_TRUE(table.find("a"));
    }

    Applied last;
};

TEST_F(SentTable, TakesEffectAtItsCommitAndNotBefore) {
    const std::vector<std::string> messages = push_of(accounts, epoch, 5);
    ASSERT_EQ(messages.size(), 4U);
    for (std::size_t i = 0; i + 1 < messages.size(); ++i) {
        ASSERT_EQ(send(messages[i]), TableStatus::ok);
        EXPECT_FALSE(table.find("a"));
        EXPECT_EQ(table.version(), 0U);
    }
    EXPECT_EQ(send(messages.back()), TableStatus::ok);
    EXPECT_TRUE(last.replaced);
    EXPECT_TRUE(table.find("c"));
    EXPECT_EQ(table.version(), 5U);
    EXPECT_EQ(table.epoch(), epoch);
}

TEST_F(SentTable, AnotherOneTakesItsPlace) {
    ASSERT_EQ(send_all(push_of(accounts, epoch, 5)), TableStatus::ok);
    ASSERT_EQ(send_all(push_of({accounts[1]}, epoch + 1, 2)), TableStatus::ok);
    EXPECT_FALSE(table.find("a"));
    EXPECT_TRUE(table.find("b"));
    EXPECT_EQ(table.epoch(), epoch + 1);
    while (table.release_some()) {
    }
    EXPECT_TRUE(table.find("b"));
}

TEST_F(SentTable, AnEmptyTableIsATable) {
    EXPECT_EQ(send_all(push_of({}, epoch, 1)), TableStatus::ok);
    EXPECT_EQ(table.version(), 1U);
}

TEST_F(SentTable, ADeltaChangesIt) {
    ASSERT_EQ(send_all(push_of(accounts, epoch, 5)), TableStatus::ok);
    Account changed = accounts[1];
    changed.disabled = true;
    EXPECT_EQ(send(delta_of({{"a"}, {changed}}, epoch, 6)), TableStatus::ok);
    EXPECT_EQ(last.logins, (std::vector<std::string>{"a", "b"}));
    EXPECT_FALSE(table.find("a"));
    EXPECT_TRUE(table.find("b")->disabled);
    EXPECT_EQ(table.version(), 6U);
}

// What is sent again after a reconnection is known already.
TEST_F(SentTable, ADeltaTwiceIsADelta) {
    ASSERT_EQ(send_all(push_of(accounts, epoch, 5)), TableStatus::ok);
    const std::string delta = delta_of({{"a"}, {}}, epoch, 6);
    ASSERT_EQ(send(delta), TableStatus::ok);
    EXPECT_EQ(send(delta), TableStatus::ok);
    EXPECT_FALSE(last.changed);
    EXPECT_EQ(table.version(), 6U);
}

TEST_F(SentTable, ADeltaThatDoesNotFitIsRefused) {
    EXPECT_EQ(send(delta_of({{"a"}, {}}, epoch, 1)), TableStatus::gap) << "no table yet";
    ASSERT_EQ(send_all(push_of(accounts, epoch, 5)), TableStatus::ok);
    EXPECT_EQ(send(delta_of({{"a"}, {}}, epoch, 7)), TableStatus::gap);
    EXPECT_EQ(send(delta_of({{"a"}, {}}, epoch + 1, 6)), TableStatus::other_epoch);
    EXPECT_EQ(send(write_frame({.type = FrameType::delta,
                                .epoch = epoch,
                                .from = 5,
                                .to = 6,
                                .body = "nonsense"})),
              TableStatus::malformed);
    expect_as_before();
}

// One account of a delta is wrong: none of it is applied.
TEST_F(SentTable, HalfADeltaIsNone) {
    ASSERT_EQ(send_all(push_of(accounts, epoch, 5)), TableStatus::ok);
    std::string body = write_changes({{"a"}, {a_device("d", "secret d")}});
    body.pop_back();
    EXPECT_EQ(send(write_frame({.type = FrameType::delta,
                                .epoch = epoch,
                                .from = 5,
                                .to = 6,
                                .body = body})),
              TableStatus::malformed);
    expect_as_before();
    EXPECT_FALSE(table.find("d"));
}

TEST_F(SentTable, ABrokenPushLeavesTheTableInForce) {
    ASSERT_EQ(send_all(push_of(accounts, epoch, 5)), TableStatus::ok);
    const std::vector<std::string> next =
        push_of({accounts[0], accounts[2], accounts[1]}, epoch, 9);
    const std::string other_seal = push_of({accounts[0]}, epoch, 9).back();
    const std::string other_version = push_of(accounts, epoch, 8).back();

    EXPECT_EQ(send_all({next[1]}), TableStatus::no_push);
    EXPECT_EQ(send_all({next[0], next[2]}), TableStatus::out_of_order);
    EXPECT_EQ(send_all({next[1]}), TableStatus::no_push) << "the push is over";
    EXPECT_EQ(send_all({next[0], next[1], next[1]}), TableStatus::out_of_order);
    EXPECT_EQ(send_all({next[0], next[1], next[3]}), TableStatus::differs) << "a chunk is missing";
    EXPECT_EQ(send_all({next[0], next[1], next[2], other_seal}), TableStatus::differs);
    EXPECT_EQ(send_all({next[0], next[1], next[2], other_version}), TableStatus::out_of_order);
    EXPECT_EQ(send_all({next[0], next[1], delta_of({}, epoch, 6)}), TableStatus::out_of_order)
        << "deltas wait";
    expect_as_before();

    EXPECT_EQ(send_all(next), TableStatus::ok);
    EXPECT_EQ(table.version(), 9U);
}

// To free a large table at once would hold all clients up, also one that was broken off.
TEST_F(SentTable, WhatIsNotNeededIsGivenBackInParts) {
    std::vector<Account> many;
    for (int i = 0; i < 1'000; ++i) many.push_back(a_device("m" + std::to_string(i), "secret"));
    std::vector<std::string> messages = push_of(many, epoch, 5, 100);
    messages.pop_back();
    const auto expect_parts = [&](const char* after) {
        int turns = 1;
        while (table.release_some()) ++turns;
        EXPECT_GT(turns, 2) << after;
        EXPECT_FALSE(table.release_some()) << after;
    };
    ASSERT_EQ(send_all(messages), TableStatus::ok);
    table.forget_push();
    expect_parts("the end of the connection");
    ASSERT_EQ(send_all(messages), TableStatus::ok);
    ASSERT_EQ(send_all({messages[1]}), TableStatus::out_of_order);
    expect_parts("a chunk that does not fit");
    ASSERT_EQ(send_all(messages), TableStatus::ok);
    ASSERT_EQ(send_all({messages[0]}), TableStatus::ok);
    expect_parts("another push");
    ASSERT_EQ(send_all(push_of({accounts[0]}, epoch, 5)), TableStatus::ok);
    ASSERT_EQ(send_all(push_of(many, epoch, 6, 100)), TableStatus::ok);
    ASSERT_EQ(send_all(push_of({accounts[0]}, epoch, 7)), TableStatus::ok);
    expect_parts("another table");
    EXPECT_TRUE(table.find("a"));
}

TEST_F(SentTable, WhatTheServerDoesNotSendIsRefused) {
    EXPECT_EQ(send(write_frame({.type = FrameType::answer})), TableStatus::unexpected);
    EXPECT_EQ(send(write_frame({.type = FrameType::begin, .epoch = epoch, .to = 0})),
              TableStatus::malformed);
    EXPECT_EQ(send(write_frame({.type = FrameType::hello})), TableStatus::ok);
    EXPECT_FALSE(last.changed);
}

}  // namespace
}  // namespace soc::plugin
