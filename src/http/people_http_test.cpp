// Signing in, cookies, cross-site requests and rights, as a browser and its enemies meet them.
#include <gtest/gtest.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "support/web_server.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

const std::string same_site = "Sec-Fetch-Site: same-origin\r\n";

std::string credentials(const std::string& name, const std::string& password) {
    return R"({"name":")" + name + R"(","password":")" + password + R"("})";
}

HttpAnswer log_in(const WebServer& server, const std::string& name, const std::string& password,
                  const std::string& lines = same_site) {
    return server.ask(send_json("POST", "/api/v1/login", lines, credentials(name, password)));
}

TEST(Login, SaysWhoIsSignedIn) {
    const WebServer server;
    const HttpAnswer answer = log_in(server, "ada", WebServer::password_of_everybody);
    ASSERT_EQ(answer.status, 200) << answer.body;
    const std::string csrf = answer.member("csrf_token");
    EXPECT_EQ(csrf.size(), 43U);
    const std::string me = R"({"name":"ada","role":"administrator","csrf_token":")" + csrf +
                           R"(","instance":"test","version":"1.2.3","demonstration":false})";
    EXPECT_EQ(answer.body, me);

    const std::string cookie = answer.field("set-cookie");
    const std::string pair = cookie.substr(0, cookie.find(';'));
    EXPECT_EQ(server.ask(get("/api/v1/me", "Cookie: a=b; " + pair + "; c=d\r\n")).body, me);
}

TEST(Login, GivesTheSameWordForAnyWrongPair) {
    const WebServer server;
    EXPECT_EQ(summary(log_in(server, "ada", "wrong password")), "401 wrong_name_or_password");
    EXPECT_EQ(summary(log_in(server, "nobody", "wrong password")), "401 wrong_name_or_password");
    EXPECT_EQ(summary(log_in(server, "ADA", WebServer::password_of_everybody)),
              "401 wrong_name_or_password");
}

TEST(Login, RefusesABodyThatIsNone) {
    const WebServer server;
    const auto post = [&](const std::string& body) {
        return summary(server.ask(send_json("POST", "/api/v1/login", same_site, body)));
    };
    EXPECT_EQ(post("{"), "400 not_json");
    EXPECT_EQ(post("{}"), "400 missing");
    EXPECT_EQ(post(R"({"name":"ada","password":"x","admin":true})"), "400 unknown_member");
    EXPECT_EQ(post(credentials("", "x")), "400 empty");
    EXPECT_EQ(post(credentials("ada", "")), "400 empty");
    EXPECT_EQ(post(credentials(std::string(65, 'a'), "x")), "400 too_long");
    EXPECT_EQ(post(credentials("ada", std::string(257, 'a'))), "400 too_long");
    EXPECT_EQ(post(R"({"name":"ada","password":7})"), "400 not_text");
}

