#include "simulate/board_order.h"

#include <gtest/gtest.h>

#include "wire/command_json.h"

namespace soc::simulate {
namespace {

const MacAddress mac = *MacAddress::parse("30:ae:a4:0c:11:9f");

std::optional<BoardOrder> read(std::string_view payload) { return read_order(payload, mac); }

TEST(BoardOrder, TakesEveryOrderOfTheContract) {
    const std::pair<const char*, OrderKind> words[] = {
        {"status", OrderKind::status}, {"restart", OrderKind::restart},
        {"reboot", OrderKind::reboot}, {"update", OrderKind::update},
        {"upgrade", OrderKind::upgrade}, {"reset", OrderKind::reset}};
    for (const auto& [word, kind] : words) {
        const auto order =
            read(R"({"dest":"30:ae:a4:0c:11:9f","order":")" + std::string{word} + "\"}");
        ASSERT_TRUE(order.has_value()) << word;
        EXPECT_EQ(order->kind, kind) << word;
    }
    const auto frequency = read(R"({"dest":"all","order":"frequency","value":-5})");
    ASSERT_TRUE(frequency.has_value());
    EXPECT_EQ(frequency->value, -5);  // clamped where the range is known
}

// The server's writer and the board's reader were written apart: they must meet.
TEST(BoardOrder, UnderstandsWhatTheServerWrites) {
    const wire::Command command{mac, wire::Order::frequency, std::int64_t{900}};
    const Result<std::string> payload = wire::write_command(command, "u4/300/device/command");
    ASSERT_TRUE(payload.has_value());
    const auto order = read(*payload);
    ASSERT_TRUE(order.has_value());
    EXPECT_EQ(order->kind, OrderKind::frequency);
    EXPECT_EQ(order->value, 900);
}

TEST(BoardOrder, ComparesTheBeginningOfDestInLowerCase) {
    EXPECT_TRUE(read(R"({"dest":"30:AE:A4:0C:11:9F","order":"status"})"));
    EXPECT_TRUE(read(R"({"dest":"30:ae:a4:0c:11:9f and more","order":"status"})"));
    EXPECT_TRUE(read(R"({"dest":"ALL","order":"status"})"));
    EXPECT_FALSE(read(R"({"dest":"30:ae:a4:0c:11:9e","order":"status"})"));
    EXPECT_FALSE(read(R"({"dest":"30:ae:a4:0c:11","order":"status"})"));
    EXPECT_FALSE(read(R"({"dest":"","order":"status"})"));
}

TEST(BoardOrder, IgnoresWhatItsFirmwareIgnores) {
    for (const char* payload :
         {"", "status", "[]", "{", R"({"order":"status"})", R"({"dest":"all"})",
          R"({"dest":1,"order":"status"})", R"({"dest":"all","order":1})",
          R"({"dest":"all","order":"dance"})", R"({"dest":"all","order":"frequency"})",
          R"({"dest":"all","order":"frequency","value":"900"})",
          R"({"dest":"all","order":"status","a":1,"b":2,"c":3,"d":4})"}) {
        EXPECT_FALSE(read(payload)) << payload;
    }
    EXPECT_TRUE(read(R"({"dest":"all","order":"status","a":1,"b":2,"c":3})"));  // five members
}

}  // namespace
}  // namespace soc::simulate
