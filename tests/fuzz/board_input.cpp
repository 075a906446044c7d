#include "fuzz/fuzz_input.h"
#include "simulate/board_order.h"
#include "simulate/mqtt_packet.h"

// What a broker sends a simulated board: packets that may be cut or wrong, and orders in them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace soc::simulate;
    const std::string_view text = soc::fuzz::text_of(data, size);
    const soc::MacAddress mac = soc::MacAddress::from_u64(0x30aea40c119fULL);
    static_cast<void>(read_order(text, mac));

    std::string_view rest = text;
    mqtt::Packet packet;
    while (mqtt::take_packet(rest, packet) == mqtt::TakeResult::taken) {
        FUZZ_CHECK(packet.body.size() <= mqtt::received_bytes_max);
        if (packet.type == mqtt::PacketType::connack) {
            static_cast<void>(mqtt::read_connack(packet));
        }
        if (packet.type != mqtt::PacketType::publish) continue;
        const auto delivery = mqtt::read_publish(packet);
        if (!delivery) continue;
        FUZZ_CHECK(delivery->topic.size() + delivery->payload.size() <= packet.body.size());
        static_cast<void>(read_order(delivery->payload, mac));
    }
    return 0;
}
