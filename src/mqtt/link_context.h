#pragma once

#include <memory>

#include "core/clock.h"
#include "core/random.h"
#include "metrics/registry.h"
#include "mqtt/wake_up.h"
#include "service/ingest_inbox.h"

namespace soc {

/// What every link of the MQTT thread works with. All of it outlives the links.
struct LinkContext {
    IngestInbox& inbox;
    const Clock& clock;
    RandomSource& random;
    metrics::Registry& metrics;
    std::shared_ptr<WakeUp> wake;  ///< ends the thread's `poll`
};

/// What a link waits for: one entry of `poll`.
struct PollWish {
    int fd = -1;  ///< -1: nothing
    short events = 0;
    bool at_once = false;  ///< input waits where `poll` cannot see it: do not sleep
};

}  // namespace soc
