#pragma once

#include "core/clock.h"
#include "domain/ids.h"
#include "domain/presence.h"

namespace soc {

/// One device went from one presence to another.
struct FleetChange {
    DeviceId device;
    Presence from = Presence::never_seen;
    Presence to = Presence::never_seen;
    WallTime at;
    bool backlog = false;  ///< known only to lie within an interruption (R10)
};

}  // namespace soc
