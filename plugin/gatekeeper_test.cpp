#include "plugin/gatekeeper.h"

#include <gtest/gtest.h>

#include "support/table_messages.h"

namespace soc::plugin {
namespace {

using testing::a_device;
using testing::a_grant;
using testing::delta_of;
using testing::push_of;

constexpr std::uint64_t epoch = 5;
const WallTime now = from_micros(1'764'000'000'000'000);

Bootstrap server_account() {
    Bootstrap bootstrap{.login = "server", .secret_digest = {}};
    crypto_hash_sha256(bootstrap.secret_digest.data(),
                       reinterpret_cast<const unsigned char*>("server secret"), 13);
    return bootstrap;
}

struct AtTheGate : ::testing::Test {
    Gatekeeper gate{server_account()};
    int connections[4] = {};

    std::string_view let_in(const std::string& login, const std::string& secret,
                            const std::string& client_id = "board", int connection = 0) {
        return gate.connect({.client = &connections[connection],
                             .client_id = client_id,
                             .login = login,
                             .secret = secret},
                            now);
    }
    std::string_view refused(const std::string& login, Action action, const std::string& topic,
                             int connection = 0) {
        return gate
            .decide({.client = &connections[connection],
                     .client_id = "board",
                     .login = login,
                     .secret = {}},
                    action, topic, now)
            .reason;
    }
    std::optional<ControlOutcome> said_by(const std::string& login, const std::string& message,
                                          int connection = 3) {
        return gate.control({.client = &connections[connection],
                             .client_id = "sensocampus-x-control",
                             .login = login,
                             .secret = {}},
                            message);
    }
    ControlOutcome send(const std::string& message, int connection = 3) {
        const std::optional<ControlOutcome> outcome = said_by("server", message, connection);
        EXPECT_TRUE(outcome);
        return *outcome;
    }
    void push(const std::vector<Account>& accounts, std::uint64_t version = 1) {
        for (const std::string& message : push_of(accounts, epoch, version)) {
            EXPECT_EQ(send(message).answer.status, TableStatus::ok);
        }
    }
};

// With nothing to go on everybody is refused but the server, which may use the control topic only.
TEST_F(AtTheGate, WithoutATableOnlyTheServerIsIn) {
    EXPECT_EQ(let_in("senso_1", "secret 1"), "unknown_login");
    EXPECT_EQ(let_in("", ""), "unknown_login");
    EXPECT_EQ(let_in("server", "wrong"), "wrong_secret");
    EXPECT_EQ(let_in("server", "server secret", "sensocampus-x-control"), "");
    EXPECT_EQ(refused("server", Action::publish, std::string{control_topic}), "");
    EXPECT_EQ(refused("server", Action::subscribe, "+/+/device"), "not_granted");
}

TEST_F(AtTheGate, TheTableGivesTheServerItsTopics) {
    Account server{.login = "server", .kind = AccountKind::bootstrap};
    server.grants = {a_grant("#", Access::all)};
    Account other_server{.login = "other", .kind = AccountKind::bootstrap};
    other_server.secrets = a_device("x", "other secret").secrets;
    push({server, other_server});
    EXPECT_EQ(refused("server", Action::subscribe, "+/+/device"), "");
    EXPECT_EQ(let_in("other", "other secret"), "unknown_login") << "each broker has its own (R28)";
    EXPECT_EQ(refused("other", Action::publish, std::string{control_topic}), "unknown_login");
}

TEST_F(AtTheGate, DecidesByTheTable) {
    push({a_device("senso_1", "secret 1", "u4/300")});
    EXPECT_EQ(let_in("senso_1", "secret 1"), "");
    EXPECT_EQ(let_in("senso_1", "secret 2"), "wrong_secret");
    EXPECT_EQ(refused("senso_1", Action::publish, "u4/300/device"), "");
    EXPECT_EQ(refused("senso_1", Action::subscribe, "u4/300/+/command"), "");
    EXPECT_EQ(refused("senso_1", Action::subscribe, "#"), "not_granted");
    EXPECT_EQ(refused("senso_1", Action::publish, std::string{control_topic}), "control_topic");
}

// R30: what is published for a session that is over is its will.
TEST_F(AtTheGate, AWillIsNoStatus) {
    push({a_device("senso_1", "secret 1", "u4/300")});
    ASSERT_EQ(let_in("senso_1", "secret 1", "board", 0), "");
    ASSERT_EQ(let_in("senso_1", "secret 1", "board", 1), "");
    EXPECT_EQ(refused("senso_1", Action::publish, "u4/300/device", 0), "will");
    EXPECT_EQ(refused("senso_1", Action::publish, "u4/300/device", 1), "");
    gate.leave("board", &connections[1]);
    EXPECT_EQ(refused("senso_1", Action::publish, "u4/300/device", 1), "will");
    EXPECT_EQ(refused("senso_1", Action::publish, "u4/300/temperature", 1), "");
}

// R31: whoever took it would throw the owner off.
TEST_F(AtTheGate, AClientIdBelongsToItsLogin) {
    push({a_device("senso_1", "secret 1"), a_device("senso_2", "secret 2")});
    EXPECT_EQ(let_in("senso_1", "secret 1", "sensocampus-x-ingest"), "reserved_client_id");
    EXPECT_EQ(let_in("senso_1", "secret 1", "board", 0), "");
    EXPECT_EQ(let_in("senso_2", "secret 2", "board", 1), "client_id_in_use");
    EXPECT_EQ(let_in("senso_1", "secret 1", "board", 2), "") << "its own, again";
    gate.leave("board", &connections[2]);
    EXPECT_EQ(let_in("senso_2", "secret 2", "board", 1), "");
}

TEST_F(AtTheGate, OnlyTheServerIsHeardOnTheControlTopic) {
    push({a_device("senso_1", "secret 1")});
    const std::string removal = delta_of({{"senso_1"}, {}}, epoch, 2);
    EXPECT_FALSE(said_by("senso_1", removal));
    EXPECT_FALSE(said_by("", removal));
    EXPECT_EQ(gate.table().version(), 1U);
    EXPECT_EQ(send("nonsense").answer.status, TableStatus::malformed);
    EXPECT_EQ(send(std::string(300'000, 'x')).answer.status, TableStatus::malformed);
    EXPECT_EQ(gate.table().version(), 1U);
}

// Revoked, disabled, another secret: out. A new right or a second secret: nobody is disturbed.
TEST_F(AtTheGate, WhoHasLostHisRightIsDisconnected) {
    Account first = a_device("senso_1", "secret 1");
    Account second = a_device("senso_2", "secret 2");
    Account third = a_device("senso_3", "secret 3");
    push({first, second, third});
    ASSERT_EQ(let_in("senso_1", "secret 1", "one", 0), "");
    ASSERT_EQ(let_in("senso_2", "secret 2", "two", 1), "");
    ASSERT_EQ(let_in("senso_3", "secret 3", "three", 2), "");

    first.rooms = {{*TopicName::parse("u4/301")}};
    first.secrets.push_back(a_device("x", "the next secret").secrets.front());
    EXPECT_TRUE(send(delta_of({{}, {first}}, epoch, 2)).disconnect.empty());
    first.secrets.erase(first.secrets.begin());
    EXPECT_EQ(send(delta_of({{}, {first}}, epoch, 3)).disconnect,
              std::vector<std::string>{"one"});
    second.disabled = true;
    EXPECT_EQ(send(delta_of({{}, {second}}, epoch, 4)).disconnect,
              std::vector<std::string>{"two"});
    EXPECT_EQ(send(delta_of({{"senso_3"}, {}}, epoch, 5)).disconnect,
              std::vector<std::string>{"three"});
}

// A whole table may end thousands: they are looked at some at a time.
TEST_F(AtTheGate, AWholeTableEndsSessionsInParts) {
    std::vector<Account> accounts;
    for (int i = 0; i < 4; ++i) {
        accounts.push_back(a_device("senso_" + std::to_string(i), "secret"));
    }
    push(accounts);
    for (int i = 0; i < 4; ++i) {
        ASSERT_EQ(let_in("senso_" + std::to_string(i), "secret", std::to_string(i), i), "");
    }
    gate.leave("3", &connections[3]);
    accounts.erase(accounts.begin());
    push(accounts, 2);
    std::vector<std::string> ended;
    for (int turn = 0; turn < 3; ++turn) {
        ASSERT_TRUE(gate.has_unchecked());
        for (const std::string& client : gate.check_sessions(1)) ended.push_back(client);
    }
    EXPECT_FALSE(gate.has_unchecked());
    EXPECT_EQ(ended, std::vector<std::string>{"0"});
}

// What one connection began, the next one does not continue.
TEST_F(AtTheGate, APushEndsWithTheConnectionOfTheServer) {
    ASSERT_EQ(let_in("server", "server secret", "sensocampus-x-control", 0), "");
    const std::vector<std::string> messages = push_of({a_device("a", "secret a")}, epoch, 1);
    EXPECT_EQ(send(messages[0], 0).answer.status, TableStatus::ok);
    ASSERT_EQ(let_in("server", "server secret", "sensocampus-x-ingest", 1), "");
    gate.leave("sensocampus-x-ingest", &connections[1]);
    EXPECT_TRUE(gate.table().is_pushing()) << "the server's other connection";
    gate.leave("sensocampus-x-control", &connections[0]);
    EXPECT_FALSE(gate.table().is_pushing());
    EXPECT_EQ(send(messages[1], 0).answer.status, TableStatus::no_push);
}

// The server comes back before the broker has noticed that its old connection is dead.
TEST_F(AtTheGate, ATakeoverContinuesNoPush) {
    const std::vector<std::string> messages = push_of({a_device("a", "secret a")}, epoch, 1);
    ASSERT_EQ(let_in("server", "server secret", "sensocampus-x-control", 0), "");
    EXPECT_EQ(send(messages[0], 0).answer.status, TableStatus::ok);
    ASSERT_EQ(let_in("server", "server secret", "sensocampus-x-control", 1), "");
    gate.leave("sensocampus-x-control", &connections[0]);
    EXPECT_FALSE(gate.table().is_pushing());
    EXPECT_EQ(send(messages[0], 1).answer.status, TableStatus::ok);
    EXPECT_EQ(send(messages[1], 2).answer.status, TableStatus::no_push) << "or somebody else";
}

TEST_F(AtTheGate, AnswersWithWhatItHas) {
    push({a_device("senso_1", "secret 1")}, 40);
    ASSERT_EQ(let_in("senso_1", "secret 1"), "");
    EXPECT_EQ(send(write_frame({.type = FrameType::hello})).answer,
              (TableAnswer{.status = TableStatus::ok,
                           .epoch = epoch,
                           .applied = 40,
                           .accounts = 1,
                           .sessions = 1}));
}

}  // namespace
}  // namespace soc::plugin
