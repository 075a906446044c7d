// The live feed over real sockets: what a browser reads, and how a stream ends.
#include "http/event_stream.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/web_server.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

/// An open stream and its name.
struct OpenStream {
    HttpClient client;
    HttpAnswer head;
    std::string hello;
    std::string name;
};

OpenStream open_stream(const WebServer& server, const WebServer::Session& session,
                       const std::string& lines = {}) {
    OpenStream stream{server.connect(), {}, {}, {}};
    stream.client.send(get("/api/v1/events", "Cookie: " + session.cookie + "\r\n" + lines));
    stream.head = stream.client.read_head();
    if (stream.head.status != 200) return stream;
    stream.hello = stream.client.read_until("\n\n\r\n");
    const std::string key = R"("stream":")";
    const std::size_t at = stream.hello.find(key) + key.size();
    stream.name = stream.hello.substr(at, stream.hello.find('"', at) - at);
    return stream;
}

class Events : public ::testing::Test {
protected:
    HttpAnswer watch(const WebServer::Session& session, const std::string& stream,
                     const std::string& body) const {
        return server.ask(send_json("PUT", "/api/v1/events/" + stream + "/rows",
                                    lines_of(session), body));
    }
    void wait_for_streams(std::size_t count) const {
        for (int i = 0; i < 2'000 && server.streams.open_count() != count; ++i) {
            ASSERT_EQ(server.ask(get("/health/live")).status, 200);
        }
        EXPECT_EQ(server.streams.open_count(), count);
    }

    WebServer server;
    const WebServer::Session vic = server.sign_in("vic");
};

TEST_F(Events, BeginWithAGreetingAndBringWhatHappens) {
    OpenStream stream = open_stream(server, vic);
    EXPECT_EQ(stream.head.field("content-type"), "text/event-stream");
    EXPECT_EQ(stream.head.field("cache-control"), "no-store");
    EXPECT_EQ(stream.head.field("x-accel-buffering"), "no");
    EXPECT_EQ(stream.head.field("transfer-encoding"), "chunked");
    EXPECT_EQ(stream.head.field("content-length"), "");
    EXPECT_EQ(stream.name.size(), 22U);
    EXPECT_NE(stream.hello.find("retry: 2000\n\nevent: hello\ndata: {\"stream\":\"" + stream.name +
                                "\",\"instance\":\"test\"}\n\n"),
              std::string::npos)
        << stream.hello;

    server.feed.publish({"s-1", "summary", R"({"n":1})"});
    EXPECT_NE(stream.client.read_until("\n\n").find(
                  "id: s-1\nevent: summary\ndata: {\"n\":1}\n\n"),
              std::string::npos);
}

TEST_F(Events, WantASession) {
    EXPECT_EQ(summary(server.ask(get("/api/v1/events"))), "401 not_signed_in");
    EXPECT_EQ(server.streams.open_count(), 0U);
}

