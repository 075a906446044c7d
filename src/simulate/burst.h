#pragma once

#include <cstdint>

#include "core/clock.h"
#include "core/result.h"
#include "simulate/board_transport.h"
#include "simulate/roster.h"

namespace soc::simulate {

/// Status messages as fast as the broker takes them, or at a steady rate.
struct BurstOptions {
    std::uint64_t messages = 0;  ///< one after the other for each board, then from the start again
    double rate = 0;             ///< messages a second; 0: no limit
    int qos = 0;                 ///< 0 or 1
    /// Connecting, and the broker's last acknowledgement.
    microseconds patience = std::chrono::seconds{60};
};

struct BurstResult {
    std::uint64_t published = 0;
    std::uint64_t acknowledged = 0;  ///< QoS 1 only
    microseconds took{0};            ///< from the first message to the broker's goodbye
};

/// What a burst needs of the outside.
struct BurstLink {
    const SocketAddress& broker;
    const Clock& clock;
    TransportOptions transport;  ///< `connections` and the login are used
    int stop_fd = -1;            ///< ends the burst early when it can be read
};

/// Publishes, and returns when the broker has read everything: it has closed the connections after
/// our DISCONNECT. `unavailable`, with what was published in `detail`, when a connection cannot be
/// opened (`broker_unreachable`), is lost on the way (`connection_lost`) or nothing moves for
/// `patience` (`broker_stalled`).
[[nodiscard]] Result<BurstResult> run_burst(const Roster& roster, const BurstLink& link,
                                            const BurstOptions& options);

}  // namespace soc::simulate
