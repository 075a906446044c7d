#pragma once

#include <cstdint>
#include <string>

#include "core/clock.h"
#include "domain/unit_id.h"

namespace soc {

/// A device that speaks and is not registered.
struct DiscoveredDevice {
    UnitId unit_id;
    std::string broker;
    std::string topic;
    bool sandbox = false;
    WallTime first_seen;
    WallTime last_seen;
    std::uint64_t count = 0;
    std::string last_payload;  ///< at most `limits::payload_preview_bytes_max`
};

}  // namespace soc
