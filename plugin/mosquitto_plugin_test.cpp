// The plugin in a real Mosquitto, with real clients; the test plays the server.
#include <gtest/gtest.h>
#include <sodium.h>

#include <filesystem>
#include <fstream>
#include <memory>

#include "access/table_answer.h"
#include "core/random.h"
#include "support/mosquitto_broker.h"
#include "support/mqtt_client.h"
#include "support/table_messages.h"
#include "support/temporary_directory.h"
#include "support/wait_until.h"

namespace soc::plugin {
namespace {

using testing::a_device;
using testing::a_grant;
using testing::delta_of;
using testing::MosquittoBroker;
using testing::MqttClient;
using testing::push_of;

constexpr std::uint64_t epoch = 4;
constexpr int refused_connect = 0x87;  // MQTT 5: not authorized
constexpr int refused_subscribe = 0x87;

/// A directory with the file of the server's secret, and where the copy is kept.
struct PluginFiles {
    testing::TemporaryDirectory root;
    const std::string directory = root.path().string();

    PluginFiles() {
        std::array<std::uint8_t, 32> digest{};
        crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>("server secret"),
                           13);
        std::ofstream{directory + "/secret"} << to_hex(digest);
    }
    [[nodiscard]] MosquittoBroker::Options broker() const {
        return {.extra = "plugin " SOC_PLUGIN_FILE
                         "\nplugin_opt_bootstrap_login server"
                         "\nplugin_opt_bootstrap_secret_file " + directory + "/secret"
                         "\nplugin_opt_copy_directory " + directory,
                .anonymous = false,
                .environment = SOC_PLUGIN_ENVIRONMENT};
    }
};

/// The server's side: the control connection.
struct TestServer {
    MqttClient client;

    explicit TestServer(std::uint16_t port)
        : client{port, {.client_id = "sensocampus-test-control",
                        .login = "server",
                        .secret = "server secret"}} {
        EXPECT_EQ(client.connect(), 0);
    }
    TableAnswer send(const std::string& message) {
        client.publish(std::string{control_topic}, message);
        const auto answer = next_answer();
        EXPECT_TRUE(answer);
        return answer.value_or(TableAnswer{.status = TableStatus::unexpected});
    }
    std::optional<TableAnswer> next_answer(int timeout_ms = 10'000) {
        const auto message = client.receive(timeout_ms);
        if (!message) return std::nullopt;
        EXPECT_EQ(message->topic, control_answer_topic);
        const Result<TableAnswer> answer = parse_answer(message->payload);
        EXPECT_TRUE(answer);
        return answer ? std::optional{*answer} : std::nullopt;
    }
    void push(const std::vector<Account>& accounts, std::uint64_t version = 1) {
        for (const std::string& message : push_of(accounts, epoch, version)) {
            ASSERT_EQ(send(message).status, TableStatus::ok);
        }
        wait_durable(version);
    }
    void wait_durable(std::uint64_t version) {
        for (int i = 0; i < 50; ++i) {
            const TableAnswer answer = send(write_frame({.type = FrameType::hello}));
            if (answer.durable == version) return;
            (void)next_answer(100);
        }
        FAIL() << "version " << version << " does not get durable";
    }
};

struct PluginInMosquitto : ::testing::Test {
    PluginFiles files;
    MosquittoBroker broker{files.broker()};
    Account first = a_device("senso_1", "secret 1", "u4/300");
    Account second = a_device("senso_2", "secret 2", "u4/301");

