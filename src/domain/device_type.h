#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.h"

namespace soc {

/// How a device of a type reaches us.
enum class Connectivity : std::uint8_t { mqtt, lorawan, other };

[[nodiscard]] std::string_view to_word(Connectivity connectivity);
[[nodiscard]] std::optional<Connectivity> parse_connectivity(std::string_view word);

/// The interval that a board announces is believed within these bounds only (R13).
struct IntervalRange {
    std::chrono::seconds least{900};     ///< neOSensor: 15 min
    std::chrono::seconds most{21'600};   ///< neOSensor: 6 h

    friend bool operator==(const IntervalRange&, const IntervalRange&) = default;
};

struct DeviceType {
    TypeId id;
    std::string name;
    std::string manufacturer;
    Connectivity connectivity = Connectivity::mqtt;
    std::optional<std::chrono::seconds> interval;  ///< expected; absent: the site's (R13)
    IntervalRange announced_range;

    friend bool operator==(const DeviceType&, const DeviceType&) = default;
};

}  // namespace soc