TEST_F(Events, HandOnWhereTheReaderWas) {
    open_stream(server, vic);
    open_stream(server, vic, "Last-Event-ID: s-41\r\n");
    open_stream(server, vic, "Last-Event-ID: " + std::string(1'000, 'x') + "\r\n");
    const auto openings = server.feed.openings();
    ASSERT_EQ(openings.size(), 3U);
    EXPECT_EQ(openings[0].reader, "vic");
    EXPECT_EQ(openings[0].last_event_id, std::nullopt);
    EXPECT_EQ(openings[1].last_event_id, "s-41");
    EXPECT_EQ(openings[2].last_event_id->size(), 64U) << "what is too long is no id of ours";
}

// A comment every 15 s, and not one instant earlier.
TEST_F(Events, BeatEvery15Seconds) {
    OpenStream stream = open_stream(server, vic);
    server.clock.advance(15s - 1us);
    server.feed.publish({"s-1", "summary", "{}"});
    std::string read = stream.client.read_until("s-1");
    EXPECT_EQ(read.find(": alive"), std::string::npos);
    EXPECT_TRUE(stream.client.read_until("\n\n").ends_with("\n\n"));

    server.clock.advance(15s);
    read = stream.client.read_until(": alive\n\n");
    EXPECT_NE(read.find(": alive\n\n"), std::string::npos);
}

// With the period of a real server, not the short one of these tests (R42).
TEST(RevokedSession, ClosesItsStreamsWithinASecond) {
    HttpOptions options = WebServer::short_limits();
    options.stream_period = HttpOptions{}.stream_period;
    WebServer server{options};
    const WebServer::Session vic = server.sign_in("vic");
    const WebServer::Session ada = server.sign_in("ada");
    OpenStream ended = open_stream(server, vic);
    OpenStream other = open_stream(server, ada);
    ASSERT_EQ(server.ask("POST /api/v1/logout HTTP/1.1\r\nHost: campus.example\r\n" +
                         lines_of(vic) + "\r\n")
                  .status,
              204);
    EXPECT_TRUE(ended.client.ends_within(1s));
    EXPECT_FALSE(other.client.ends_within(1s)) << "only his own";
    EXPECT_EQ(server.streams.open_count(), 1U);
}

TEST_F(Events, EndWhenThePasswordChanges) {
    OpenStream stream = open_stream(server, vic);
    ASSERT_TRUE(server.users.set_password("vic", Secret{"another horse battery"},
                                          local_administrator(), server.clock.now()));
    EXPECT_TRUE(stream.client.ends_within(1s));
}

TEST_F(Events, EndWhenTheSessionExpires) {
    OpenStream stream = open_stream(server, vic);
    server.clock.advance(12h);
    EXPECT_TRUE(stream.client.ends_within(1s));
}

// Reading the stream is no use of the session by a person, but every other request is.
TEST_F(Events, GoOnWhileTheSessionIsUsed) {
    OpenStream stream = open_stream(server, vic);
    for (int i = 0; i < 4; ++i) {
        server.clock.advance(11h);
        ASSERT_EQ(server.ask(get("/api/v1/me", lines_of(vic))).status, 200);
    }
    server.feed.publish({"s-1", "summary", "{}"});
    EXPECT_NE(stream.client.read_until("s-1").find("s-1"), std::string::npos);
}

TEST_F(Events, LetGoOfAReaderWhoLeft) {
    {
        const OpenStream stream = open_stream(server, vic);
        EXPECT_EQ(server.streams.open_count(), 1U);
    }
    wait_for_streams(0);
}

/// Publishes until the kernel takes no more of what the reader leaves lying: then an event stays
/// untaken for much longer than a period.
void stall(WebServer& server) {
    for (std::size_t published = 1; published < 100; ++published) {
        server.feed.publish({"", "summary", "\"" + std::string(800'000, 'x') + "\""});
        const SteadyTime until = SystemClock{}.now().steady + 1200ms;
        while (server.feed.taken() < published && SystemClock{}.now().steady < until) {
            ASSERT_EQ(server.ask(get("/health/live")).status, 200);
        }
        if (server.feed.taken() < published) return;
    }
    FAIL() << "the stream never stalled";
}

// Whoever does not read is dropped: one chunk is held for him, never a growing heap.
TEST_F(Events, DropAReaderWhoDoesNotRead) {
    OpenStream stream = open_stream(server, vic);
    stall(server);
    wait_for_streams(0);
    EXPECT_TRUE(stream.client.ends_within(5s));
}

// Not reading must not keep a stream open beyond its session either.
TEST(StalledStream, EndsWithItsSession) {
    HttpOptions options = WebServer::short_limits();
    options.write_timeout = 60s;
    options.stream_period = HttpOptions{}.stream_period;
    WebServer server{options};
    const WebServer::Session vic = server.sign_in("vic");
    OpenStream stream = open_stream(server, vic);
    stall(server);
    EXPECT_EQ(server.streams.open_count(), 1U);
    const SteadyTime start = SystemClock{}.now().steady;
    ASSERT_EQ(server.ask("POST /api/v1/logout HTTP/1.1\r\nHost: campus.example\r\n" +
                         lines_of(vic) + "\r\n")
                  .status,
              204);
    while (server.streams.open_count() > 0 && SystemClock{}.now().steady - start < 5s) {
        ASSERT_EQ(server.ask(get("/health/live")).status, 200);
    }
    EXPECT_LT(SystemClock{}.now().steady - start, 1s);
}

// More than one chunk may hold means that something is wrong: the reader begins anew.
TEST_F(Events, EndWhenThereIsTooMuchToSay) {
    OpenStream stream = open_stream(server, vic);
    for (int i = 0; i < 6; ++i) {
        server.feed.publish({"", "summary", "\"" + std::string(800'000, 'x') + "\""});
    }
    EXPECT_TRUE(stream.client.ends_within(2s));
}

TEST_F(Events, AreLimitedBySessionAndInAll) {
    std::vector<OpenStream> streams;
    for (int i = 0; i < 4; ++i) streams.push_back(open_stream(server, vic));
    const HttpAnswer fifth = server.ask(get("/api/v1/events", lines_of(vic)));
    EXPECT_EQ(summary(fifth), "503 too_many_streams");
    EXPECT_EQ(fifth.field("retry-after"), "15");

    const auto ada = server.sign_in("ada");
    for (int i = 0; i < 2; ++i) streams.push_back(open_stream(server, ada));
    EXPECT_EQ(streams.back().head.status, 200);
    EXPECT_EQ(summary(server.ask(get("/api/v1/events", lines_of(ada)))), "503 too_many_streams");
}

TEST_F(Events, TakeTheRowsOfTheirOwnSessionOnly) {
    const OpenStream stream = open_stream(server, vic);
    const auto ada = server.sign_in("ada");
    const std::string id = "0190a3a0-0000-7000-8000-000000000001";
    const std::string rows = R"({"ids":[")" + id + R"("]})";

    EXPECT_EQ(summary(watch(ada, stream.name, rows)), "404 not_found");
    EXPECT_EQ(summary(watch(vic, "somebodys", rows)), "404 not_found");
    EXPECT_EQ(summary(watch({}, stream.name, rows)), "401 not_signed_in");
    EXPECT_EQ(summary(watch(vic, stream.name, "[]")), "400 not_an_object");
    EXPECT_TRUE(server.feed.watched().empty());

    EXPECT_EQ(watch(vic, stream.name, rows).status, 204);
    ASSERT_EQ(server.feed.watched().size(), 1U);
    EXPECT_EQ(server.feed.watched().front().to_string(), id);
}

TEST_F(Events, TakeAtMost500Rows) {
    const OpenStream stream = open_stream(server, vic);
    const auto rows = [](int count) {
        std::string body = R"({"ids":[)";
        for (int i = 0; i < count; ++i) {
            const std::string number = std::to_string(100'000 + i);
            body += (i > 0 ? ",\"" : "\"") + std::string{"0190a3a0-0000-7000-8000-000000"} +
                    number + "\"";
        }
        return body + "]}";
    };
    EXPECT_EQ(watch(vic, stream.name, rows(500)).status, 204);
    EXPECT_EQ(summary(watch(vic, stream.name, rows(501))), "400 too_many");
}

TEST_F(Events, SpeakHttp10) {
    HttpClient client = server.connect();
    client.send("GET /api/v1/events HTTP/1.0\r\nCookie: " + vic.cookie + "\r\n\r\n");
    const HttpAnswer head = client.read_head();
    EXPECT_EQ(head.field("transfer-encoding"), "");
    EXPECT_EQ(head.field("connection"), "close");
    EXPECT_TRUE(client.read_until("\n\n").starts_with("retry: 2000\n\n"));
}

TEST_F(Events, AnswerHeadWithoutAStream) {
    HttpClient client = server.connect();
    EXPECT_EQ(client.exchange("HEAD /api/v1/events HTTP/1.1\r\nHost: x\r\nCookie: " + vic.cookie +
                              "\r\n\r\n")
                  .status,
              200);
    EXPECT_EQ(client.exchange(get("/health/live")).status, 200);
    wait_for_streams(0);
}

TEST_F(Events, EndWithTheServer) {
    OpenStream stream = open_stream(server, vic);
    server.stop();
    EXPECT_TRUE(stream.client.ends_within(1s));
    EXPECT_EQ(server.streams.open_count(), 0U);
}

}  // namespace
}  // namespace soc::testing
