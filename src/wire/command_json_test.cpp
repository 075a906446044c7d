#include "wire/command_json.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/limits.h"

namespace soc::wire {
namespace {

const MacAddress lamp = MacAddress::from_u64(0x30aea40c119f);
constexpr std::string_view topic = "u4/300/device/command";

TEST(CommandJson, WritesWhatBoardsRead) {
    EXPECT_EQ(*write_command({lamp, Order::status, {}}, topic),
              R"({"dest":"30:ae:a4:0c:11:9f","order":"status"})");
    EXPECT_EQ(*write_command({std::nullopt, Order::update, {}}, topic),
              R"({"dest":"all","order":"update"})");
    EXPECT_EQ(*write_command({lamp, Order::frequency, std::int64_t{900}}, topic),
              R"({"dest":"30:ae:a4:0c:11:9f","order":"frequency","value":900})");
    EXPECT_EQ(*write_command({lamp, Order::upgrade, "http://a/b"}, topic),
              R"({"dest":"30:ae:a4:0c:11:9f","order":"upgrade","value":"http://a/b"})");
}

TEST(CommandJson, EachOrderTakesItsValueOnly) {
    struct Row {
        Command command;
        std::string_view reason;
    };
    const std::vector<Row> bad{
        {{lamp, Order::frequency, {}}, "missing"},
        {{lamp, Order::frequency, "900"}, "not_an_integer"},
        {{lamp, Order::upgrade, std::int64_t{1}}, "not_text"},
        {{lamp, Order::status, std::int64_t{1}}, "not_taken"},
        {{lamp, Order::reboot, "now"}, "not_taken"},
    };
    for (const Row& row : bad) {
        const Result<std::string> payload = write_command(row.command, topic);
        ASSERT_FALSE(payload);
        EXPECT_EQ(payload.error().field, "value");
        EXPECT_EQ(payload.error().reason, row.reason);
    }
}

// 256 bytes with header and topic is the last that a board hears (contract/firmware.md). The
// longest command is refused one byte later, whether the topic or the value is what grew.
TEST(CommandJson, RefusesWhatABoardWouldDrop) {
    const auto longest_value = [](std::size_t topic_bytes) {
        std::size_t bytes = 1;
        while (write_command({lamp, Order::upgrade, std::string(bytes + 1, 'u')},
                             std::string(topic_bytes, 't'))) {
            ++bytes;
        }
        return bytes;
    };
    for (const std::size_t topic_bytes : {std::size_t{10}, std::size_t{63}}) {
        const std::size_t value_bytes = longest_value(topic_bytes);
        const std::string named(topic_bytes, 't');
        const Command largest{lamp, Order::upgrade, std::string(value_bytes, 'u')};
        const Result<std::string> payload = write_command(largest, named);
        ASSERT_TRUE(payload);
        // Type, two bytes of length (over 127), two of the topic's length.
        EXPECT_EQ(1 + 2 + 2 + topic_bytes + payload->size(), limits::board_packet_bytes_max);
        const Result<std::string> refused = write_command(largest, named + "t");
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::too_large);
        EXPECT_EQ(refused.error().field, "command");
        EXPECT_EQ(refused.error().reason, "too_large");
    }
}

// The remaining length takes another byte at 128 and at 16384 (MQTT 2.2.3).
TEST(CommandJson, CountsThePacketsHeader) {
    EXPECT_EQ(publish_packet_bytes(1, 0), 5U);
    EXPECT_EQ(publish_packet_bytes(25, 100), 2U + 127U);
    EXPECT_EQ(publish_packet_bytes(25, 101), 3U + 128U);
    EXPECT_EQ(publish_packet_bytes(25, 16'356), 3U + 16'383U);
    EXPECT_EQ(publish_packet_bytes(25, 16'357), 4U + 16'384U);
}

TEST(CommandJson, ReadsWhatItWrites) {
    for (const Command& command :
         {Command{lamp, Order::status, {}}, Command{std::nullopt, Order::restart, {}},
          Command{lamp, Order::frequency, std::int64_t{21'600}},
          Command{lamp, Order::upgrade, {}}, Command{lamp, Order::upgrade, "http://a/b"},
          Command{lamp, Order::reboot, {}}, Command{lamp, Order::update, {}},
          Command{lamp, Order::reset, {}}}) {
        const Result<Command> read = parse_command(*write_command(command, topic));
        ASSERT_TRUE(read);
        EXPECT_EQ(*read, command);
    }
    EXPECT_EQ(parse_command(R"({"order":"status","dest":"30-AE-A4-0C-11-9F"})")->dest, lamp);
    // A value that the order does not take is none of a board's business.
    EXPECT_EQ(*parse_command(R"({"dest":"all","order":"status","value":{}})"),
              (Command{std::nullopt, Order::status, {}}));
}

struct BadCommand {
    std::string payload;
    std::string_view field;
    std::string_view reason;
};

TEST(CommandJson, RefusesWhatIsNoCommand) {
    const std::vector<BadCommand> bad{
        {"", "", "not_json"},
        {"[]", "", "not_an_object"},
        {std::string(257, ' '), "", "too_large"},
        {R"({"a":1,"b":1,"c":1,"d":1,"dest":"all","order":"status"})", "", "too_many_members"},
        {R"({"order":"status"})", "dest", "missing"},
        {R"({"dest":1,"order":"status"})", "dest", "not_text"},
        {R"({"dest":"everyone","order":"status"})", "dest", "bad_dest"},
        {R"({"dest":"ALL","order":"status"})", "dest", "bad_dest"},
        {R"({"dest":"all"})", "order", "missing"},
        {R"({"dest":"all","order":null})", "order", "not_text"},
        {R"({"dest":"all","order":"Status"})", "order", "unknown_order"},
        {R"({"dest":"all","order":"frequency"})", "value", "missing"},
        {R"({"dest":"all","order":"frequency","value":"900"})", "value", "not_an_integer"},
        {R"({"dest":"all","order":"frequency","value":-1})", "value", "out_of_range"},
        {R"({"dest":"all","order":"upgrade","value":1})", "value", "not_text"},
    };
    for (const BadCommand& row : bad) {
        const Result<Command> command = parse_command(row.payload);
        ASSERT_FALSE(command) << row.payload;
        EXPECT_EQ(command.error().field, row.field) << row.payload;
        EXPECT_EQ(command.error().reason, row.reason) << row.payload;
    }
    EXPECT_EQ(parse_command(R"({"dest":"all","order":"x"})").error().allowed,
              "status, frequency, restart, reboot, update, upgrade, reset");
}

}  // namespace
}  // namespace soc::wire
