#pragma once

#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/bounded_queue.h"
#include "core/limits.h"
#include "service/ingest_inbox.h"

namespace soc {

/// A message to publish on a broker's control connection: QoS 0, never retained.
struct OutboundMessage {
    BrokerIndex broker = 0;
    std::string topic;
    std::string payload;
};

/// Close both connections of a broker and open them again (R8: no canary for 25 s).
struct ReopenLinks {
    BrokerIndex broker = 0;
};

using OutboundItem = std::variant<OutboundMessage, ReopenLinks>;

/// The only way from `service` to a broker: bounded, drained by the MQTT thread. A message for a
/// control connection that is down is dropped there and counted; whoever needs it sends again.
class OutboundQueue {
public:
    OutboundQueue() : items_{limits::outbound_items_max} {}

    /// False when full: nothing was queued.
    [[nodiscard]] bool try_push(OutboundItem item) {
        if (!items_.try_push(std::move(item))) return false;
        on_push();
        return true;
    }
    std::size_t drain(std::vector<OutboundItem>& out) {
        return items_.pop_up_to(limits::outbound_items_max, out, std::chrono::microseconds{0});
    }

    /// Set once, before the threads start; wakes the MQTT thread. Must not block.
    std::function<void()> on_push = [] {};

private:
    BoundedQueue<OutboundItem> items_;
};

}  // namespace soc
