// What brokers are answered over HTTP, as contract/http.md has it.
#include <gtest/gtest.h>

#include <string>

#include "access/board_credentials.h"
#include "store/device_store.h"
#include "store/grant_store.h"
#include "store/place_store.h"
#include "store/type_store.h"
#include "support/web_server.h"

namespace soc::testing {
namespace {

using namespace std::string_literals;

class BrokerHttp : public ::testing::Test {
protected:
    void SetUp() override {
        const Status done = server.database->transact(Durability::full, [&](Transaction& tx) {
            return register_lamp(tx);
        });
        ASSERT_TRUE(done) << done.error().reason;
        ASSERT_TRUE(server.access.load());
        ASSERT_TRUE(server.ledger.issue(lamp, {"ada", server.clock.now().wall}));
        secret = server.ask(get("/device/credentials?mac=30:ae:a4:00:00:04")).member("password");
    }
    Status register_lamp(Transaction& tx) {
        const auto id = [&] { return Uuid::v7(server.clock.now().wall, server.random); };
        const Site site{SiteId{id()}, "U4", "u4", "", "Europe/Paris", {}, {}};
        const Building building{BuildingId{id()}, site.id, "U4", "u4", {}};
        const Room room{RoomId{id()}, building.id, {}, "300", "300"};
        const DeviceType type{TypeId{id()}, "neOSensor", "", Connectivity::mqtt, {}, {}};
        if (const Status s = place_store::insert(tx, site, "s"); !s) return s;
        if (const Status s = place_store::insert(tx, building, "b"); !s) return s;
        if (const Status s = place_store::insert(tx, room, "r"); !s) return s;
        if (const Status s = type_store::insert(tx, type); !s) return s;
        Device device;
        device.id = lamp = DeviceId{id()};
        device.name = "lamp";
        device.type = type.id;
        device.site = site.id;
        device.rooms = {room.id};
        device.identifiers = {{IdentifierKind::mac, "30:ae:a4:00:00:04"}};
        return device_store::insert(tx, device, "lamp");
    }
    [[nodiscard]] static std::string post(const std::string& path, const std::string& body,
                                          const std::string& lines = {}) {
        return "POST /mqtt_auth/" + path + " HTTP/1.1\r\nHost: campus.example\r\n" + lines +
               "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    [[nodiscard]] std::string ask(const std::string& path, const std::string& body,
                                  const std::string& lines = {}) const {
        return summary(server.ask(post(path, body, lines)));
    }
    [[nodiscard]] std::string acl(const std::string& acc, const std::string& topic) const {
        return ask("acl", "username=" + login + "&topic=" + topic + "&clientid=c&acc=" + acc);
    }
    [[nodiscard]] std::string good() const {
        return "username=" + login + "&password=" + secret;
    }
    [[nodiscard]] bool counted(const std::string& answer, int times) const {
        return server.metrics.scrape().find("sensocampus_broker_answers_total{answer=\"" + answer +
                                            "\"} " + std::to_string(times) + "\n") !=
               std::string::npos;
    }

