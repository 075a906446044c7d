#include "people/ip_address.h"

#include <gtest/gtest.h>

#include <string>

namespace soc {
namespace {

IpAddress address(const std::string& text) {
    const Result<IpAddress> parsed = IpAddress::parse(text);
    EXPECT_TRUE(parsed) << text;
    return parsed ? *parsed : IpAddress{};
}

IpNetwork network(const std::string& text) {
    const Result<IpNetwork> parsed = IpNetwork::parse(text);
    EXPECT_TRUE(parsed) << text;
    return parsed ? *parsed : IpNetwork::neighbourhood(IpAddress{});
}

// The same peer has one value, whichever way it was written or heard.
TEST(IpAddress, HasOneValueForEachSpelling) {
    EXPECT_EQ(address("192.0.2.7"), address("::ffff:192.0.2.7"));
    EXPECT_EQ(address("2001:DB8:0:0::1"), address("2001:db8::1"));
    EXPECT_EQ(address("::ffff:192.0.2.7").to_string(), "192.0.2.7");
    EXPECT_EQ(address("2001:DB8:0:0:0:0:0:1").to_string(), "2001:db8::1");
    EXPECT_TRUE(address("192.0.2.7").is_v4());
    EXPECT_FALSE(address("::1").is_v4());
}

TEST(IpAddress, RefusesWhatIsNone) {
    using namespace std::string_literals;
    for (const std::string& text :
         {""s, "192.0.2"s, "192.0.2.256"s, "192.0.2.7 "s, "192.0.2.7:80"s, "01.2.3.4"s, "[::1]"s,
          "fe80::1%eth0"s, "::1::"s, "localhost"s, "127.0.0.1\0"s, std::string(200, '1')}) {
        const Result<IpAddress> parsed = IpAddress::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().reason, "not_an_address") << text;
    }
}

TEST(PrivateNetworks, AreThoseThatNobodyInPublicHas) {
    for (const char* text : {"127.0.0.1", "127.255.255.255", "::1", "10.0.0.1", "172.16.0.1",
                             "172.31.255.255", "192.168.255.255", "fd00::1"}) {
        EXPECT_TRUE(contains(private_networks(), address(text))) << text;
    }
    for (const char* text : {"0.0.0.0", "::", "::2", "9.255.255.255", "11.0.0.0", "172.15.255.255",
                             "172.32.0.0", "192.167.255.255", "192.169.0.0", "192.0.2.1",
                             "2001:db8::1", "fe00::1"}) {
        EXPECT_FALSE(contains(private_networks(), address(text))) << text;
    }
}

// Both sides of both edges of a range, and nothing of the other family.
TEST(IpNetwork, ContainsExactlyItsRange) {
    EXPECT_TRUE(network("10.0.0.0/8").contains(address("10.0.0.0")));
    EXPECT_TRUE(network("10.0.0.0/8").contains(address("10.255.255.255")));
    EXPECT_FALSE(network("10.0.0.0/8").contains(address("11.0.0.0")));
    EXPECT_FALSE(network("10.0.0.0/8").contains(address("9.255.255.255")));
    EXPECT_TRUE(network("192.0.2.4/30").contains(address("192.0.2.7")));
    EXPECT_FALSE(network("192.0.2.4/30").contains(address("192.0.2.8")));
    EXPECT_TRUE(network("2001:db8::/33").contains(address("2001:db8:7fff::1")));
    EXPECT_FALSE(network("2001:db8::/33").contains(address("2001:db8:8000::1")));
    EXPECT_FALSE(network("0.0.0.0/0").contains(address("::1")));
    EXPECT_TRUE(network("0.0.0.0/0").contains(address("203.0.113.9")));
    EXPECT_TRUE(network("::/0").contains(address("203.0.113.9")));
    EXPECT_TRUE(network("127.0.0.1").contains(address("127.0.0.1")));
    EXPECT_FALSE(network("127.0.0.1").contains(address("127.0.0.2")));
}

TEST(IpNetwork, RefusesWhatIsNoRange) {
    for (const std::string text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1",
                                   "10.0.0.0/8/8", "10.0.0.0/8x", "10.0.0.1/8", "::1/129",
                                   "2001:db8::1/32", "any"}) {
        const Result<IpNetwork> parsed = IpNetwork::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().reason, "not_a_network") << text;
    }
}

TEST(IpNetwork, PrintsAsItIsRead) {
    for (const std::string text : {"10.0.0.0/8", "192.0.2.1/32", "0.0.0.0/0", "2001:db8::/32",
                                   "::/0", "::1/128"}) {
        EXPECT_EQ(network(text).to_string(), text);
    }
    EXPECT_EQ(network("192.0.2.1").to_string(), "192.0.2.1/32");
}

TEST(IpNetwork, KnowsTheNeighbourhood) {
    EXPECT_EQ(IpNetwork::neighbourhood(address("192.0.2.200")).to_string(), "192.0.2.0/24");
    EXPECT_EQ(IpNetwork::neighbourhood(address("2001:db8:1:2:3::4")).to_string(),
              "2001:db8:1:2::/64");
}

}  // namespace
}  // namespace soc
