#include "simulate/board_message.h"

#include <gtest/gtest.h>

#include <array>

#include "domain/status_report.h"
#include "simulate/firmware.h"
#include "simulate/local_time.h"
#include "wire/status_json.h"

namespace soc::simulate {
namespace {

using namespace std::chrono_literals;

const MacAddress mac = *MacAddress::parse("30:ae:a4:0c:11:9f");

// The bytes of contract/firmware.md, letter for letter.
TEST(BoardMessage, WritesTheStatusOfTheContract) {
    const std::array<Sensor, 4> sensors{};
    const BoardModel model{"", "neOSensor", "esp32", 1, 231027, 158'000, sensors};
    EXPECT_EQ(status_text(model, mac,
                          {"running", "2026-11-22 10:00:00 +0100", 1800s, 158'000, 231027}),
              R"({"frequency":1800,"time":"2026-11-22 10:00:00 +0100","status":"running",)"
              R"("modules":4,"heap":158000,"hardware":"esp32","firmware":231027,)"
              R"("board":"neOSensor","board_rev":1,"unitID":"30:ae:a4:0c:11:9f"})");
}

TEST(BoardMessage, WritesTheDataMessageOfTheContract) {
    const Sensor sensor{"temperature", "0x40", "celsius"};
    EXPECT_EQ(data_text(sensor, mac, 23.4),
              R"({"unitID":"auto_119f","subID":"0x40","value":23.4,"value_units":"celsius"})");
}

TEST(BoardMessage, LetsOldBoardsSayTheirIdentityInUpperCaseAndNoMore) {
    const BoardModel& old = model_of("Raspberry première génération");
    EXPECT_EQ(status_text(old, mac, {"running", "", 60s, 0, 0}),
              R"({"unitID":"30:AE:A4:0C:11:9F","status":"running"})");
}

// What boards say must be what the server reads: every model's status, through the server's parser.
TEST(BoardMessage, IsUnderstoodByTheServer) {
    for (const BoardModel& model : demonstration_models()) {
        const Result<StatusReport> report = wire::parse_status(
            status_text(model, mac, {"running", "2026-11-22 10:00:00 +0100", 30s, 150'000, 1}));
        ASSERT_TRUE(report.has_value()) << model.type_name;
        EXPECT_EQ(report->unit_id.to_string(), mac.to_string());
        if (model.old_generation) continue;
        EXPECT_EQ(report->frequency, 30s);
    }
}

// 43 characters of base topic are what a board with a temperature module has room for.
TEST(BoardMessage, CutsTopicsAtTheirBuffersEnd) {
    const std::string fits(firmware::base_topic_bytes_max, 'b');
    const std::string over = fits + "b";
    EXPECT_EQ(module_command_topic(fits, "temperature"), fits + "/temperature/command");
    EXPECT_EQ(module_command_topic(fits, "temperature").size(), 63U);
    EXPECT_EQ(module_command_topic(over, "temperature"), over + "/temperature/comman");
    EXPECT_EQ(module_command_topic(over, "device"), over + "/device/command");
    EXPECT_EQ(module_topic(std::string(56, 'b'), "device").size(), 63U);
    EXPECT_EQ(module_topic(std::string(57, 'b'), "device"), std::string(57, 'b') + "/devic");
}

TEST(BoardMessage, CountsAPacketWithItsHeader) {
    EXPECT_EQ(publish_packet_bytes("t", std::string(124, 'p')), 129U);  // 127: one length byte
    EXPECT_EQ(publish_packet_bytes("t", std::string(125, 'p')), 131U);  // 128: two
    EXPECT_EQ(publish_packet_bytes("t", std::string(16'380, 'p')), 16'386U);
    EXPECT_EQ(publish_packet_bytes("t", std::string(16'381, 'p')), 16'388U);
}

// Both sides of the European change of 29 March 2026, 01:00 UTC, there and back: the cached offset
// must not outlive its hour.
TEST(LocalTime, FollowsTheZoneThroughTheChangeOfTheHour) {
    LocalTime paris{"Europe/Paris"};
    const WallTime change = *parse_rfc3339("2026-03-29T01:00:00Z");
    EXPECT_EQ(paris.text(change - 1us), "2026-03-29 01:59:59 +0100");
    EXPECT_EQ(paris.text(change), "2026-03-29 03:00:00 +0200");
    EXPECT_EQ(paris.text(change - 1us), "2026-03-29 01:59:59 +0100");
    LocalTime toronto{"America/Toronto"};
    EXPECT_EQ(toronto.text(change), "2026-03-28 21:00:00 -0400");
    LocalTime nowhere{"Mars/Olympus"};
    EXPECT_FALSE(nowhere.known());
    EXPECT_EQ(nowhere.text(change), "2026-03-29 01:00:00 +0000");
    LocalTime newfoundland{"America/St_Johns"};
    EXPECT_EQ(newfoundland.text(*parse_rfc3339("2026-01-01T00:00:00Z")),
              "2025-12-31 20:30:00 -0330");
}

}  // namespace
}  // namespace soc::simulate
