// The server against real sockets: what it takes, what it refuses and with which words, and that
// no peer can hold on to it.
#include "http/http_server.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/web_server.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

const std::string live = get("/health/live");

TEST(HttpServer, AnswersARequest) {
    const WebServer server;
    const HttpAnswer answer = server.ask(live);
    EXPECT_EQ(answer.status_line, "HTTP/1.1 200 OK");
    EXPECT_EQ(answer.body, R"({"status":"alive","version":"1.2.3"})");
    EXPECT_EQ(answer.field("content-type"), "application/json");
    EXPECT_EQ(answer.field("cache-control"), "no-store");
    EXPECT_EQ(answer.field("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.field("content-security-policy"),
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
              "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
              "form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'");
    EXPECT_EQ(answer.field("x-request-id").size(), 16U);
    EXPECT_EQ(answer.field("strict-transport-security"), "") << "this was plain http";
}

struct BadRequest {
    const char* what;
    std::string bytes;
    const char* answer;
};

// Each of them is answered in words, and the server works on.
TEST(HttpServer, RefusesWhatIsNoRequest) {
    using namespace std::string_literals;
    const std::string host = " HTTP/1.1\r\nHost: x\r\n";
    const std::vector<BadRequest> table{
        {"no method", " / HTTP/1.1\r\nHost: x\r\n\r\n", "400 bad_method"},
        {"bytes of TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"s, "400 bad_method"},
        {"no target", "GET HTTP/1.1\r\nHost: x\r\n\r\n", "400 bad_target"},
        {"NUL in the target", "GET /a\0b"s + host + "\r\n", "400 bad_target"},
        {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 version_not_supported"},
        {"HTTP/0.9", "GET /\r\n\r\n", "400 bad_target"},
        {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: x\r\n\r\n", "505 version_not_supported"},
        {"no colon", "GET /" + host + "nonsense\r\n\r\n", "400 bad_header"},
        {"blank before the colon", "GET /" + host + "A : b\r\n\r\n", "400 bad_header"},
        {"NUL in a field", "GET /" + host + "A: b\0c\r\n\r\n"s, "400 bad_header"},
        {"no Host", "GET / HTTP/1.1\r\n\r\n", "400 host_required"},
        {"two Hosts", "GET /" + host + "Host: y\r\n\r\n", "400 host_required"},
        {"relative target", "GET metrics" + host + "\r\n", "400 target_not_understood"},
        {"asterisk", "OPTIONS *" + host + "\r\n", "400 target_not_understood"},
        {"authority", "CONNECT x:443" + host + "\r\n", "400 target_not_understood"},
        {"half an escape", "GET /%4" + host + "\r\n", "400 percent_encoding"},
        {"no escape", "GET /%zz" + host + "\r\n", "400 percent_encoding"},
        {"escape in the query", "GET /metrics?a=%" + host + "\r\n", "400 percent_encoding"},
        {"escaped NUL", "GET /a%00b" + host + "\r\n", "400 not_text"},
        {"escaped line end", "GET /a%0d%0ab" + host + "\r\n", "400 not_text"},
        {"overlong UTF-8", "GET /%c0%af" + host + "\r\n", "400 not_text"},
        {"dot segment", "GET /assets/../metrics" + host + "\r\n", "400 dot_segment"},
        {"escaped dot segment", "GET /assets/%2e%2E/metrics" + host + "\r\n", "400 dot_segment"},
        {"unknown encoding",
         "POST /api/v1/login" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n",
         "501 transfer_encoding_not_supported"},
        {"length and chunks",
         "POST /api/v1/login" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
         "400 bad_transfer_encoding"},
        {"chunks and length",
         "POST /api/v1/login" + host + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
         "400 bad_content_length"},
        {"two lengths",
         "POST /api/v1/login" + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
         "400 bad_content_length"},
        {"signed length", "POST /api/v1/login" + host + "Content-Length: +3\r\n\r\nabc",
         "400 bad_content_length"},
        {"length that wraps",
         "POST /api/v1/login" + host + "Content-Length: 18446744073709551617\r\n\r\n",
         "400 bad_content_length"},
        {"chunks in HTTP/1.0",
         "POST /api/v1/login HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "400 bad_transfer_encoding"},
        {"bad chunk",
         "POST /api/v1/login" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n",
         "400 bad_chunk"},
        {"unknown expectation", "POST /api/v1/login" + host + "Expect: magic\r\n\r\n",
         "417 expectation_failed"},
    };
    const WebServer server;
    for (const BadRequest& bad : table) {
        HttpClient client = server.connect();
        const HttpAnswer answer = client.exchange(bad.bytes);
        EXPECT_EQ(summary(answer), bad.answer) << bad.what;
        EXPECT_EQ(answer.field("content-type"), "application/problem+json") << bad.what;
        EXPECT_EQ(answer.member("request_id"), answer.field("x-request-id")) << bad.what;
        EXPECT_EQ(answer.field("x-content-type-options"), "nosniff") << bad.what;
    }
    EXPECT_EQ(server.ask(live).status, 200);
}

TEST(HttpServer, NamesWhatIsWrongWithARoute) {
    const WebServer server;
    EXPECT_EQ(summary(server.ask(get("/api/v1/nothing"))), "404 not_found");
    EXPECT_EQ(summary(server.ask(get("/health/live/"))), "404 not_found");
    EXPECT_EQ(summary(server.ask(send_json("POST", "/nothing", "", ""))), "404 not_found");

    const HttpAnswer wrong_method = server.ask(send_json("DELETE", "/api/v1/users", "", ""));
    EXPECT_EQ(summary(wrong_method), "405 method_not_allowed");
    EXPECT_EQ(wrong_method.field("allow"), "GET, HEAD, POST");
    const HttpAnswer unknown = server.ask("BREW /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(summary(unknown), "405 method_not_allowed");
    EXPECT_EQ(unknown.field("allow"), "GET, HEAD");
}

TEST(HttpServer, AnswersHeadWithoutABody) {
    const WebServer server;
    HttpClient client = server.connect();
    const HttpAnswer head = client.exchange("HEAD /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(head.status, 200);
    const HttpAnswer full = client.exchange(live);
    EXPECT_EQ(full.status, 200) << "a body of the HEAD would have been read as this answer";
    EXPECT_EQ(head.field("content-length"), std::to_string(full.body.size()));
}

TEST(HttpServer, TakesAnAbsoluteTarget) {
    const WebServer server;
    const std::string target = "http://campus.example/health/live";
    EXPECT_EQ(server.ask("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").status, 200);
}

// ---- bytes in any rhythm -------------------------------------------------------------------

TEST(HttpServer, TakesARequestInTwoSegmentsWhereverTheCutIs) {
    const WebServer server;
    const std::string request =
        send_json("POST", "/api/v1/login", "Sec-Fetch-Site: same-origin\r\n", "[1]");
    for (std::size_t cut = 1; cut < request.size(); cut += 7) {
        HttpClient client = server.connect();
        ASSERT_TRUE(client.send(request.substr(0, cut)));
        // The health answer on another connection makes sure that the first half was read.
        ASSERT_EQ(server.ask(live).status, 200);
        EXPECT_EQ(summary(client.exchange(request.substr(cut))), "400 not_an_object") << cut;
    }
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
    const WebServer server;
    HttpClient client = server.connect();
    ASSERT_TRUE(client.send(live + get("/api/v1/me") +
                            send_json("POST", "/api/v1/login", "Sec-Fetch-Site: same-origin\r\n",
                                      "[1]") +
                            get("/health/ready")));
    EXPECT_EQ(summary(client.read_answer()), "200");
    EXPECT_EQ(summary(client.read_answer()), "401 not_signed_in");
    EXPECT_EQ(summary(client.read_answer()), "400 not_an_object");
    EXPECT_EQ(client.read_answer().body, R"({"status":"ready","dependencies":[]})");
}

TEST(HttpServer, TakesAChunkedBodyInAnyCut) {
    const WebServer server;
    const std::string head =
        "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string body = "1\r\n[\r\n2;name=value\r\n1]\r\n0\r\nTrailer: ignored\r\n\r\n";
    for (std::size_t cut = 0; cut < body.size(); cut += 3) {
        HttpClient client = server.connect();
        ASSERT_TRUE(client.send(head + body.substr(0, cut)));
        ASSERT_EQ(server.ask(live).status, 200);
        ASSERT_TRUE(client.send(body.substr(cut) + live));
        EXPECT_EQ(summary(client.read_answer()), "400 not_an_object") << cut;
        EXPECT_EQ(client.read_answer().status, 200) << "the next request begins where it should";
    }
}

TEST(HttpServer, SpeaksHttp10) {
    const WebServer server;
    HttpClient client = server.connect();
    const HttpAnswer answer = client.exchange("GET /health/live HTTP/1.0\r\n\r\n");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.field("connection"), "close");
    EXPECT_TRUE(client.ends_within(1s));

    HttpClient kept = server.connect();
    const std::string keep = "GET /health/live HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    EXPECT_EQ(kept.exchange(keep).field("connection"), "keep-alive");
    EXPECT_EQ(kept.exchange(keep).status, 200);
}

TEST(HttpServer, ClosesWhenAskedTo) {
    const WebServer server;
    HttpClient client = server.connect();
    const HttpAnswer answer = client.exchange(get("/health/live", "Connection: close\r\n"));
    EXPECT_EQ(answer.field("connection"), "close");
    EXPECT_TRUE(client.ends_within(1s));
}

TEST(HttpServer, SaysContinueOnlyToABodyThatItWillTake) {
    const WebServer server;
    const std::string head =
        "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
        "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: ";
    HttpClient client = server.connect();
    ASSERT_TRUE(client.send(head + "3\r\n\r\n"));
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_EQ(summary(client.exchange("[1]")), "400 not_an_object");

    HttpClient greedy = server.connect();
    EXPECT_EQ(summary(greedy.exchange(head + "999999\r\n\r\n")), "413 too_large");
}

// ---- limits of bytes -----------------------------------------------------------------------

TEST(HttpServer, LimitsTheHeader) {
    const WebServer server;
    const std::string before = "GET /health/live HTTP/1.1\r\nHost: x\r\nA: ";
    const std::string after = "\r\n\r\n";
    const std::size_t room = limits::header_bytes_max - before.size() - after.size();
    EXPECT_EQ(server.ask(before + std::string(room, 'a') + after).status, 200);
    EXPECT_EQ(summary(server.ask(before + std::string(room + 1, 'a') + after)),
              "431 header_too_large");
    EXPECT_EQ(summary(server.ask(before + std::string(1'000'000, 'a'))), "431 header_too_large");

    std::string many = "GET /health/live HTTP/1.1\r\nHost: x\r\n";
    for (int i = 0; i < 10'000; ++i) many += "A: b\r\n";
    EXPECT_EQ(summary(server.ask(many + "\r\n")), "431 header_too_large");
}

TEST(HttpServer, LimitsTheTarget) {
    const WebServer server;
    const std::string path = "/health/live?a=";
    const auto ask = [&](std::size_t length) {
        return summary(server.ask(get(path + std::string(length - path.size(), 'b'))));
    };
    EXPECT_EQ(ask(limits::target_bytes_max), "200");
    EXPECT_EQ(ask(limits::target_bytes_max + 1), "414 target_too_long");

    std::string parameters = "/health/live?a";
    for (std::size_t i = 1; i < limits::query_parameters_max; ++i) parameters += "&a";
    EXPECT_EQ(server.ask(get(parameters)).status, 200);
    EXPECT_EQ(summary(server.ask(get(parameters + "&a"))), "400 too_many_parameters");
}

TEST(HttpServer, LimitsTheBodyByRoute) {
    const WebServer server;
    const auto post = [&](std::size_t size) {
        return summary(server.ask(send_json("POST", "/api/v1/login",
                                            "Sec-Fetch-Site: same-origin\r\n",
                                            std::string(size, ' '))));
    };
    EXPECT_EQ(post(4 * 1024), "400 not_json");
    EXPECT_EQ(post(4 * 1024 + 1), "413 too_large");
    EXPECT_EQ(post(10'000'000), "413 too_large") << "the answer arrives although we still send";
    EXPECT_EQ(summary(server.ask(send_json("GET", "/health/live", "", "x"))), "413 too_large");
}

TEST(HttpServer, LimitsAChunkedBody) {
    const WebServer server;
    const std::string head =
        "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string chunk = "800\r\n" + std::string(2048, ' ') + "\r\n";
    EXPECT_EQ(summary(server.ask(head + chunk + chunk + "0\r\n\r\n")), "400 not_json");
    EXPECT_EQ(summary(server.ask(head + chunk + chunk + "1\r\n \r\n0\r\n\r\n")), "413 too_large");
    EXPECT_EQ(summary(server.ask(head + "ffffffffffffffff\r\n")), "413 too_large");
    // A chunk header without end must not grow our buffer.
    EXPECT_EQ(summary(server.ask(head + "1;" + std::string(1'000'000, 'x'))),
              "431 header_too_large");
}

// ---- limits of time ------------------------------------------------------------------------

TEST(HttpServer, DropsWhoeverSendsAHeaderTooSlowly) {
    const WebServer server;
    HttpClient client = server.connect();
    ASSERT_TRUE(client.send("GET /health/live HTTP/1.1\r\nHost: "));
    const HttpAnswer answer = client.read_answer();
    EXPECT_EQ(summary(answer), "408 request_timeout");
    EXPECT_EQ(answer.field("connection"), "close");
    EXPECT_TRUE(client.ends_within(2s));
}

// A byte now and then does not prolong it: the time runs from the first byte to the last.
TEST(HttpServer, DropsWhoeverDripsAHeader) {
    const WebServer server;
    HttpClient client = server.connect();
    const SteadyTime start = SystemClock{}.now().steady;
    ASSERT_TRUE(client.send("GET /health/live HTTP/1.1\r\nA: "));
    // Other requests pass the time; each is followed by one more byte.
    while (SystemClock{}.now().steady - start < 2s && client.send("a")) {
        if (server.connect().ends_within(50ms)) break;
    }
    const std::string said = client.read_until("request_timeout");
    EXPECT_NE(said.find("408"), std::string::npos) << said;
}

TEST(HttpServer, DropsWhoeverSendsABodyTooSlowly) {
    const WebServer server;
    HttpClient client = server.connect();
    const std::string request =
        send_json("POST", "/api/v1/login", "Sec-Fetch-Site: same-origin\r\n", "0123456789");
    ASSERT_TRUE(client.send(request.substr(0, request.size() - 1)));
    EXPECT_EQ(summary(client.read_answer()), "408 request_timeout");
}

TEST(HttpServer, ClosesSilentConnectionsWithoutAWord) {
    const WebServer server;
    HttpClient silent = server.connect();
    EXPECT_EQ(silent.read_until("x"), "");

    HttpClient idle = server.connect();
    ASSERT_EQ(idle.exchange(live).status, 200);
    EXPECT_EQ(idle.read_until("x"), "");
}

// ---- limits of number ----------------------------------------------------------------------

TEST(HttpServer, EndsAConnectionAfterItsShareOfRequests) {
    HttpOptions options = WebServer::short_limits();
    options.requests_per_connection_max = 3;
    const WebServer server{options};
    HttpClient client = server.connect();
    EXPECT_EQ(client.exchange(live).field("connection"), "");
    EXPECT_EQ(client.exchange(live).field("connection"), "");
    EXPECT_EQ(client.exchange(live).field("connection"), "close");
    EXPECT_TRUE(client.ends_within(1s));
}

// 200 connections more than there is room for: each is told so, nobody is left hanging, and
// there is room again once the others have gone.
TEST(HttpServer, TellsWhoeverDoesNotFitIn) {
    HttpOptions options = WebServer::short_limits();
    options.connections_max = 8;
    options.idle_timeout = 30s;
    const WebServer server{options};
    {
        std::vector<HttpClient> inside;
        for (int i = 0; i < 8; ++i) {
            inside.push_back(server.connect());
            ASSERT_EQ(inside.back().exchange(live).status, 200);
        }
        std::vector<HttpClient> outside;
        for (int i = 0; i < 200; ++i) outside.push_back(server.connect());
        for (HttpClient& client : outside) {
            const HttpAnswer answer = client.exchange(live);
            EXPECT_EQ(summary(answer), "503 too_many_connections");
            EXPECT_EQ(answer.field("retry-after"), "5");
            EXPECT_EQ(answer.field("connection"), "close");
        }
        for (HttpClient& client : inside) EXPECT_EQ(client.exchange(live).status, 200);
    }
    HttpAnswer after;
    for (int i = 0; i < 1'000 && after.status != 200; ++i) after = server.ask(live);
    EXPECT_EQ(after.status, 200);
}

// Whoever opens hundreds of connections shuts out himself, not those who ask for our health.
TEST(HttpServer, LeavesRoomForOtherAddresses) {
    HttpOptions options = WebServer::short_limits();
    options.connections_max = 8;
    options.connections_per_address_max = 5;
    options.idle_timeout = 30s;
    const WebServer server{options};
    std::vector<HttpClient> greedy;
    for (int i = 0; i < 5; ++i) {
        greedy.push_back(server.connect());
        ASSERT_EQ(greedy.back().exchange(live).status, 200);
    }
    EXPECT_EQ(summary(server.connect().exchange(live)), "503 too_many_connections");
    HttpClient other = server.connect("127.0.0.2");
    EXPECT_EQ(other.exchange(live).status, 200);
    greedy.pop_back();
    HttpAnswer after;
    for (int i = 0; i < 1'000 && after.status != 200; ++i) after = server.ask(live);
    EXPECT_EQ(after.status, 200);
}

// Behind a proxy everybody has one address.
TEST(HttpServer, ATrustedProxyMayHaveAllTheRoom) {
    HttpOptions options = WebServer::short_limits();
    options.connections_per_address_max = 2;
    options.idle_timeout = 30s;
    options.trusted_proxies = {*IpNetwork::parse("127.0.0.1/32")};
    const WebServer server{options};
    std::vector<HttpClient> proxied;
    for (int i = 0; i < 5; ++i) {
        proxied.push_back(server.connect());
        EXPECT_EQ(proxied.back().exchange(live).status, 200);
    }
}

// Two threads hash and sixteen wait; whoever comes then is sent away, and health still answers.
TEST(HttpServer, SendsAwayWhomTheSlowLaneCannotTake) {
    const WebServer server;
    const std::string login =
        send_json("POST", "/api/v1/login", "Sec-Fetch-Site: same-origin\r\n",
                  R"({"name":"nobody","password":"not this one"})");
    std::vector<HttpClient> clients;
    for (int i = 0; i < 60; ++i) {
        clients.push_back(server.connect());
        ASSERT_TRUE(clients.back().send(login));
    }
    EXPECT_EQ(server.ask(live).status, 200);
    int busy = 0;
    int judged = 0;
    for (HttpClient& client : clients) {
        const HttpAnswer answer = client.read_answer();
        if (summary(answer) == "503 busy" && answer.field("retry-after") == "2") ++busy;
        if (answer.status == 401 || answer.status == 429) ++judged;
    }
    EXPECT_EQ(busy + judged, 60);
    EXPECT_GT(judged, 0);
}

TEST(HttpServer, SaysWhichAddressItCannotHave) {
    WebServer server;
    HttpOptions options = WebServer::short_limits();
    options.listen = {ListenAddress{"127.0.0.1", server.port()}};
    auto second = HttpServer::start(options, server.pipeline(),
                                    server.metrics);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().reason, "address_in_use");

    options.listen = {ListenAddress{"no address", 0}};
    second = HttpServer::start(options, server.pipeline(),
                               server.metrics);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().reason, "cannot_listen");
}

TEST(HttpServer, StopsWithOpenConnections) {
    HttpOptions options = WebServer::short_limits();
    options.idle_timeout = 60s;
    options.header_timeout = 60s;
    WebServer server{options};
    HttpClient idle = server.connect();
    ASSERT_EQ(idle.exchange(live).status, 200);
    HttpClient silent = server.connect();
    HttpClient halfway = server.connect();
    ASSERT_TRUE(halfway.send("GET /health"));
    ASSERT_EQ(server.ask(live).status, 200);

    const SteadyTime start = SystemClock{}.now().steady;
    server.stop();
    EXPECT_LT(SystemClock{}.now().steady - start, 2s);
    EXPECT_TRUE(idle.ends_within(1s));
    EXPECT_TRUE(silent.ends_within(1s));
    EXPECT_TRUE(halfway.ends_within(1s));
    EXPECT_FALSE(server.connect().is_connected());
}

}  // namespace
}  // namespace soc::testing
