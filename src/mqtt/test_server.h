#pragma once

#include <poll.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "mqtt/mqtt_thread.h"
#include "support/mosquitto_broker.h"

namespace soc::testing {

/// The MQTT side of a server under test, with a hand-driven ingest loop: `take` pops what has
/// arrived, `commit` says that all of it is stored.
class TestServer {
public:
    explicit TestServer(std::vector<BrokerOptions> brokers)
        : brokers_{brokers.size()},
          thread_{std::move(brokers), {inbox, outbound, clock_, random_, metrics}} {
        thread_.start();
    }

    /// Takes at most `count` items, waiting a few milliseconds for the first.
    void take(std::size_t count = limits::batch_items_max) {
        std::vector<InboxItem> items;
        inbox.items.pop_up_to(count, items, std::chrono::milliseconds{5});
        if (!items.empty()) inbox.on_progress();
        for (InboxItem& item : items) {
            if (auto* message = std::get_if<InboundMessage>(&item)) {
                messages.push_back(std::move(*message));
            } else if (auto* event = std::get_if<LinkEvent>(&item)) {
                events.push_back(std::move(*event));
            }
        }
    }

    void commit() {
        std::vector<std::uint64_t> counts(brokers_);
        for (; committed_ < messages.size(); ++committed_) ++counts[messages[committed_].broker];
        for (std::size_t i = 0; i < brokers_; ++i) {
            inbox.progress.committed(static_cast<BrokerIndex>(i), counts[i]);
        }
        inbox.on_progress();
    }

    /// Takes and commits until `condition` holds. False when it does not in time.
    [[nodiscard]] bool serve_until(const std::function<bool()>& condition,
                                   std::chrono::milliseconds patience = std::chrono::seconds{20}) {
        return wait_until(
            [&] {
                take();
                commit();
                return condition();
            },
            patience);
    }

    [[nodiscard]] bool serve_until_messages(std::size_t count) {
        return serve_until([&] { return messages.size() >= count; });
    }

    /// How many events of `kind` came, for any broker or for one.
    [[nodiscard]] std::size_t count(LinkEvent::Kind kind, int broker = -1) const {
        std::size_t found = 0;
        for (const LinkEvent& event : events) {
            if (event.kind == kind && (broker < 0 || event.broker == broker)) ++found;
        }
        return found;
    }

    [[nodiscard]] bool serve_until_up(std::size_t times = 1) {
        return serve_until([&] {
            return count(LinkEvent::Kind::ingest_up) >= times * brokers_ &&
                   count(LinkEvent::Kind::control_up) >= times * brokers_;
        });
    }

    [[nodiscard]] const LinkEvent* last(LinkEvent::Kind kind) const {
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
            if (event->kind == kind) return &*event;
        }
        return nullptr;
    }

    void stop(std::chrono::milliseconds patience) { thread_.stop(patience); }

    // Declared first, so that they outlive the thread that uses them.
    metrics::Registry metrics;
    IngestInbox inbox;
    OutboundQueue outbound;
    std::vector<InboundMessage> messages;
    std::vector<LinkEvent> events;

private:
    const std::size_t brokers_;
    SystemClock clock_;
    SystemRandom random_;
    std::size_t committed_ = 0;
    MqttThread thread_;
};

inline TopicFilter filter(const std::string& text) { return *TopicFilter::parse(text); }

/// Options for a broker of this test, listening to `+/device` and `+/+/device`.
inline BrokerOptions options_for(const MosquittoBroker& broker, const std::string& name = "main") {
    BrokerOptions options;
    options.name = name;
    options.host = "127.0.0.1";
    options.port = broker.port();
    options.topic_filters = {filter("+/device"), filter("+/+/device")};
    options.instance = "test";
    return options;
}

}  // namespace soc::testing
