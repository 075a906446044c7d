#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The few packets of MQTT 3.1.1 that a board sends and receives (docs/adr/050).
namespace soc::simulate::mqtt {

enum class PacketType : std::uint8_t {
    connect = 1,
    connack = 2,
    publish = 3,
    puback = 4,
    subscribe = 8,
    suback = 9,
    pingreq = 12,
    pingresp = 13,
    disconnect = 14,
};

struct ConnectFields {
    std::string_view client_id;
    std::string_view login;     ///< none when empty
    std::string_view password;  ///< only with a login
    std::uint16_t keep_alive_s = 60;
};

/// Each appends one packet to `out`. CONNECT asks for a clean session and leaves no will.
void append_connect(std::string& out, const ConnectFields& fields);
void append_subscribe(std::string& out, std::uint16_t packet_id, std::string_view filter);
/// QoS 0 when `packet_id` is 0, else QoS 1; never retained.
void append_publish(std::string& out, std::uint16_t packet_id, std::string_view topic,
                    std::string_view payload);
void append_pingreq(std::string& out);
void append_disconnect(std::string& out);

/// A packet as it was received; views into the buffer that was given.
struct Packet {
    PacketType type = PacketType::connect;
    std::uint8_t flags = 0;
    std::string_view body;
};

enum class TakeResult : std::uint8_t { taken, incomplete, malformed };

/// Larger packets are refused as malformed: nobody sends a board more.
inline constexpr std::size_t received_bytes_max = 64 * 1024;

/// Takes one packet off the front of `bytes`; on `incomplete` and `malformed` nothing is taken.
[[nodiscard]] TakeResult take_packet(std::string_view& bytes, Packet& packet);

/// Topic and payload of a received PUBLISH, or nothing when it is malformed.
struct Delivery {
    std::string_view topic;
    std::string_view payload;
};
[[nodiscard]] std::optional<Delivery> read_publish(const Packet& packet);

/// Return code of a CONNACK, 0 being success; nothing when it is malformed.
[[nodiscard]] std::optional<std::uint8_t> read_connack(const Packet& packet);

}  // namespace soc::simulate::mqtt
