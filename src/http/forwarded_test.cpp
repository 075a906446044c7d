#include "http/forwarded.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace soc {
namespace {

const std::vector<IpNetwork> trusted{*IpNetwork::parse("10.0.0.0/8"),
                                     *IpNetwork::parse("2001:db8::/32")};

std::string client(const std::string& field, const std::string& peer = "10.0.0.1") {
    return forwarded_client(field, *IpAddress::parse(peer), trusted).to_string();
}

struct Chain {
    const char* field;
    const char* client;
};

// The peer is a trusted proxy; whoever stands right-most and is not trusted is the reader (R41).
TEST(ForwardedClient, IsTheRightmostUntrustedEntry) {
    const std::vector<Chain> table{
        {"", "10.0.0.1"},
        {"203.0.113.5", "203.0.113.5"},
        {"203.0.113.5, 10.0.0.2", "203.0.113.5"},
        {"203.0.113.5,10.0.0.3,10.0.0.2", "203.0.113.5"},
        {"198.51.100.1, 203.0.113.5", "203.0.113.5"},  // the left one is what the reader claims
        {"10.9.9.9, 203.0.113.5, 10.0.0.2", "203.0.113.5"},
        {"10.0.0.3, 10.0.0.2", "10.0.0.3"},  // all trusted: the one that is furthest
        {"203.0.113.5:4711", "203.0.113.5"},
        {"2001:0DB9::5", "2001:db9::5"},
        {"[2001:db9::5]:4711", "2001:db9::5"},
        {"[2001:db9::5]", "2001:db9::5"},
        {"2001:db9::5, 2001:db8::1", "2001:db9::5"},
        {"  203.0.113.5  ,10.0.0.2  ", "203.0.113.5"},
        {"::ffff:203.0.113.5", "203.0.113.5"},
        {"203.0.113.5, unknown, 10.0.0.2", "10.0.0.2"},  // what is no address ends the walk
        {"unknown", "10.0.0.1"},
        {"203.0.113.5, ", "10.0.0.1"},
        {",", "10.0.0.1"},
        {"203.0.113.5,,10.0.0.2", "10.0.0.2"},
        {"203.0.113.999", "10.0.0.1"},
        {"[203.0.113.5", "203.0.113.5"},
        {"[", "10.0.0.1"},
    };
    for (const Chain& chain : table) EXPECT_EQ(client(chain.field), chain.client) << chain.field;
}

TEST(ForwardedClient, IsThePeerWhenNobodyTrustsHim) {
    EXPECT_EQ(client("203.0.113.5", "192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(client("203.0.113.5, 10.0.0.2", "192.0.2.1"), "192.0.2.1");
}

TEST(ForwardedClient, LooksAtAFewEntriesOnly) {
    std::string field = "203.0.113.5";
    for (int i = 0; i < 10'000; ++i) field += ",10.0.0.2";
    EXPECT_EQ(client(field), "10.0.0.2");
}

Request request_from(const std::string& peer) {
    Request request;
    request.peer = *IpAddress::parse(peer);
    request.headers.add("X-Forwarded-For", "198.51.100.7");
    request.headers.add("x-forwarded-for", "203.0.113.5");
    request.headers.add("X-Forwarded-Proto", "http, HTTPS");
    request.headers.add("X-Forwarded-Prefix", "/campus/");
    return request;
}

TEST(Origin, IsBelievedOfTrustedProxiesOnly) {
    const Origin through = origin_of(request_from("10.0.0.1"), trusted);
    EXPECT_EQ(through.client.to_string(), "203.0.113.5");
    EXPECT_TRUE(through.secure);
    EXPECT_EQ(through.prefix, "/campus");

    const Origin direct = origin_of(request_from("192.0.2.1"), trusted);
    EXPECT_EQ(direct.client.to_string(), "192.0.2.1");
    EXPECT_FALSE(direct.secure);
    EXPECT_EQ(direct.prefix, "");

    const Origin default_setting = origin_of(request_from("127.0.0.1"), {});
    EXPECT_EQ(default_setting.client.to_string(), "127.0.0.1") << "not even loopback by default";
}

TEST(Origin, OfTheControlSocketIsNobody) {
    Request request = request_from("10.0.0.1");
    request.channel = Channel::control;
    EXPECT_FALSE(origin_of(request, trusted).secure);
}

TEST(ForwardedPrefix, IsAPlainPathOrNothing) {
    EXPECT_EQ(forwarded_prefix("/campus"), "/campus");
    EXPECT_EQ(forwarded_prefix("/a/b-c_d.e~f/"), "/a/b-c_d.e~f");
    EXPECT_EQ(forwarded_prefix("/a, /b"), "/b");
    for (const std::string text : {"", "/", "campus", "//evil.example", "/a//b", "/a?b", "/a b",
                                   "https://evil.example", "/a\"b", "/<b>"}) {
        EXPECT_EQ(forwarded_prefix(text), "") << text;
    }
}

}  // namespace
}  // namespace soc
