#include "domain/mac_address.h"

#include <gtest/gtest.h>

#include <array>
#include <unordered_set>

namespace soc {
namespace {

TEST(MacAddress, EverySpellingIsTheSameAddress) {
    const MacAddress mac = MacAddress::from_u64(0x30aea40c119f);
    for (const char* const text :
         {"30:ae:a4:0c:11:9f", "30:AE:A4:0C:11:9F", "30-ae-a4-0c-11-9f", "30-AE:a4-0C:11:9f",
          "30aea40c119f", "30AEA40C119F", "30ae.a40c.119f", "30AE.a40c.119F"}) {
        const Result<MacAddress> parsed = MacAddress::parse(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(*parsed, mac) << text;
    }
    EXPECT_EQ(mac.to_string(), "30:ae:a4:0c:11:9f");
    EXPECT_EQ(mac.to_u64(), 0x30aea40c119fU);
}

TEST(MacAddress, KeepsOnly48Bits) {
    EXPECT_EQ(MacAddress::from_u64(0xffff'0102'0304'0506U).to_string(), "01:02:03:04:05:06");
}

TEST(MacAddress, RefusesWhatIsNotOne) {
    constexpr std::array<std::string_view, 24> bad{
        "", "3", "30:ae:a4:0c:11", "30:ae:a4:0c:11:9", "30:ae:a4:0c:11:9f:", ":30:ae:a4:0c:11:9f",
        "30:ae:a4:0c:11:9g", "30:aea4:0c:11:9f", "30aea40c119", "30aea40c119f0",
        "30.ae.a4.0c.11.9f", "30ae.a40c119f", "30ae.a40c.119", "30ae.a40c.119f.", "30aea.40c.119f",
        "30ae:a40c:119f", "30ae-a40c-119f", "30ae.a40c:119f", "30ae.a40c.11.f", "30ae.a40c.119g",
        " 30:ae:a4:0c:11:9f", "30:ae:a4:0c:11:-9",
        "0x30aea40c11", "٣٠:ae:a4:0c:11"};
    for (const std::string_view text : bad) {
        const Result<MacAddress> parsed = MacAddress::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, ErrorCode::invalid_input);
        EXPECT_EQ(parsed.error().field, "mac");
        EXPECT_EQ(parsed.error().reason, "not_a_mac");
        EXPECT_EQ(parsed.error().allowed, "30:ae:a4:0c:11:9f");
    }
    using namespace std::string_view_literals;
    EXPECT_FALSE(MacAddress::parse("30:ae:a4:0c:11:9\0"sv));
}

TEST(MacAddress, OrdersAndHashesByItsBytes) {
    const MacAddress low = MacAddress::from_u64(0x00ff'ffff'ffff);
    const MacAddress high = MacAddress::from_u64(0x0100'0000'0000);
    EXPECT_LT(low, high);
    const std::unordered_set<MacAddress> set{low, high, low};
    EXPECT_EQ(set.size(), 2U);
}

}  // namespace
}  // namespace soc
