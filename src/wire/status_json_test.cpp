#include "wire/status_json.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/limits.h"

namespace soc::wire {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;

constexpr std::string_view real_message =
    R"({"frequency":1800,"time":"2026-11-22 10:00:00 +0100","status":"running","modules":4,)"
    R"("heap":158000,"hardware":"esp32","firmware":231027,"board":"neOSensor","board_rev":1,)"
    R"("unitID":"30:ae:a4:0c:11:9f"})";

StatusReport report_of(std::string_view payload) {
    const Result<StatusReport> report = parse_status(payload);
    EXPECT_TRUE(report) << payload;
    return *report;
}

/// A legal message with one more member.
StatusReport with(std::string_view member) {
    return report_of("{" + std::string{member} + R"(,"unitID":"30:ae:a4:0c:11:9f"})");
}

TEST(StatusJson, ReadsWhatABoardSends) {
    const StatusReport report = report_of(real_message);
    EXPECT_EQ(report.unit_id, MacAddress::from_u64(0x30aea40c119f));
    EXPECT_EQ(report.frequency, 1800s);
    EXPECT_EQ(report.status, BoardStatus::running);
    EXPECT_EQ(report.firmware, "231027");
    EXPECT_EQ(report.hardware, "esp32");
    EXPECT_EQ(report.board, "neOSensor");
    EXPECT_EQ(report.board_rev, 1);
    EXPECT_EQ(report.modules, 4);
    EXPECT_EQ(report.heap, 158'000);
    EXPECT_EQ(report.time, "2026-11-22 10:00:00 +0100");
}

TEST(StatusJson, WritesWhatABoardSends) {
    EXPECT_EQ(write_status(report_of(real_message)),
              R"({"frequency":1800,"time":"2026-11-22 10:00:00 +0100","status":"running",)"
              R"("modules":4,"heap":158000,"hardware":"esp32","firmware":231027,)"
              R"("board":"neOSensor","board_rev":1,"unitID":"30:ae:a4:0c:11:9f"})");
    EXPECT_EQ(write_status(report_of(R"({"unitID":"x","firmware":"v2"})")),
              R"({"firmware":"v2","unitID":"x"})");
    EXPECT_EQ(write_status(report_of(R"({"unitID":"x","firmware":"007"})")),
              R"({"firmware":"007","unitID":"x"})");
}

TEST(StatusJson, NeedsNothingButTheUnitId) {
    const StatusReport report = report_of(R"({"unitID":"30AEA40C119F"})");
    EXPECT_EQ(report, StatusReport{.unit_id = MacAddress::from_u64(0x30aea40c119f)});
}

// Legal bodies that the old server refused (contract/mqtt.md).
TEST(StatusJson, TakesEveryLegalBody) {
    const StatusReport plain = report_of(R"({"unitID":"capteur d'été","status":"running"})");
    for (const char* const payload : {
             R"({"status":"running","unitID":"capteur d'été"})",
             "\r\n{\n\t\"unitID\" : \"capteur d'été\" ,\n \"status\":\"running\"\n}\n",
             R"({"unitID":"capteur d'\u00e9t\u00e9","status":"runn\u0069ng"})",
             R"({"unitID":"1","status":"starting","status":"running","unitID":"capteur d'été"})",
             R"({"unitID":"capteur d'été","status":"running","note":"l'\"a\"\n\u0000","x":[{}]})",
             R"({"unit\u0049D":"capteur d'été","status":"running"})",
         }) {
        EXPECT_EQ(report_of(payload), plain) << payload;
    }
    EXPECT_EQ(with(R"("frequency":"1800")").frequency, 1800s);
    EXPECT_EQ(with(R"("heap":"158000")").heap, 158'000);
    EXPECT_EQ(with(R"("firmware":"231027")").firmware, "231027");
    EXPECT_EQ(with(R"("status":"dancing")").status, BoardStatus::unknown);
}

// A wrong optional member must not cost a sign of life: it is left out, nothing else changes.
TEST(StatusJson, LeavesOutWhatCannotBeRead) {
    const StatusReport bare = report_of(R"({"unitID":"30:ae:a4:0c:11:9f"})");
    for (const char* const member :
         {R"("frequency":-1800)", R"("frequency":0)", R"("frequency":1.5)", R"("frequency":"soon")",
          R"("frequency":null)", R"("frequency":1e999)", R"("frequency":99999999999999999999)",
          R"("frequency":31622401)", R"("frequency":[1800])", R"("status":null)", R"("status":7)",
          R"("firmware":{})", R"("firmware":"")", R"("firmware":"a\u0000b")", R"("firmware":1.5)",
          R"("time":false)", R"("time":"\u001b[2J")", R"("modules":[])", R"("heap":"much")",
          R"("board":"12345678901234567890123456789012345678901234567890123456789012345")"}) {
        EXPECT_EQ(with(member), bare) << member;
    }
    EXPECT_EQ(with(R"("frequency":1)").frequency, 1s);
    EXPECT_EQ(with(R"("frequency":31622400)").frequency, 31'622'400s);
    // Local time before NTP; shown, never used (R12).
    EXPECT_EQ(with(R"("time":"1970-01-01 00:00:12 +0000")").time, "1970-01-01 00:00:12 +0000");
}

struct BadPayload {
    std::string payload;
    std::string_view reason;
    std::string_view field;
};

TEST(StatusJson, RefusesWithAStableWord) {
    const std::string long_id(limits::identifier_bytes_max + 1, 'x');
    const std::vector<BadPayload> bad{
        {"", "not_json", ""},
        {"\0"s, "not_json", ""},
        {"30:ae:a4:0c:11:9f", "not_json", ""},
        {"{'unitID':'30:ae:a4:0c:11:9f'}", "not_json", ""},
        {R"({"unitID":"30:ae:a4:0c:11:9f")", "not_json", ""},
        {"{\"unitID\":\"caf\xe9\"}", "not_json", ""},
        {std::string{real_message} + '\0', "not_json", ""},
        {R"(["unitID","30:ae:a4:0c:11:9f"])", "not_an_object", ""},
        {"12", "not_an_object", ""},
        {std::string(60'000, '['), "too_deep", ""},
        {std::string(limits::payload_bytes_max, ' ') + "{", "too_large", ""},
        {"{}", "no_unit_id", "unitID"},
        {R"({"unitid":"30:ae:a4:0c:11:9f"})", "no_unit_id", "unitID"},
        {R"({"unitID":null})", "no_unit_id", "unitID"},
        {R"({"unitID":""})", "no_unit_id", "unitID"},
        {R"({"unitID":" \n"})", "no_unit_id", "unitID"},
        {R"({"unitID":7})", "bad_unit_id", "unitID"},
        {R"({"unitID":["30:ae:a4:0c:11:9f"]})", "bad_unit_id", "unitID"},
        {R"({"unitID":"30:ae:a4:0c:11:9f\u0000"})", "bad_unit_id", "unitID"},
        {R"({"unitID":"a\nb"})", "bad_unit_id", "unitID"},
        {R"({"unitID":")" + long_id + R"("})", "bad_unit_id", "unitID"},
    };
    for (const BadPayload& row : bad) {
        const Result<StatusReport> report = parse_status(row.payload);
        ASSERT_FALSE(report) << row.payload.substr(0, 60);
        EXPECT_EQ(report.error().reason, row.reason) << row.payload.substr(0, 60);
        EXPECT_EQ(report.error().field, row.field) << row.payload.substr(0, 60);
        EXPECT_FALSE(report.error().allowed.empty());
        EXPECT_NE(std::ranges::find(status_refusals, row.reason), status_refusals.end());
    }
}

TEST(StatusJson, TakesTheLargestPayload) {
    std::string payload = R"({"unitID":"x","note":")";
    payload += std::string(limits::payload_bytes_max - payload.size() - 2, 'n') + "\"}";
    ASSERT_EQ(payload.size(), limits::payload_bytes_max);
    EXPECT_TRUE(parse_status(payload));
    EXPECT_EQ(parse_status(payload + " ").error().reason, "too_large");
}

}  // namespace
}  // namespace soc::wire
