#include "wire/canary_json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace soc::wire {
namespace {

TEST(CanaryJson, ComesBackAsItLeft) {
    const Canary canary{"campus-1", "3f2a", UINT32_MAX, INT64_MAX};
    EXPECT_EQ(write_canary({"campus", "3f2a", 2, 17}),
              R"({"canary":{"instance":"campus","start":"3f2a","generation":2,"number":17}})");
    const Result<Canary> read = parse_canary(write_canary(canary));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, canary);
    EXPECT_EQ(*parse_canary(
                  R"({"canary":{"number":17,"generation":2,"start":"3f2a","instance":"campus"}})"),
              (Canary{"campus", "3f2a", 2, 17}));
}

struct BadCanary {
    std::string payload;
    std::string_view field;
    std::string_view reason;
};

TEST(CanaryJson, RefusesWhatWeDidNotWrite) {
    const std::vector<BadCanary> bad{
        {"", "", "not_json"},
        {"[]", "", "not_an_object"},
        {std::string(513, ' '), "", "too_large"},
        {R"({"canary":{"instance":{}}})", "", "too_deep"},
        {"{}", "canary", "missing"},
        {R"({"unitID":"30:ae:a4:0c:11:9f"})", "unitID", "unknown_member"},
        {R"({"canary":1})", "canary", "not_an_object"},
        {R"({"canary":{"start":"s","generation":1,"number":1}})", "instance", "missing"},
        {R"({"canary":{"instance":"","start":"s","generation":1,"number":1}})", "instance",
         "empty"},
        {R"({"canary":{"instance":"i","start":1,"generation":1,"number":1}})", "start",
         "not_text"},
        {R"({"canary":{"instance":"i","start":"s","generation":4294967296,"number":1}})",
         "generation", "out_of_range"},
        {R"({"canary":{"instance":"i","start":"s","generation":1,"number":-1}})", "number",
         "out_of_range"},
        {R"({"canary":{"instance":"i","start":"s","generation":1,"number":"1"}})", "number",
         "not_an_integer"},
        {R"({"canary":{"instance":"i","start":"s","generation":1,"number":1,"x":1}})", "x",
         "unknown_member"},
    };
    for (const BadCanary& row : bad) {
        const Result<Canary> canary = parse_canary(row.payload);
        ASSERT_FALSE(canary) << row.payload;
        EXPECT_EQ(canary.error().field, row.field) << row.payload;
        EXPECT_EQ(canary.error().reason, row.reason) << row.payload;
    }
}

}  // namespace
}  // namespace soc::wire
