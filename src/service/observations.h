#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "core/guarded.h"
#include "core/limits.h"
#include "domain/broker_view.h"
#include "fleet/discovered_devices.h"
#include "fleet/refusal_log.h"
#include "service/transition_log.h"

namespace soc {

/// What the ingest loop notices beside the registered devices. It alone writes; any thread
/// reads.
struct Observations {
    Guarded<DiscoveredDevices> discovered{DiscoveredDevices{limits::discovered_devices_max}};
    Guarded<RefusalLog> refusals{RefusalLog{limits::refusals_kept_max}};
    Guarded<TransitionLog> transitions;

    struct Brokers {
        std::vector<BrokerView> views;
        std::uint64_t version = 0;  ///< counts up when a state changes
    };
    Guarded<Brokers> brokers;
};

}  // namespace soc
