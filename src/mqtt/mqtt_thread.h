#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "mqtt/broker_link.h"
#include "mqtt/broker_options.h"
#include "mqtt/mqtt_connection.h"
#include "service/outbound_queue.h"

namespace soc {

/// The thread that owns every connection to every broker. Messages and link events go into the
/// inbox, the outbound queue is drained into the control connections.
class MqttThread {
public:
    /// What it works with; all of it outlives this object.
    struct Parts {
        IngestInbox& inbox;
        OutboundQueue& outbound;
        const Clock& clock;
        RandomSource& random;
        metrics::Registry& metrics;
    };

    /// At most `limits::brokers_max` brokers; their index is their `BrokerIndex`. Takes over
    /// `inbox.on_progress` and `outbound.on_push`, so make it before the other threads start.
    MqttThread(std::vector<BrokerOptions> brokers, Parts parts);
    /// Stops without waiting for commits.
    ~MqttThread();
    MqttThread(const MqttThread&) = delete;
    MqttThread& operator=(const MqttThread&) = delete;

    void start();

    /// Stops reading, waits at most `patience` until the ingest loop (which must still run) has
    /// committed what was read, sends those acknowledgements and DISCONNECT, and ends the
    /// thread. What is not committed by then is not acknowledged: the broker keeps it.
    void stop(std::chrono::milliseconds patience);

private:
    enum class Phase { serving, draining, leaving, done };

    void run();
    void wait();
    void dispatch_outbound();
    void advance(Moment now);

    // Constant after construction.
    const Parts parts_;
    const MosquittoLibrary library_;
    const std::shared_ptr<WakeUp> wake_;

    // Owned by the thread.
    std::vector<BrokerLink> links_;
    std::vector<OutboundItem> outgoing_;
    Phase phase_ = Phase::serving;
    SteadyTime stop_by_ = SteadyTime::max();

    // Written by `stop`, read by the thread.
    std::atomic<bool> stop_asked_ = false;
    std::atomic<std::int64_t> patience_us_ = 0;

    std::thread thread_;
};

}  // namespace soc