// A form of another site can be sent without asking us; JSON cannot.
TEST(Login, WantsJson) {
    const WebServer server;
    const std::string body = credentials("ada", WebServer::password_of_everybody);
    const auto post = [&](const std::string& type) {
        return summary(server.ask("POST /api/v1/login HTTP/1.1\r\nHost: campus.example\r\n" +
                                  same_site + type +
                                  "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                                  body));
    };
    EXPECT_EQ(post("Content-Type: application/json; charset=utf-8\r\n"), "200");
    EXPECT_EQ(post("Content-Type: Application/JSON\r\n"), "200");
    EXPECT_EQ(post("Content-Type: text/plain\r\n"), "415 json_required");
    EXPECT_EQ(post("Content-Type: application/jsonp\r\n"), "415 json_required");
    EXPECT_EQ(post(""), "415 json_required");
}

TEST(Login, IsSlowedAfterSeveralFailures) {
    WebServer server;
    for (int i = 0; i < 5; ++i) ASSERT_EQ(log_in(server, "ada", "wrong password").status, 401);
    const HttpAnswer slowed = log_in(server, "ada", WebServer::password_of_everybody);
    EXPECT_EQ(summary(slowed), "429 too_many_attempts");
    EXPECT_EQ(slowed.field("retry-after"), "1");

    server.clock.advance(1s);
    EXPECT_EQ(log_in(server, "ada", WebServer::password_of_everybody).status, 200)
        << "slowed, never locked";
}

// Somebody guesses from the owner's own address; the browser that the owner used before is not
// slowed by it, nor forgotten at the end of its session (R48).
TEST(Login, IsNotSlowedByOthersInABrowserThatIsKnown) {
    const WebServer server;
    const HttpAnswer before = log_in(server, "ada", WebServer::password_of_everybody);
    const std::string cookies = before.field("set-cookie");
    const std::size_t at = cookies.find("sensocampus-browser=");
    ASSERT_NE(at, std::string::npos) << cookies;
    const std::string cookie = cookies.substr(at);
    EXPECT_EQ(cookie.substr(cookie.find(';')),
              "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");
    const std::string mark =
        "Cookie: x=y; " + cookie.substr(0, cookie.find(';')) + "\r\n" + same_site;

    for (int i = 0; i < 5; ++i) ASSERT_EQ(log_in(server, "ada", "wrong password").status, 401);
    EXPECT_EQ(log_in(server, "ada", WebServer::password_of_everybody).status, 429);
    EXPECT_EQ(log_in(server, "ada", "wrong password", mark).status, 401) << "it may mistype, too";
    EXPECT_EQ(log_in(server, "ada", WebServer::password_of_everybody, mark).status, 200);
    EXPECT_EQ(server.ask(get("/api/v1/me", mark)).status, 401) << "it opens nothing";

    for (int i = 0; i < 5; ++i) ASSERT_EQ(log_in(server, "vic", "wrong password").status, 401);
    EXPECT_EQ(log_in(server, "vic", WebServer::password_of_everybody, mark).status, 429)
        << "it is known for ada";
}

// ---- cookies -------------------------------------------------------------------------------

HttpOptions behind_a_proxy() {
    HttpOptions options = WebServer::short_limits();
    options.trusted_proxies = {*IpNetwork::parse("127.0.0.1/32")};
    return options;
}

/// Of the first one, the session's.
std::string attributes(const HttpAnswer& answer) {
    std::string cookie = answer.field("set-cookie");
    cookie.resize(std::min(cookie.find(", "), cookie.size()));
    return cookie.substr(0, cookie.find('=')) + cookie.substr(cookie.find(';'));
}

TEST(Cookie, IsPlainUnderHttp) {
    const WebServer server;
    const HttpAnswer answer = log_in(server, "ada", WebServer::password_of_everybody,
                                     same_site + "X-Forwarded-Proto: https\r\n");
    EXPECT_EQ(attributes(answer), "sensocampus; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");
    EXPECT_EQ(answer.field("strict-transport-security"), "") << "nobody trusted said https";
}

TEST(Cookie, IsBoundToTheHostUnderHttps) {
    const WebServer server{behind_a_proxy()};
    const std::string https = same_site + "X-Forwarded-Proto: https\r\n";
    const HttpAnswer answer =
        log_in(server, "ada", WebServer::password_of_everybody, https);
    EXPECT_EQ(attributes(answer),
              "__Host-sensocampus; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure");
    EXPECT_EQ(answer.field("strict-transport-security"), "max-age=31536000");

    // Under https only the bound name counts: a plain one may come from a page over http.
    const std::string cookie = answer.field("set-cookie");
    const std::string value = cookie.substr(cookie.find('='), 44);
    const auto me = [&](const std::string& name, const std::string& lines) {
        return server.ask(get("/api/v1/me", "Cookie: " + name + value + "\r\n" + lines)).status;
    };
    EXPECT_EQ(me("__Host-sensocampus", https), 200);
    EXPECT_EQ(me("sensocampus", https), 401);
    EXPECT_EQ(me("__Host-sensocampus", ""), 401);
    EXPECT_EQ(me("sensocampus", ""), 200);
}

TEST(Cookie, IsForgottenAtSignOut) {
    const WebServer server;
    const auto session = server.sign_in("ada");
    const HttpAnswer answer =
        server.ask("POST /api/v1/logout HTTP/1.1\r\nHost: campus.example\r\n" +
                   lines_of(session) + "\r\n");
    EXPECT_EQ(answer.status, 204);
    EXPECT_EQ(answer.field("set-cookie"),
              "sensocampus=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    EXPECT_EQ(summary(server.ask(get("/api/v1/me", "Cookie: " + session.cookie + "\r\n"))),
              "401 not_signed_in");
}

TEST(Cookie, MeansNothingWhenItIsNotOurs) {
    const WebServer server;
    const std::string unknown(43, 'A');
    for (const std::string& cookie :
         {std::string{}, std::string{"sensocampus="}, "sensocampus=" + unknown,
          std::string{"sensocampus=short"}, "SENSOCAMPUS=" + unknown, std::string{";;;=;"}}) {
        EXPECT_EQ(summary(server.ask(get("/api/v1/me", "Cookie: " + cookie + "\r\n"))),
                  "401 not_signed_in")
            << cookie;
    }
}

TEST(Session, EndsWhenNobodyUsesIt) {
    WebServer server;
    const auto session = server.sign_in("ada");
    const auto me = [&] {
        return server.ask(get("/api/v1/me", "Cookie: " + session.cookie + "\r\n")).status;
    };
    server.clock.advance(12h - 1us);
    EXPECT_EQ(me(), 200);
    server.clock.advance(12h - 1us);
    EXPECT_EQ(me(), 200) << "the idle time began anew";
    server.clock.advance(12h);
    EXPECT_EQ(me(), 401);
}

// ---- requests from other sites -------------------------------------------------------------

struct CrossSite {
    std::string lines;
    const char* login;   ///< needs no token
    const char* change;  ///< with the right token
};

// Who may change something, by what the browser says of the page that asks (R42).
TEST(Csrf, JudgesWhereARequestComesFrom) {
    const std::vector<CrossSite> table{
        {"", "403 cross_site", "403 cross_site"},
        {"Origin: http://campus.example\r\n", "401 wrong_name_or_password", "204"},
        {"Origin: https://campus.example\r\n", "401 wrong_name_or_password", "204"},
        {"Origin: http://CAMPUS.example\r\n", "401 wrong_name_or_password", "204"},
        {"Origin: http://campus.example:8000\r\n", "403 cross_site", "403 cross_site"},
        {"Origin: http://evil.example\r\n", "403 cross_site", "403 cross_site"},
        {"Origin: http://campus.example.evil.example\r\n", "403 cross_site", "403 cross_site"},
        {"Origin: null\r\n", "403 cross_site", "403 cross_site"},
        {"Origin: campus.example\r\n", "403 cross_site", "403 cross_site"},
        {"Origin: http://campus.example\r\nOrigin: http://evil.example\r\n", "403 cross_site",
         "403 cross_site"},
        {"Sec-Fetch-Site: same-origin\r\n", "401 wrong_name_or_password", "204"},
        {"Sec-Fetch-Site: same-site\r\n", "403 cross_site", "403 cross_site"},
        {"Sec-Fetch-Site: cross-site\r\n", "403 cross_site", "403 cross_site"},
        {"Sec-Fetch-Site: none\r\n", "403 cross_site", "403 cross_site"},
        {"Sec-Fetch-Site: cross-site\r\nOrigin: http://campus.example\r\n", "403 cross_site",
         "403 cross_site"},
        {"Sec-Fetch-Site: same-origin\r\nOrigin: http://inner.example\r\n",
         "401 wrong_name_or_password", "204"},
    };
    WebServer server;
    for (const CrossSite& row : table) {
        server.clock.advance(2h);  // so that no failure slows the next
        EXPECT_EQ(summary(log_in(server, "vic", "wrong password", row.lines)), row.login)
            << row.lines;
        const auto session = server.sign_in("vic");
        const HttpAnswer change =
            server.ask("POST /api/v1/logout HTTP/1.1\r\nHost: campus.example\r\nCookie: " +
                       session.cookie + "\r\nX-CSRF-Token: " + session.csrf_token + "\r\n" +
                       row.lines + "\r\n");
        EXPECT_EQ(summary(change), row.change) << row.lines;
    }
}

TEST(Csrf, WantsTheTokenOfThisSession) {
    const WebServer server;
    const auto mine = server.sign_in("vic");
    const auto other = server.sign_in("ada");
    const auto log_out = [&](const std::string& token_line) {
        return summary(server.ask("POST /api/v1/logout HTTP/1.1\r\nHost: campus.example\r\n" +
                                  same_site + "Cookie: " + mine.cookie + "\r\n" + token_line +
                                  "\r\n"));
    };
    EXPECT_EQ(log_out(""), "403 csrf_token");
    EXPECT_EQ(log_out("X-CSRF-Token: \r\n"), "403 csrf_token");
    EXPECT_EQ(log_out("X-CSRF-Token: " + other.csrf_token + "\r\n"), "403 csrf_token");
    EXPECT_EQ(log_out("X-CSRF-Token: " + mine.csrf_token.substr(1) + "\r\n"), "403 csrf_token");
    EXPECT_EQ(log_out("X-CSRF-Token: " + mine.csrf_token + "\r\n"), "204");
}

// ---- rights --------------------------------------------------------------------------------

TEST(Rights, HoldForEveryRole) {
    const WebServer server;
    const auto viewer = server.sign_in("vic");
    const auto admin = server.sign_in("ada");
    const std::string eve =
        R"({"name":"eve","role":"operator","password":"correct horse battery"})";
    EXPECT_EQ(summary(server.ask(get("/api/v1/users"))), "401 not_signed_in");
    EXPECT_EQ(summary(server.ask(get("/api/v1/users", lines_of(viewer)))), "403 role_too_low");
    EXPECT_EQ(summary(server.ask(send_json("POST", "/api/v1/users", lines_of(viewer), eve))),
              "403 role_too_low");
    const HttpAnswer list = server.ask(get("/api/v1/users", lines_of(admin)));
    EXPECT_EQ(list.status, 200);
    EXPECT_NE(list.body.find(R"("name":"vic","role":"viewer")"), std::string::npos) << list.body;
    EXPECT_EQ(list.body.find("argon2"), std::string::npos);
}

TEST(Users, AreAddedAndGivenPasswords) {
    const WebServer server;
    const auto admin = server.sign_in("ada");
    const auto post = [&](const std::string& body) {
        return server.ask(send_json("POST", "/api/v1/users", lines_of(admin), body));
    };
    const HttpAnswer added =
        post(R"({"name":"eve","role":"operator","password":"correct horse battery"})");
    EXPECT_EQ(added.status, 201) << added.body;
    EXPECT_EQ(added.member("name"), "eve");
    EXPECT_EQ(added.member("role"), "operator");
    const auto refused = [&](const std::string& name, const std::string& role,
                             const std::string& password) {
        return summary(post(R"({"name":")" + name + R"(","role":")" + role +
                            R"(","password":")" + password + R"("})"));
    };
    const std::string good = "correct horse battery";
    EXPECT_EQ(refused("eve", "viewer", good), "409 already_registered");
    EXPECT_EQ(refused("eva", "owner", good), "400 unknown_role");
    EXPECT_EQ(refused("local", "viewer", good), "400 reserved");
    EXPECT_EQ(refused("administrator", "viewer", "Administrator1"), "400 contains_name");

    const auto eve = server.sign_in("eve");
    ASSERT_NE(eve.cookie, "");
    const auto put = [&](const std::string& name, const std::string& password) {
        return summary(server.ask(send_json("PUT", "/api/v1/users/" + name + "/password",
                                            lines_of(admin),
                                            R"({"password":")" + password + R"("})")));
    };
    EXPECT_EQ(put("eve", "short"), "400 too_short");
    EXPECT_EQ(put("nobody", "another horse battery"), "404 not_found");
    EXPECT_EQ(put("e%76e", "another horse battery"), "204");
    EXPECT_EQ(summary(server.ask(get("/api/v1/me", lines_of(eve)))), "401 not_signed_in")
        << "a new password ends the sessions";
    EXPECT_EQ(summary(log_in(server, "eve", WebServer::password_of_everybody)),
              "401 wrong_name_or_password");
    EXPECT_EQ(log_in(server, "eve", "another horse battery").status, 200);
}

// ---- while the database is down (R25) ------------------------------------------------------

TEST(Outage, LeavesHealthAndKnownSessionsAtWork) {
    const WebServer server;
    const auto known = server.sign_in("ada");
    server.faults->fail(FaultAt::statement, Error::unavailable("database_down"));

    EXPECT_EQ(server.ask(get("/health/live")).status, 200);
    EXPECT_EQ(server.ask(get("/metrics")).status, 200);
    EXPECT_EQ(server.ask(get("/api/v1/me", lines_of(known))).status, 200);
    EXPECT_EQ(summary(server.ask(get("/api/v1/me", "Cookie: sensocampus=" + std::string(43, 'A') +
                                                       "\r\n"))),
              "503 database_down")
        << "nobody can say whose session that is";
    const HttpAnswer login = log_in(server, "ada", WebServer::password_of_everybody);
    EXPECT_EQ(summary(login), "503 database_down");
    EXPECT_EQ(login.field("retry-after"), "5");
    EXPECT_EQ(summary(server.ask(get("/api/v1/users", lines_of(known)))), "503 database_down");

    server.faults->heal();
    EXPECT_EQ(log_in(server, "ada", WebServer::password_of_everybody).status, 200);
}

TEST(Outage, EndsASessionEvenThoughItCannotBeWritten) {
    const WebServer server;
    const auto session = server.sign_in("ada");
    server.faults->fail(FaultAt::statement, Error::unavailable("database_down"));
    EXPECT_EQ(summary(server.ask("POST /api/v1/logout HTTP/1.1\r\nHost: campus.example\r\n" +
                                 lines_of(session) + "\r\n")),
              "503 database_down");
    EXPECT_EQ(summary(server.ask(get("/api/v1/me", lines_of(session)))), "401 not_signed_in");
    server.faults->heal();
    EXPECT_EQ(summary(server.ask(get("/api/v1/me", lines_of(session)))), "401 not_signed_in");
}

TEST(Readiness, IsShownByDependency) {
    WebServer server;
    server.readiness.report("database", DependencyState::ok, "", server.clock.now());
    server.readiness.report("broker main", DependencyState::degraded, "no canary for 25 s",
                            server.clock.now());
    HttpAnswer ready = server.ask(get("/health/ready"));
    EXPECT_EQ(ready.status, 200);
    EXPECT_NE(ready.body.find(R"({"name":"broker main","state":"degraded","since":")"),
              std::string::npos)
        << ready.body;

    server.readiness.report("database", DependencyState::down, "no connection",
                            server.clock.now());
    ready = server.ask(get("/health/ready"));
    EXPECT_EQ(ready.status, 503);
    EXPECT_EQ(ready.member("status"), "not_ready");
    EXPECT_EQ(ready.member("why"), "no connection");
}

// ---- the control socket (R24) --------------------------------------------------------------

TEST(ControlSocket, IsTheAdministratorsDoor) {
    const TemporaryDirectory directory;
    HttpOptions options = WebServer::short_limits();
    options.control_socket = directory.path() / "control.sock";
    {
        const WebServer server{options};
        struct stat found {};
        ASSERT_EQ(lstat(options.control_socket.c_str(), &found), 0);
        EXPECT_TRUE(S_ISSOCK(found.st_mode));
        EXPECT_EQ(found.st_mode & 0777U, 0600U);

        HttpClient client = HttpClient::to_socket(options.control_socket);
        ASSERT_TRUE(client.is_connected());
        const HttpAnswer me = client.exchange(get("/api/v1/me"));
        EXPECT_EQ(me.member("name"), "local");
        EXPECT_EQ(me.member("role"), "administrator");
        const HttpAnswer added = client.exchange(send_json(
            "POST", "/api/v1/users", "",
            R"({"name":"eve","role":"viewer","password":"correct horse battery"})"));
        EXPECT_EQ(added.status, 201) << "no cookie, no token, no origin: " << added.body;
        EXPECT_EQ(client.exchange("POST /api/v1/logout HTTP/1.1\r\nHost: x\r\n\r\n").status, 204);
        EXPECT_EQ(server.ask(get("/api/v1/me")).status, 401) << "the TCP side is what it was";
    }
    EXPECT_FALSE(std::filesystem::exists(options.control_socket));
}

// A crash leaves the socket's file; the next server takes the place of the dead, never of a
// living one.
TEST(ControlSocket, ReplacesOnlyADeadOne) {
    const TemporaryDirectory directory;
    HttpOptions options = WebServer::short_limits();
    options.control_socket = directory.path() / "control.sock";
    const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un place{};
    place.sun_family = AF_UNIX;
    options.control_socket.copy(place.sun_path, sizeof place.sun_path - 1);
    ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&place), sizeof place), 0);
    ::close(dead);

    const WebServer server{options};
    EXPECT_TRUE(HttpClient::to_socket(options.control_socket).is_connected());
    WebServer other;
    const auto second = HttpServer::start(
        options, other.pipeline(), other.metrics);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().reason, "address_in_use");
}

}  // namespace
}  // namespace soc::testing
