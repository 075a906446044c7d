#include "simulate/broker_address.h"

#include <gtest/gtest.h>

namespace soc::simulate {
namespace {

TEST(BrokerAddress, ReadsAUrl) {
    const std::pair<const char*, BrokerAddress> cases[] = {
        {"mqtt://localhost", {"localhost", 1883, "", ""}},
        {"mqtt://10.0.0.1:65535", {"10.0.0.1", 65'535, "", ""}},
        {"mqtt://[::1]:21883", {"::1", 21'883, "", ""}},
        {"mqtt://board@host", {"host", 1883, "board", ""}},
        {"mqtt://b%40rd:p%3a@ss@host:1", {"host", 1, "b@rd", "p:@ss"}},
    };
    for (const auto& [url, address] : cases) {
        const Result<BrokerAddress> read = BrokerAddress::parse(url);
        ASSERT_TRUE(read.has_value()) << url;
        EXPECT_EQ(*read, address) << url;
    }
}

TEST(BrokerAddress, RefusesWhatIsNone) {
    for (const char* url :
         {"", "localhost", "http://host", "mqtt://", "mqtt://host:", "mqtt://host:0",
          "mqtt://host:65536", "mqtt://host:1x", "mqtt://host/path", "mqtt://[::1", "mqtt://[]",
          "mqtt://@host", "mqtt://a%4@host", "mqtt://a%zz@host"}) {
        const Result<BrokerAddress> read = BrokerAddress::parse(url);
        ASSERT_FALSE(read.has_value()) << url;
        EXPECT_EQ(read.error().reason, "not_a_broker_url") << url;
    }
    EXPECT_EQ(BrokerAddress::parse("mqtts://host").error().reason, "tls_not_simulated");
}

}  // namespace
}  // namespace soc::simulate
