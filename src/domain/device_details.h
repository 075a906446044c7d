#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/device.h"
#include "domain/device_row.h"

namespace soc {

/// The last message of a device, as received.
struct LastMessage {
    WallTime received_at;
    std::string broker;
    std::string topic;
    std::string payload;
};

/// A time that a device spent in one state.
struct PresenceSpan {
    Presence presence = Presence::never_seen;
    WallTime since;
    std::optional<WallTime> until;  ///< absent: still so
    bool backlog = false;           ///< known only to have begun within an interruption (R10)
};

/// Everything that a device's page shows.
struct DeviceDetails {
    DeviceRow row;
    Device device;
    std::string base_topic;  ///< of its home room; empty without one
    std::string seen_topic;  ///< base topic of the last message; empty before the first
    std::chrono::seconds interval{0};
    std::string_view interval_origin;  ///< `device`, `type`, `site`, `default`, `announced`
    std::chrono::seconds interval_setting{0};  ///< without what it announced
    std::optional<std::chrono::seconds> announced;  ///< its last `frequency`, as it said it
    std::chrono::seconds tolerance{0};  ///< beyond the interval, rounded up
    std::optional<WallTime> deadline;
    std::optional<LastMessage> last_message;
    std::vector<PresenceSpan> history;  ///< the newest first
};

}  // namespace soc