    [[nodiscard]] MqttClient::Options board(const std::string& number, bool v5 = true) const {
        return {.client_id = "board-" + number,
                .login = "senso_" + number,
                .secret = "secret " + number,
                .v5 = v5};
    }
    static Account listener() {
        Account account{.login = "collector", .kind = AccountKind::service};
        account.secrets = a_device("x", "a collector's secret").secrets;
        account.grants = {a_grant("#", Access::subscribe)};
        return account;
    }
    static MqttClient::Options as_listener() {
        return {.client_id = "collector", .login = "collector", .secret = "a collector's secret"};
    }
};

// With nothing to go on, everybody but the server is refused, and the log says so.
TEST_F(PluginInMosquitto, RefusesEverybodyWithoutATable) {
    MqttClient client{broker.port(), board("1")};
    EXPECT_EQ(client.connect(), refused_connect);
    EXPECT_NE(broker.log().find("sensocampus: there is no copy: until the server has sent its "
                                "table, everybody but the server is refused"),
              std::string::npos);
    TestServer server{broker.port()};
    EXPECT_EQ(server.client.subscribe("+/+/device"), refused_subscribe);
    EXPECT_EQ(server.send(write_frame({.type = FrameType::hello})), TableAnswer{.sessions = 1});
}

TEST_F(PluginInMosquitto, DecidesByThePushedTable) {
    TestServer server{broker.port()};
    server.push({first, second});
    MqttClient right{broker.port(), board("1")};
    EXPECT_EQ(right.connect(), 0);
    EXPECT_EQ(right.subscribe("u4/300/+/command"), 1) << "the QoS granted";
    EXPECT_EQ(right.subscribe("u4/301/+/command"), refused_subscribe);
    EXPECT_EQ(right.subscribe("#"), refused_subscribe);
    EXPECT_EQ(right.publish("u4/300/device", "{}"), 0x10) << "no matching subscriber";
    EXPECT_EQ(right.publish("u4/301/device", "{}"), 0x87);
    EXPECT_EQ(right.publish(std::string{control_topic}, "{}"), 0x87);

    MqttClient wrong{broker.port(),
                     {.client_id = "board-9", .login = "senso_1", .secret = "secret 2"}};
    EXPECT_EQ(wrong.connect(), refused_connect);
    MqttClient nobody{broker.port(), {.client_id = "nobody", .login = "", .secret = ""}};
    EXPECT_EQ(nobody.connect(), refused_connect);
}

// A subscription of before is no right of now: each delivery is looked at.
TEST_F(PluginInMosquitto, AMovedBoardHearsItsOldRoomNoMore) {
    Account commander = listener();
    commander.login = "commander";
    commander.grants = {a_grant("#", Access::all)};
    TestServer server{broker.port()};
    server.push({first, commander});
    MqttClient moved{broker.port(), board("1")};
    MqttClient sender{broker.port(), {.client_id = "commander",
                                      .login = "commander",
                                      .secret = "a collector's secret"}};
    ASSERT_EQ(moved.connect(), 0);
    ASSERT_EQ(sender.connect(), 0);
    ASSERT_EQ(moved.subscribe("u4/300/+/command"), 1);
    sender.publish("u4/300/device/command", "first");
    EXPECT_EQ(moved.receive()->payload, "first");

    first.rooms = {{*TopicName::parse("u4/302")}};
    ASSERT_EQ(server.send(delta_of({{}, {first}}, epoch, 2)).applied, 2U);
    sender.publish("u4/300/device/command", "second");
    EXPECT_FALSE(moved.receive(300));
    EXPECT_TRUE(moved.is_connected());
}

TEST_F(PluginInMosquitto, ARevokedBoardIsDisconnectedAtOnceAndWithoutItsWill) {
    TestServer server{broker.port()};
    server.push({first, second, listener()});
    MqttClient observer{broker.port(), as_listener()};
    ASSERT_EQ(observer.connect(), 0);
    ASSERT_EQ(observer.subscribe("u4/#"), 1);
    MqttClient::Options with_will = board("1");
    with_will.will_topic = "u4/300/device";
    MqttClient revoked{broker.port(), with_will};
    MqttClient other{broker.port(), board("2")};
    ASSERT_EQ(revoked.connect(), 0);
    ASSERT_EQ(other.connect(), 0);

    EXPECT_EQ(server.send(delta_of({{"senso_1"}, {}}, epoch, 2)).accounts, 2U);
    EXPECT_TRUE(revoked.is_dropped());
    EXPECT_EQ(revoked.connect(), refused_connect);
    EXPECT_FALSE(other.is_dropped(200));
    EXPECT_FALSE(observer.receive(100)) << "the will";
}

TEST_F(PluginInMosquitto, AWholeTableEndsTheSessionsThatItDoesNotKnow) {
    TestServer server{broker.port()};
    server.push({first, second});
    MqttClient gone{broker.port(), board("1")};
    MqttClient kept{broker.port(), board("2")};
    ASSERT_EQ(gone.connect(), 0);
    ASSERT_EQ(kept.connect(), 0);
    server.push({second}, 2);
    EXPECT_TRUE(gone.is_dropped());
    EXPECT_FALSE(kept.is_dropped(200));
}

// R31. The server's client ids and everybody else's.
TEST_F(PluginInMosquitto, AClientIdIsNotTakenFromAnotherLogin) {
    TestServer server{broker.port()};
    server.push({first, second});
    MqttClient::Options as_server = board("1");
    as_server.client_id = "sensocampus-test-control";
    MqttClient thief{broker.port(), as_server};
    EXPECT_EQ(thief.connect(), refused_connect);
    EXPECT_EQ(server.send(write_frame({.type = FrameType::hello})).status, TableStatus::ok);

    MqttClient owner{broker.port(), board("1")};
    ASSERT_EQ(owner.connect(), 0);
    MqttClient::Options as_owner = board("2");
    as_owner.client_id = "board-1";
    MqttClient other{broker.port(), as_owner};
    EXPECT_EQ(other.connect(), refused_connect);
    EXPECT_FALSE(owner.is_dropped(200));
    MqttClient again{broker.port(), board("1")};
    EXPECT_EQ(again.connect(), 0) << "its own";
    EXPECT_TRUE(owner.is_dropped());
}

TEST_F(PluginInMosquitto, ATakeoverOfTheServersConnectionContinuesNoPush) {
    TestServer old_line{broker.port()};
    const std::vector<std::string> messages = push_of({first}, epoch, 1);
    ASSERT_EQ(old_line.send(messages[0]).status, TableStatus::ok);
    TestServer server{broker.port()};
    EXPECT_EQ(server.send(messages[1]).status, TableStatus::no_push);
    server.push({first}, 2);
}

// R30, also for boards that speak MQTT 3.1.1; and nobody else may say it.
TEST_F(PluginInMosquitto, AStatusSaysWhoPublishedIt) {
    TestServer server{broker.port()};
    server.push({first, second, listener()});
    MqttClient observer{broker.port(), as_listener()};
    ASSERT_EQ(observer.connect(), 0);
    ASSERT_EQ(observer.subscribe("u4/#"), 1);
    MqttClient old_board{broker.port(), board("1", false)};
    ASSERT_EQ(old_board.connect(), 0);
    old_board.publish("u4/300/device", "status");
    EXPECT_EQ(observer.receive()->login, "senso_1");
    old_board.publish("u4/300/temperature", "21");
    EXPECT_EQ(observer.receive()->login, "") << "only where the server asks";

    MqttClient liar{broker.port(), board("2")};
    ASSERT_EQ(liar.connect(), 0);
    EXPECT_EQ(liar.publish_with_property("u4/301/device", "x", "sensocampus-login", "senso_1"),
              0x87);
    EXPECT_FALSE(observer.receive(200));
    EXPECT_EQ(liar.publish_with_property("u4/301/device", "x", "other", "property"), 0);
    EXPECT_EQ(observer.receive()->login, "senso_2");
}

// R30: the broker publishes a will without asking who says it, and leaves its properties as they
// are. So nobody has one where the server asks.
TEST_F(PluginInMosquitto, AWillIsNoStatus) {
    TestServer server{broker.port()};
    Account service = listener();
    service.login = "service";
    service.grants = {a_grant("#", Access::all)};
    server.push({first, second, listener(), service});
    MqttClient observer{broker.port(), as_listener()};
    ASSERT_EQ(observer.connect(), 0);
    ASSERT_EQ(observer.subscribe("#"), 1);

    MqttClient::Options options = board("1");
    options.will_topic = "u4/300/device";
    options.will_login = "senso_2";
    MqttClient liar{broker.port(), options};
    ASSERT_EQ(liar.connect(), 0);
    liar.vanish();
    EXPECT_FALSE(observer.receive(300)) << "the connection broke";
    ASSERT_EQ(liar.connect(), 0);
    MqttClient next{broker.port(), options};
    ASSERT_EQ(next.connect(), 0);
    EXPECT_FALSE(observer.receive(300)) << "its client id was taken over";
    EXPECT_EQ(next.publish("u4/300/device", "alive"), 0);
    EXPECT_EQ(observer.receive()->login, "senso_1");

    MqttClient elsewhere{broker.port(), {.client_id = "service",
                                         .login = "service",
                                         .secret = "a collector's secret",
                                         .will_topic = "service/state"}};
    ASSERT_EQ(elsewhere.connect(), 0);
    elsewhere.vanish();
    EXPECT_EQ(observer.receive()->topic, "service/state") << "wills are nobody's harm elsewhere";
}

// The server is away, the broker starts anew: the same boards are let in.
TEST_F(PluginInMosquitto, StartsFromItsCopy) {
    {
        TestServer server{broker.port()};
        server.push({first, second}, 7);
        ASSERT_EQ(server.send(delta_of({{"senso_2"}, {}}, epoch, 8)).applied, 8U);
        server.wait_durable(8);
    }
    broker.kill();
    broker.start();
    MqttClient client{broker.port(), board("1")};
    EXPECT_EQ(client.connect(), 0);
    MqttClient revoked{broker.port(), board("2")};
    EXPECT_EQ(revoked.connect(), refused_connect);
    TestServer server{broker.port()};
    const TableAnswer answer = server.send(write_frame({.type = FrameType::hello}));
    EXPECT_EQ(answer.epoch, epoch);
    EXPECT_EQ(answer.applied, 8U);
    EXPECT_EQ(answer.durable, 8U);
    EXPECT_EQ(answer.accounts, 1U);
    EXPECT_EQ(answer.sessions, 2U);
}

TEST_F(PluginInMosquitto, AReloadDisturbsNobody) {
    TestServer server{broker.port()};
    server.push({first});
    MqttClient client{broker.port(), board("1")};
    ASSERT_EQ(client.connect(), 0);
    kill(broker.pid(), SIGHUP);
    EXPECT_FALSE(client.is_dropped(500));
    EXPECT_EQ(server.send(write_frame({.type = FrameType::hello})).sessions, 2U);
}

// The broker asks about sessions too whose clients are away.
TEST_F(PluginInMosquitto, AReloadLetsNobodyInWhoIsAway) {
    TestServer server{broker.port()};
    server.push({first, second});
    MqttClient here{broker.port(), board("2")};
    ASSERT_EQ(here.connect(), 0);
    for (int i = 0; i < 5; ++i) {
        MqttClient::Options options = board("1");
        options.client_id = "away-" + std::to_string(i);
        options.session_seconds = 600;
        MqttClient away{broker.port(), options};
        ASSERT_EQ(away.connect(), 0);
        ASSERT_EQ(away.subscribe("u4/300/+/command"), 1);
        away.disconnect();
    }
    const std::string hello = write_frame({.type = FrameType::hello});
    ASSERT_EQ(server.send(hello).sessions, 2U);
    for (int i = 0; i < 2; ++i) {
        kill(broker.pid(), SIGHUP);
        EXPECT_FALSE(here.is_dropped(300));
        EXPECT_EQ(server.send(hello).sessions, 2U);
    }
    EXPECT_EQ(here.publish("u4/301/device", "alive"), 0x10);
    MqttClient::Options taken = board("2");
    taken.client_id = "away-0";
    MqttClient other{broker.port(), taken};
    EXPECT_EQ(other.connect(), 0) << "nobody uses the client id now";
    EXPECT_EQ(server.send(hello).sessions, 3U);
}

// Whatever arrives on the control topic: an answer, and the same table and connection as before.
TEST_F(PluginInMosquitto, NonsenseIsAnsweredAndChangesNothing) {
    TestServer server{broker.port()};
    server.push({first});
    const std::string good = delta_of({{"senso_1"}, {}}, epoch, 2);
    SeededRandom random{3};
    for (int i = 0; i < 300; ++i) {
        std::string bad = good;
        const std::size_t at = random.next_u64() % bad.size();
        if (i % 3 == 0) bad.resize(at);
        else bad[at] = static_cast<char>(bad[at] + 1 + i % 200);
        EXPECT_EQ(server.send(bad).status, TableStatus::malformed);
    }
    EXPECT_EQ(server.send(std::string(900'000, 'S')).status, TableStatus::malformed);
    EXPECT_EQ(server.send(write_frame({.type = FrameType::hello})).accounts, 1U);
}

// The disk goes away and comes back: said once each, to the log and to the server.
TEST_F(PluginInMosquitto, ACopyThatCannotBeWrittenIsSaid) {
    const auto count = [&](const std::string& text) {
        const std::string log = broker.log();
        int found = 0;
        for (std::size_t at = 0; (at = log.find(text, at)) != std::string::npos; ++at) ++found;
        return found;
    };
    const std::string hello = write_frame({.type = FrameType::hello});
    TestServer server{broker.port()};
    server.push({first});
    EXPECT_EQ(server.send(hello).fault, PluginFault::none);
    std::filesystem::remove_all(files.directory);
    for (std::uint64_t version = 2; version < 5; ++version) {
        for (const std::string& message : push_of({first}, epoch, version)) {
            ASSERT_EQ(server.send(message).status, TableStatus::ok);
        }
    }
    const TableAnswer answer = server.send(hello);
    EXPECT_EQ(answer.applied, 4U);
    EXPECT_EQ(answer.durable, 1U);
    EXPECT_EQ(answer.fault, PluginFault::no_copy);
    EXPECT_EQ(count("sensocampus: the table does not get to the disk: No such file or directory"),
              1);
    std::filesystem::create_directory(files.directory);
    server.push({first}, 5);
    EXPECT_EQ(server.send(hello).fault, PluginFault::none);
    EXPECT_EQ(count("sensocampus: the table does not get to the disk"), 1);
    EXPECT_EQ(count("sensocampus: the table is on disk again"), 1);
}

// Not supported, and Mosquitto gives a plugin no way to refuse it: it is said, and nothing is lost.
TEST(PluginWithoutTicks, StillEndsSessionsAndSaysSo) {
    const PluginFiles files;
    MosquittoBroker::Options options = files.broker();
    options.listener = std::exchange(options.extra, "per_listener_settings true");
    options.shipped_file = false;
    const MosquittoBroker broker{options};
    TestServer server{broker.port()};
    server.push({a_device("senso_1", "secret 1"), a_device("senso_2", "secret 2")});
    MqttClient gone{broker.port(),
                    {.client_id = "board-1", .login = "senso_1", .secret = "secret 1"}};
    MqttClient kept{broker.port(),
                    {.client_id = "board-2", .login = "senso_2", .secret = "secret 2"}};
    ASSERT_EQ(gone.connect(), 0);
    ASSERT_EQ(kept.connect(), 0);
    server.push({a_device("senso_2", "secret 2")}, 2);
    EXPECT_TRUE(gone.is_dropped());

    const std::string hello = write_frame({.type = FrameType::hello});
    EXPECT_TRUE(testing::wait_until(
        [&] { return server.send(hello).fault == PluginFault::no_tick; },
        std::chrono::seconds{10}));
    EXPECT_NE(broker.log().find("sensocampus: the broker calls no ticks"), std::string::npos);
}

TEST(PluginOptionsInMosquitto, AWrongOptionStopsTheBrokerWithASentence) {
    PluginFiles files;
    MosquittoBroker::Options options = files.broker();
    options.extra += "\nplugin_opt_copy_dir /tmp";
    options.may_fail = true;
    const MosquittoBroker broker{options};
    EXPECT_FALSE(broker.is_running());
    EXPECT_NE(broker.log().find("sensocampus: plugin_opt_copy_dir: there is no such option"),
              std::string::npos);
}

}  // namespace
}  // namespace soc::plugin
