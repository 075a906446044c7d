#include "simulate/mqtt_packet.h"

#include "core/assert.h"

namespace soc::simulate::mqtt {
namespace {

constexpr std::size_t text_bytes_max = 65'535;

void append_u16(std::string& out, std::size_t value) {
    SOC_ASSERT(value <= text_bytes_max);
    out += static_cast<char>(value >> 8U);
    out += static_cast<char>(value & 0xffU);
}

void append_text(std::string& out, std::string_view text) {
    append_u16(out, text.size());
    out += text;
}

void append_header(std::string& out, PacketType type, unsigned flags, std::size_t length) {
    out += static_cast<char>((static_cast<unsigned>(type) << 4U) | flags);
    do {
        const auto digit = static_cast<unsigned>(length % 128);
        length /= 128;
        out += static_cast<char>(length > 0 ? digit | 0x80U : digit);
    } while (length > 0);
}

std::size_t u16_at(std::string_view bytes, std::size_t at) {
    return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])) << 8U |
           static_cast<unsigned char>(bytes[at + 1]);
}

}  // namespace

void append_connect(std::string& out, const ConnectFields& fields) {
    constexpr std::string_view protocol{"\0\4MQTT\4", 7};
    const bool has_login = !fields.login.empty();
    std::size_t length = protocol.size() + 3 + 2 + fields.client_id.size();
    if (has_login) length += 2 + fields.login.size() + 2 + fields.password.size();
    append_header(out, PacketType::connect, 0, length);
    out += protocol;
    out += static_cast<char>(has_login ? 0xc2 : 0x02);  // user name, password, clean session
    append_u16(out, fields.keep_alive_s);
    append_text(out, fields.client_id);
    if (!has_login) return;
    append_text(out, fields.login);
    append_text(out, fields.password);
}

void append_subscribe(std::string& out, std::uint16_t packet_id, std::string_view filter) {
    append_header(out, PacketType::subscribe, 0x02, 2 + 2 + filter.size() + 1);
    append_u16(out, packet_id);
    append_text(out, filter);
    out += '\0';  // at QoS 0
}

void append_publish(std::string& out, std::uint16_t packet_id, std::string_view topic,
                    std::string_view payload) {
    const bool is_confirmed = packet_id != 0;
    append_header(out, PacketType::publish, is_confirmed ? 0x02 : 0x00,
                  2 + topic.size() + (is_confirmed ? 2 : 0) + payload.size());
    append_text(out, topic);
    if (is_confirmed) append_u16(out, packet_id);
    out += payload;
}

void append_pingreq(std::string& out) { append_header(out, PacketType::pingreq, 0, 0); }

void append_disconnect(std::string& out) { append_header(out, PacketType::disconnect, 0, 0); }

TakeResult take_packet(std::string_view& bytes, Packet& packet) {
    std::size_t length = 0;
    std::size_t at = 1;
    for (unsigned shift = 0;; shift += 7) {
        if (at >= bytes.size()) return TakeResult::incomplete;
        if (shift > 21) return TakeResult::malformed;
        const auto byte = static_cast<unsigned char>(bytes[at++]);
        length |= static_cast<std::size_t>(byte & 0x7fU) << shift;
        if ((byte & 0x80U) == 0) break;
    }
    if (length > received_bytes_max) return TakeResult::malformed;
    if (bytes.size() - at < length) return TakeResult::incomplete;
    const auto first = static_cast<unsigned char>(bytes[0]);
    packet = {static_cast<PacketType>(first >> 4U), static_cast<std::uint8_t>(first & 0x0fU),
              bytes.substr(at, length)};
    bytes.remove_prefix(at + length);
    return TakeResult::taken;
}

std::optional<Delivery> read_publish(const Packet& packet) {
    SOC_ASSERT(packet.type == PacketType::publish);
    const unsigned qos = (packet.flags >> 1U) & 0x03U;
    const std::string_view body = packet.body;
    if (body.size() < 2) return std::nullopt;
    const std::size_t topic_bytes = u16_at(body, 0);
    const std::size_t payload_at = 2 + topic_bytes + (qos > 0 ? 2 : 0);
    if (body.size() < payload_at) return std::nullopt;
    return Delivery{body.substr(2, topic_bytes), body.substr(payload_at)};
}

std::optional<std::uint8_t> read_connack(const Packet& packet) {
    SOC_ASSERT(packet.type == PacketType::connack);
    if (packet.body.size() != 2) return std::nullopt;
    return static_cast<std::uint8_t>(packet.body[1]);
}

}  // namespace soc::simulate::mqtt
