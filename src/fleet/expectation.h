#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/clock.h"
#include "domain/device_type.h"

namespace soc {

/// Where the expected interval comes from (R13); what the device page says.
enum class IntervalOrigin : std::uint8_t { device, type, site, fallback, announced };

[[nodiscard]] std::string_view to_word(IntervalOrigin origin);

struct ExpectedInterval {
    seconds interval{1'800};
    IntervalOrigin origin = IntervalOrigin::fallback;

    friend bool operator==(const ExpectedInterval&, const ExpectedInterval&) = default;
};

/// Without any setting: half an hour, an hour for LoRaWAN (R13).
[[nodiscard]] seconds default_interval(Connectivity connectivity);

/// What is set for a device, the nearest first; the type also knows what to believe.
struct IntervalSettings {
    std::optional<seconds> device;
    const DeviceType& type;
    std::optional<seconds> site;
};

/// The larger of the setting (the device's, else its type's, else its site's, else the default)
/// and the announced interval, which is clamped to its type's range first (R13).
[[nodiscard]] ExpectedInterval expected_interval(const IntervalSettings& settings,
                                                 std::optional<seconds> announced);

/// How late is still punctual: 60 s + 2 % (R13).
[[nodiscard]] inline microseconds tolerance_of(seconds interval) {
    return seconds{60} + microseconds{interval} / 50;
}

/// From the deadline to `missing`, the time in which probes are answered (R14).
inline constexpr seconds probe_window{20};

}  // namespace soc
