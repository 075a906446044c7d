// What boards are answered, as contract/http.md has it; the ledger's own rules are in service.
#include <gtest/gtest.h>

#include <string>

#include "store/device_store.h"
#include "store/place_store.h"
#include "store/type_store.h"
#include "support/web_server.h"

namespace soc::testing {
namespace {

class BoardHttp : public ::testing::Test {
protected:
    void SetUp() override {
        Device lamp;
        const Status done =
            server.database->transact(Durability::full, [&](Transaction& tx) -> Status {
                if (const Status s = place_store::insert(tx, site, "s"); !s) return s;
                if (const Status s = type_store::insert(tx, type); !s) return s;
                lamp = a_board("lamp", "30:ae:a4:00:00:04");
                if (const Status s = device_store::insert(tx, lamp, "lamp"); !s) return s;
                const Device other = a_board("other", "30:ae:a4:00:00:05");
                return device_store::insert(tx, other, "other");
            });
        ASSERT_TRUE(done) << done.error().reason;
        ASSERT_TRUE(server.access.load());
        lamp_id = lamp.id;
        ASSERT_TRUE(server.ledger.issue(lamp.id, {"ada", server.clock.now().wall}));
    }
    Device a_board(const std::string& name, const std::string& mac) {
        Device device;
        device.id = DeviceId{Uuid::v7(server.clock.now().wall, server.random)};
        device.name = name;
        device.type = type.id;
        device.site = site.id;
        device.identifiers = {{IdentifierKind::mac, mac}};
        return device;
    }
    [[nodiscard]] HttpAnswer ask(const std::string& query) const {
        return server.ask(get("/device/credentials?mac=" + query));
    }
    [[nodiscard]] std::string post(const WebServer::Session& session, const std::string& id,
                                   const std::string& action) const {
        return summary(server.ask("POST /api/v1/devices/" + id + "/credentials/" + action +
                                  " HTTP/1.1\r\nHost: campus.example\r\nContent-Length: 0\r\n" +
                                  lines_of(session) + "\r\n"));
    }

    WebServer server;
    DeviceId lamp_id;
    Site site{SiteId{Uuid::v7(server.clock.now().wall, server.random)}, "U4", "u4", "",
              "Europe/Paris", {}, {}};
    DeviceType type{TypeId{Uuid::v7(server.clock.now().wall, server.random)}, "neOSensor", "",
                    Connectivity::mqtt, {}, {}};
};

const std::string login_only = R"({"login":"senso_30aea4000004"})";

TEST_F(BoardHttp, GivesThePasswordOnceAndInTheOrderThatBoardsKnow) {
    const HttpAnswer first = ask("30:ae:a4:00:00:04");
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.field("content-type"), "application/json");
    EXPECT_EQ(first.field("cache-control"), "no-store");
    const std::string password = first.member("password");
    EXPECT_EQ(password.size(), 36U);
    EXPECT_EQ(first.body,
              R"({"login":"senso_30aea4000004","password":")" + password + R"("})");
    EXPECT_EQ(ask("30%3AAE-a4%3a00%3A00%3A04%20").body, login_only);
    EXPECT_EQ(server.ask(get("/device/credentials/?mac=+30-ae-a4-00-00-04+")).body, login_only);
}

TEST_F(BoardHttp, ConsumesNoDeliveryByAnotherMethod) {
    for (const char* method : {"HEAD", "POST", "PUT", "DELETE", "OPTIONS", "BREW"}) {
        HttpClient client = server.connect();
        ASSERT_TRUE(client.send(std::string{method} +
                                " /device/credentials?mac=30:ae:a4:00:00:04 HTTP/1.1\r\n"
                                "Host: campus.example\r\nContent-Length: 0\r\n\r\n"));
        const HttpAnswer answer = client.read_answer(std::string{method} == "HEAD");
        EXPECT_EQ(answer.status, 405) << method;
        EXPECT_EQ(answer.field("allow"), "GET") << method;
    }
    EXPECT_EQ(ask("30:ae:a4:00:00:04").member("password").size(), 36U);
}

TEST_F(BoardHttp, RefusesWhomItDoesNotKnow) {
    for (const char* mac : {"", "x", "30aea4000004", "30:ae:a4:00:00", "30:ae:a4:00:00:99"}) {
        EXPECT_EQ(ask(mac).status, 403) << mac;
    }
    EXPECT_EQ(server.ask(get("/device/credentials")).status, 403);
    EXPECT_EQ(server.ask(get("/device/credentialsXYZ")).status, 404);
}

// Twenty a minute from one address; whoever is known is never told to wait, there or elsewhere.
TEST_F(BoardHttp, SlowsOnlyUnknownMacsAndOnlyTheirAddress) {
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(ask(i % 2 == 0 ? "30:ae:a4:00:00:99" : "guess").status, 403) << i;
    }
    EXPECT_EQ(summary(ask("30:ae:a4:00:00:99")), "429 too_many_unknown_macs");
    EXPECT_EQ(ask("guess").field("retry-after"), "60");
    EXPECT_EQ(ask("30:ae:a4:00:00:04").status, 200);
    const std::string unknown = get("/device/credentials?mac=30:ae:a4:00:00:99");
    EXPECT_EQ(server.connect("127.0.0.2").exchange(unknown).status, 403);
    server.clock.advance(std::chrono::minutes{1});
    EXPECT_EQ(ask("30:ae:a4:00:00:99").status, 403);
}

// R25.
TEST_F(BoardHttp, NeedsTheDatabaseForFirstDeliveriesOnly) {
    EXPECT_EQ(ask("30:ae:a4:00:00:04").status, 200);
    server.faults->fail(FaultAt::connect, Error::unavailable("database_down"));
    server.faults->fail(FaultAt::statement, Error::unavailable("database_down"));
    EXPECT_EQ(ask("30:ae:a4:00:00:04").body, login_only);
    const HttpAnswer first = ask("30:ae:a4:00:00:05");
    EXPECT_EQ(summary(first), "503 database_down");
    EXPECT_EQ(first.field("retry-after"), "10");
    EXPECT_EQ(ask("30:ae:a4:00:00:99").status, 403);
    server.faults->heal();
    EXPECT_EQ(ask("30:ae:a4:00:00:05").status, 200);
}

TEST_F(BoardHttp, LetsOperatorsChangeSecrets) {
    const WebServer::Session ada = server.sign_in("ada");
    const std::string id = lamp_id.to_string();
    EXPECT_EQ(post(ada, id, "issue"), "409 already_issued");
    EXPECT_EQ(post(ada, id, "rotate"), "409 never_used");
    EXPECT_EQ(post(ada, id, "redeliver"), "204");
    EXPECT_EQ(ask("30:ae:a4:00:00:04").member("password").size(), 36U);
    EXPECT_EQ(post(ada, id, "revoke"), "204");
    EXPECT_EQ(ask("30:ae:a4:00:00:04").member("password").size(), 36U);
    EXPECT_EQ(post(ada, id, "reveal"), "404 not_found");
    EXPECT_EQ(post(ada, "30aea4000004", "revoke"), "404 not_found");
    EXPECT_EQ(post(ada, site.id.to_string(), "revoke"), "404 not_found");
    EXPECT_EQ(post(server.sign_in("vic"), id, "revoke"), "403 role_too_low");
    EXPECT_EQ(post({}, id, "revoke"), "401 not_signed_in");
}

}  // namespace
}  // namespace soc::testing