    WebServer server;
    DeviceId lamp;
    const std::string login = "senso_30aea4000004";
    std::string secret;
};

TEST_F(BrokerHttp, LetsAKnownLoginInWithAnEmptyAnswer) {
    const HttpAnswer granted = server.ask(post("auth", good() + "&clientid=x&topic=&acc=-1"));
    EXPECT_EQ(granted.status, 200);
    EXPECT_EQ(granted.body, "");
    EXPECT_EQ(granted.field("content-length"), "0");
    EXPECT_EQ(ask("auth/", "password=+" + secret + "%0a&username=%20" + login), "200");
    EXPECT_EQ(ask("auth", "username=test&password=test"), "200") << "the sandbox (R33)";
    EXPECT_TRUE(counted("granted", 3));
}

TEST_F(BrokerHttp, SaysAndCountsWhyItRefuses) {
    const std::string long_text(513, 'x');
    EXPECT_EQ(ask("auth", "username=" + login + "&password=x"), "403 wrong_secret");
    EXPECT_EQ(ask("auth", "username=SENSO_30AEA4000004&password=" + secret), "403 unknown_login");
    EXPECT_EQ(ask("auth", "username=" + login), "403 field_missing");
    EXPECT_EQ(ask("auth", "password=" + secret + "&username=+%09+"), "403 field_missing");
    EXPECT_EQ(ask("auth", ""), "403 field_missing");
    EXPECT_EQ(ask("auth", "username=" + login + "&password=" + long_text), "403 field_too_long");
    EXPECT_EQ(ask("auth", "username=" + long_text.substr(1) + "&password=x"),
              "403 unknown_login");
    EXPECT_EQ(ask("auth", good() + "&password=x"), "400 repeated");
    EXPECT_EQ(ask("auth", "username=%"), "400 percent_encoding");
    EXPECT_EQ(ask("superuser", "username=" + login), "403 no_superuser");
    EXPECT_EQ(ask("superuser", ""), "403 no_superuser");
    EXPECT_EQ(ask("superuser", "%"), "400 percent_encoding");
    EXPECT_TRUE(counted("field_missing", 3));
    EXPECT_TRUE(counted("wrong_secret", 1));
    EXPECT_TRUE(counted("no_superuser", 2));
    EXPECT_TRUE(counted("percent_encoding", 2));
}

// 512 characters, not bytes: `é` has two, six when they are escaped.
TEST_F(BrokerHttp, CountsCharacters) {
    std::string topic = "u4/300/";
    for (int i = 0; i < 505; ++i) topic += "%C3%A9";
    EXPECT_EQ(acl("2", topic), "200");
    EXPECT_EQ(acl("2", topic + "e"), "403 field_too_long");
    EXPECT_EQ(acl("2", topic + "++"), "200") << "without blanks it is as long";
}

// Each row of the contract about `acc`; access_decision_test.cpp has the rules themselves.
TEST_F(BrokerHttp, DecidesByTheNumber) {
    EXPECT_EQ(acl("2", "u4/300/device"), "200");
    EXPECT_EQ(acl("2", "u4/300/device/command"), "403 not_granted");
    EXPECT_EQ(acl("2", "u4/300/%2B"), "403 has_wildcard");
    EXPECT_EQ(acl("1", "u4/300/device/command"), "200");
    EXPECT_EQ(acl("1", "u4/300/device"), "403 not_granted");
    EXPECT_EQ(acl("4", "u4/300/%2B/command"), "200");
    EXPECT_EQ(acl("4", "u4/300/device/command"), "200");
    EXPECT_EQ(acl("4", "u4/300/%23"), "403 not_granted");
    EXPECT_EQ(acl("4", "%23"), "403 not_granted");
    EXPECT_EQ(acl("4", "u4/%23/x"), "403 hash_not_last");
    EXPECT_EQ(acl("4", "%24share/g/u4/300/%2B/command"), "200");
    EXPECT_EQ(acl("4", "%24share/g/%23"), "403 not_granted");
    EXPECT_EQ(acl("2", "%24CONTROL/sensocampus/v1"), "403 control_topic");
    EXPECT_EQ(acl("2", "%ff"), "403 not_utf8");
    EXPECT_EQ(acl("3", "u4/300/device"), "403 not_granted") << "both are required";
    EXPECT_EQ(acl("3", "u4/300/device/command"), "403 not_granted");
    EXPECT_EQ(acl("+2+", "+u4/300/device+"), "200");
    for (const char* acc : {"0", "5", "8", "-1"}) {
        EXPECT_EQ(acl(acc, "u4/300/device"), "403 unknown_acc") << acc;
    }
    for (const char* acc : {"x", "2x", "2.0", "99999999999"}) {
        EXPECT_EQ(acl(acc, "u4/300/device"), "400 not_an_integer") << acc;
    }
    EXPECT_EQ(acl("", "u4/300/device"), "403 field_missing");
    EXPECT_EQ(acl("2", ""), "403 field_missing");
    EXPECT_EQ(ask("acl", "username=" + login + "&topic=u4/300/device&acc=2"), "403 field_missing");
    EXPECT_EQ(ask("acl", "username=x&topic=u4/300/device&acc=2&clientid=c"), "403 unknown_login");
    EXPECT_EQ(ask("acl/", "username=test&topic=TestTopic/a/b&acc=2&clientid=c"), "200");
}

TEST_F(BrokerHttp, AllowsReadingAndWritingWhereBothAreGranted) {
    ASSERT_TRUE(server.database->transact(Durability::full, [&](Transaction& tx) {
        const Grant extra{*TopicFilter::parse("extra/#"), Access::all};
        return grant_store::replace_of_device(tx, lamp, {&extra, 1});
    }));
    ASSERT_TRUE(server.access.refresh(lamp));
    EXPECT_EQ(acl("3", "extra/x"), "200");
    EXPECT_EQ(acl("3", "extra"), "200") << "`#` includes the parent level";
    EXPECT_EQ(acl("3", "u4/300/device"), "403 not_granted");
}

TEST_F(BrokerHttp, KnowsItsPathsAndTheirMethodOnly) {
    for (const char* path :
         {"authXYZ", "auth/x", "auth//", "superuser/", "superuserx", "acls", ""}) {
        EXPECT_EQ(ask(path, good()).substr(0, 3), "404") << path;
    }
    for (const char* path : {"auth", "auth/", "superuser", "acl", "acl/"}) {
        for (const char* method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}) {
            HttpClient client = server.connect();
            ASSERT_TRUE(client.send(method + " /mqtt_auth/"s + path +
                                    " HTTP/1.1\r\nHost: campus.example\r\n"
                                    "Content-Length: 0\r\n\r\n"));
            const HttpAnswer answer = client.read_answer(method == "HEAD"s);
            EXPECT_EQ(answer.status, 405) << method << ' ' << path;
            EXPECT_EQ(answer.field("allow"), "POST") << method << ' ' << path;
        }
    }
}

TEST_F(BrokerHttp, TakesFormsOnlyAndNotWithoutEnd) {
    EXPECT_EQ(summary(server.ask(send_json("POST", "/mqtt_auth/auth", "", "{}"))),
              "400 form_required");
    EXPECT_EQ(ask("auth", good() + "&x=" + std::string(64 * 1024, 'x')), "413 too_large");
    EXPECT_EQ(summary(server.ask("POST /mqtt_auth/auth HTTP/1.0\r\nContent-Length: 0\r\n\r\n")),
              "400 form_required");
    const std::string body = "--b\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\n" +
                             login + "\r\n--b\r\nContent-Disposition: form-data; "
                             "name=\"password\"\r\n\r\n " + secret + " \r\n--b--\r\n";
    EXPECT_EQ(server.ask("POST /mqtt_auth/auth HTTP/1.1\r\nHost: campus.example\r\n"
                         "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " +
                         std::to_string(body.size()) + "\r\n\r\n" + body).status,
              200);
}

// No cookie, no token, and whatever a client library says of itself.
TEST_F(BrokerHttp, AsksForNoSession) {
    EXPECT_EQ(ask("auth", good(), "Origin: http://elsewhere\r\nCookie: sensocampus=x\r\n"), "200");
}

// R25, and the use is noted when the database is back.
TEST_F(BrokerHttp, AnswersFromMemory) {
    server.faults->fail(FaultAt::connect, Error::unavailable("database_down"));
    server.faults->fail(FaultAt::statement, Error::unavailable("database_down"));
    EXPECT_EQ(ask("auth", good()), "200");
    EXPECT_EQ(acl("2", "u4/300/device"), "200");
    EXPECT_EQ(ask("auth", "username=" + login + "&password=x"), "403 wrong_secret");
    EXPECT_FALSE(server.uses.flush());
    server.faults->heal();
    EXPECT_FALSE(server.ledger.list(lamp)->front().first_use);
    ASSERT_TRUE(server.uses.flush());
    EXPECT_EQ(server.ledger.list(lamp)->front().first_use,
              (Credential::Use{server.clock.now().wall, "127.0.0.1", ""}));
}

// R34, R41: who asks is told by the trusted proxy, and by nobody else.
TEST(BrokerHttpNetworks, AnswersItsClientsOnly) {
    HttpOptions options = WebServer::short_limits();
    options.trusted_proxies = {*IpNetwork::parse("127.0.0.2")};
    options.auth_clients = {*IpNetwork::parse("127.0.0.3"), *IpNetwork::parse("192.0.2.0/24")};
    const WebServer server{options};
    const auto ask = [&](const std::string& from, const std::string& lines = {}) {
        return summary(server.connect(from).exchange(
            "POST /mqtt_auth/acl HTTP/1.1\r\nHost: campus.example\r\n" + lines +
            "Content-Length: 1\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n%"));
    };
    EXPECT_EQ(ask("127.0.0.3"), "400 percent_encoding");
    EXPECT_EQ(ask("127.0.0.1"), "403 not_an_auth_client");
    EXPECT_EQ(ask("127.0.0.1", "X-Forwarded-For: 192.0.2.9\r\n"), "403 not_an_auth_client");
    EXPECT_EQ(ask("127.0.0.2", "X-Forwarded-For: 192.0.2.9\r\n"), "400 percent_encoding");
    EXPECT_EQ(ask("127.0.0.2", "X-Forwarded-For: 198.51.100.9\r\n"), "403 not_an_auth_client");
    EXPECT_EQ(ask("127.0.0.2"), "403 not_an_auth_client");
    EXPECT_NE(server.metrics.scrape().find(
                  "sensocampus_broker_answers_total{answer=\"not_an_auth_client\"} 4\n"),
              std::string::npos);
    EXPECT_EQ(server.connect("127.0.0.1").exchange(
                  get("/device/credentials?mac=30:ae:a4:00:00:99")).status,
              403) << "boards may ask from anywhere";
}

}  // namespace
}  // namespace soc::testing
