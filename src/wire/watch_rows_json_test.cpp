#include "wire/watch_rows_json.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/limits.h"

namespace soc::wire {
namespace {

std::string id(std::size_t number) {
    return fmt::format("018f3a2b-4c5d-7e6f-8a9b-{:012x}", number);
}

std::string body_of(std::size_t rows) {
    std::string body = R"({"ids":[)";
    for (std::size_t i = 0; i < rows; ++i) body += (i == 0 ? "\"" : ",\"") + id(i) + '"';
    return body + "]}";
}

TEST(WatchRowsJson, ReadsTheRowsOfAScreen) {
    const Result<std::vector<DeviceId>> rows =
        parse_watch_rows(R"({"ids":[")" + id(2) + R"(",")" + id(1) + R"(",")" + id(2) + R"("]})");
    ASSERT_TRUE(rows);
    EXPECT_EQ(*rows, (std::vector{*DeviceId::parse(id(2)), *DeviceId::parse(id(1))}));
    EXPECT_TRUE(parse_watch_rows(R"({"ids":[]})")->empty());
    EXPECT_EQ(parse_watch_rows(body_of(limits::watched_rows_max))->size(),
              limits::watched_rows_max);
}

struct BadRows {
    std::string body;
    std::string_view field;
    std::string_view reason;
};

TEST(WatchRowsJson, RefusesOtherBodies) {
    const std::vector<BadRows> bad{
        {"", "", "not_json"},
        {"[]", "", "not_an_object"},
        {"{}", "ids", "missing"},
        {R"({"ids":{}})", "ids", "not_an_array"},
        {R"({"ids":"x"})", "ids", "not_an_array"},
        {R"({"ids":[],"more":1})", "more", "unknown_member"},
        {R"({"ids":["x"]})", "ids[0]", "not_a_uuid"},
        {R"({"ids":[")" + id(1) + R"(",")" + id(1) + R"(",7]})", "ids[2]", "not_a_uuid"},
        {R"({"ids":[null]})", "ids[0]", "not_a_uuid"},
        {body_of(limits::watched_rows_max + 1), "ids", "too_many"},
    };
    for (const BadRows& row : bad) {
        const Result<std::vector<DeviceId>> rows = parse_watch_rows(row.body);
        ASSERT_FALSE(rows) << row.body.substr(0, 60);
        EXPECT_EQ(rows.error().field, row.field) << row.body.substr(0, 60);
        EXPECT_EQ(rows.error().reason, row.reason) << row.body.substr(0, 60);
        EXPECT_FALSE(rows.error().allowed.empty());
    }
}

}  // namespace
}  // namespace soc::wire
