#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "domain/mac_address.h"
#include "simulate/board_model.h"

namespace soc::simulate {

/// `<base>/<module>` as it comes out of a board's 64-byte buffer: cut, if it is too long.
[[nodiscard]] std::string module_topic(std::string_view base_topic, std::string_view module);

/// `<base>/<module>/command`, cut in the same way. A cut one is a filter that nothing is sent to:
/// the board is deaf.
[[nodiscard]] std::string module_command_topic(std::string_view base_topic,
                                               std::string_view module);

/// Size of a QoS 0 PUBLISH packet with header and topic. Boards neither send nor take more than
/// `firmware::packet_bytes_max`.
[[nodiscard]] std::size_t publish_packet_bytes(std::string_view topic, std::string_view payload);

/// What changes from one status message of a board to the next.
struct StatusValues {
    std::string_view status;
    std::string_view local_time;
    std::chrono::seconds frequency{0};
    int heap_bytes = 0;
    int firmware = 0;
};

/// The payload of `<base>/device`, letter for letter in the form of contract/firmware.md.
[[nodiscard]] std::string status_text(const BoardModel& model, const MacAddress& mac,
                                      const StatusValues& values);

/// The payload of `<base>/<module>`. Its `unitID` is `auto_<last 4 hex>`, never the MAC.
[[nodiscard]] std::string data_text(const Sensor& sensor, const MacAddress& mac, double value);

/// The last four hexadecimal digits: `119f`.
[[nodiscard]] std::string short_mac(const MacAddress& mac);

}  // namespace soc::simulate
