#include "simulate/board_message.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "simulate/firmware.h"

namespace soc::simulate {

std::string module_topic(std::string_view base_topic, std::string_view module) {
    std::string topic = fmt::format("{}/{}", base_topic, module);
    if (topic.size() > firmware::topic_bytes_max) topic.resize(firmware::topic_bytes_max);
    return topic;
}

std::string module_command_topic(std::string_view base_topic, std::string_view module) {
    std::string topic = fmt::format("{}/{}/command", base_topic, module);
    if (topic.size() > firmware::topic_bytes_max) topic.resize(firmware::topic_bytes_max);
    return topic;
}

std::size_t publish_packet_bytes(std::string_view topic, std::string_view payload) {
    const std::size_t rest = 2 + topic.size() + payload.size();
    std::size_t length_bytes = 1;
    for (std::size_t left = rest; left >= 128; left /= 128) ++length_bytes;
    return 1 + length_bytes + rest;
}

std::string status_text(const BoardModel& model, const MacAddress& mac,
                        const StatusValues& values) {
    std::string unit_id = mac.to_string();
    if (model.old_generation) {
        std::transform(unit_id.begin(), unit_id.end(), unit_id.begin(),
                       [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        return fmt::format(R"({{"unitID":"{}","status":"{}"}})", unit_id, values.status);
    }
    return fmt::format(R"({{"frequency":{},"time":"{}","status":"{}","modules":{},"heap":{},)"
                       R"("hardware":"{}","firmware":{},"board":"{}","board_rev":{},)"
                       R"("unitID":"{}"}})",
                       values.frequency.count(), values.local_time, values.status,
                       model.sensors.size(), values.heap_bytes, model.hardware, values.firmware,
                       model.board, model.board_rev, unit_id);
}

std::string data_text(const Sensor& sensor, const MacAddress& mac, double value) {
    return fmt::format(
        R"({{"unitID":"auto_{}","subID":"{}","value":{:.1f},"value_units":"{}"}})",
        short_mac(mac), sensor.sub_id, value, sensor.unit);
}

std::string short_mac(const MacAddress& mac) {
    return fmt::format("{:04x}", mac.to_u64() & 0xffffU);
}

}  // namespace soc::simulate
