#include "simulate/mqtt_packet.h"

#include <gtest/gtest.h>

#include <string>

namespace soc::simulate::mqtt {
namespace {

std::string bytes(std::initializer_list<int> values) {
    std::string text;
    for (const int value : values) text += static_cast<char>(value);
    return text;
}

// Written out from MQTT 3.1.1, section 3.
TEST(MqttPacket, WritesTheBytesOfTheStandard) {
    std::string out;
    append_connect(out, {"id", "", "", 60});
    EXPECT_EQ(out, bytes({0x10, 14, 0, 4}) + "MQTT" + bytes({4, 0x02, 0, 60, 0, 2}) + "id");
    out.clear();
    append_connect(out, {"id", "me", "pw", 60});
    EXPECT_EQ(out, bytes({0x10, 22, 0, 4}) + "MQTT" + bytes({4, 0xc2, 0, 60, 0, 2}) + "id" +
                       bytes({0, 2}) + "me" + bytes({0, 2}) + "pw");
    out.clear();
    append_subscribe(out, 258, "a/b");
    EXPECT_EQ(out, bytes({0x82, 8, 1, 2, 0, 3}) + "a/b" + bytes({0}));
    out.clear();
    append_publish(out, 0, "a/b", "xy");
    EXPECT_EQ(out, bytes({0x30, 7, 0, 3}) + "a/bxy");
    out.clear();
    append_publish(out, 7, "a/b", "xy");
    EXPECT_EQ(out, bytes({0x32, 9, 0, 3}) + "a/b" + bytes({0, 7}) + "xy");
    out.clear();
    append_pingreq(out);
    append_disconnect(out);
    EXPECT_EQ(out, bytes({0xc0, 0, 0xe0, 0}));
}

// At 127 bytes the length needs one byte, at 128 two; every cut of a packet is incomplete.
TEST(MqttPacket, TakesWhatItWrites) {
    for (const std::size_t payload_bytes : {0U, 124U, 125U, 16'000U, 16'381U}) {
        std::string wire;
        append_publish(wire, 0, "t", std::string(payload_bytes, 'p'));
        for (const std::size_t cut : {std::size_t{0}, std::size_t{1}, wire.size() - 1}) {
            std::string_view part = std::string_view{wire}.substr(0, cut);
            Packet packet;
            EXPECT_EQ(take_packet(part, packet), TakeResult::incomplete);
            EXPECT_EQ(part.size(), cut);
        }
        const std::string two = wire + "rest";
        std::string_view rest = two;
        Packet packet;
        ASSERT_EQ(take_packet(rest, packet), TakeResult::taken);
        EXPECT_EQ(rest, "rest");
        const auto delivery = read_publish(packet);
        ASSERT_TRUE(delivery.has_value());
        EXPECT_EQ(delivery->topic, "t");
        EXPECT_EQ(delivery->payload.size(), payload_bytes);
    }
}

TEST(MqttPacket, RefusesWhatIsNone) {
    Packet packet;
    const std::string endless = bytes({0x30, 0x80, 0x80, 0x80, 0x80, 0x01});
    std::string_view text = endless;
    EXPECT_EQ(take_packet(text, packet), TakeResult::malformed);
    const std::string huge = bytes({0x30, 0x81, 0x80, 0x04});  // 64 KiB and one byte
    text = huge;
    EXPECT_EQ(take_packet(text, packet), TakeResult::malformed);
    const std::string largest = bytes({0x30, 0x80, 0x80, 0x04});  // 64 KiB, still to come
    text = largest;
    EXPECT_EQ(take_packet(text, packet), TakeResult::incomplete);

    EXPECT_FALSE(read_publish({PacketType::publish, 0, bytes({0})}));
    EXPECT_FALSE(read_publish({PacketType::publish, 0, bytes({0, 2, 'a'})}));
    EXPECT_FALSE(read_publish({PacketType::publish, 2, bytes({0, 1, 'a', 0})}));
    EXPECT_TRUE(read_publish({PacketType::publish, 2, bytes({0, 1, 'a', 0, 1})}));
    EXPECT_FALSE(read_connack({PacketType::connack, 0, bytes({0})}));
    EXPECT_EQ(read_connack({PacketType::connack, 0, bytes({0, 5})}), std::uint8_t{5});
}

}  // namespace
}  // namespace soc::simulate::mqtt
