#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/bounded_queue.h"
#include "core/clock.h"
#include "core/limits.h"
#include "domain/broker_index.h"
#include "domain/device.h"
#include "domain/place_directory.h"

namespace soc {

/// One message as an ingest connection read it. `payload` is at most
/// `limits::payload_bytes_max` long; a longer one is delivered empty with `oversized` set.
struct InboundMessage {
    BrokerIndex broker = 0;
    bool retained = false;
    bool oversized = false;
    Moment received;
    std::string topic;
    std::string payload;
};

/// What happened to the two connections of a broker (R6).
struct LinkEvent {
    enum class Kind : std::uint8_t {
        ingest_up,     ///< connected and subscribed
        ingest_down,   ///< lost or refused, `reason` says why
        control_up,
        control_down,
        dropped,       ///< the broker's own drop counters moved (R7): heard, and yet blind
    };
    Kind kind = Kind::ingest_down;
    BrokerIndex broker = 0;
    std::uint32_t generation = 0;  ///< which connection of this broker, counted from 1
    bool session_present = false;  ///< of `ingest_up`: the broker had kept our session
    Moment at;
    std::string reason;  ///< a stable word: `connection_refused`, `not_authorised`, `keep_alive`
};

/// The registry changed; devices are read from the database before this is posted.
struct RegistryEvent {
    std::int64_t revision = 0;        ///< number of the last change that is included
    std::vector<Device> changed;      ///< as they are now
    std::vector<DeviceId> removed;
    std::shared_ptr<const PlaceDirectory> places;  ///< null: no place or type changed
};

using InboxItem = std::variant<InboundMessage, LinkEvent, RegistryEvent>;

/// How far the ingest loop has committed what each broker's connection delivered. The MQTT
/// thread counts what it pushes and writes on an ingest connection only when both agree (R6):
/// libmosquitto has queued the acknowledgements by then, and any write sends them.
class CommitProgress {
public:
    void committed(BrokerIndex broker, std::uint64_t messages) {
        counts_[broker].fetch_add(messages, std::memory_order_release);
    }
    [[nodiscard]] std::uint64_t committed(BrokerIndex broker) const {
        return counts_[broker].load(std::memory_order_acquire);
    }

private:
    std::array<std::atomic<std::uint64_t>, limits::brokers_max> counts_{};
};

/// The way into the ingest loop. The MQTT thread stops reading its sockets while this is full,
/// and goes on when `on_progress` is called (from the ingest thread, after each batch).
class IngestInbox {
public:
    IngestInbox() : items{limits::inbox_items_max} {}

    BoundedQueue<InboxItem> items;
    CommitProgress progress;

    /// Set once, before the threads start; wakes the MQTT thread. Must not block.
    std::function<void()> on_progress = [] {};
};

}  // namespace soc
