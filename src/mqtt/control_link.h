#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "mqtt/dialler.h"
#include "mqtt/inbox_port.h"
#include "mqtt/link_context.h"
#include "service/outbound_queue.h"

namespace soc {

/// The connection of a broker that speaks (R6): canaries, probes, commands at QoS 0. It reads
/// only the broker's own counter of dropped messages, and posts `dropped` when that moved (R7).
class ControlLink final : private ConnectionEvents {
public:
    ControlLink(BrokerIndex index, const BrokerOptions& broker, LinkContext context);
    ControlLink(const ControlLink&) = delete;
    ControlLink& operator=(const ControlLink&) = delete;

    void turn(Moment now);
    [[nodiscard]] PollWish wish() const;
    [[nodiscard]] SteadyTime wake_at() const;
    void ready(short revents, Moment now);
    void reopen(Moment now);

    /// Sends it, or drops and counts it: not connected, read-only, or the socket is clogged.
    void publish(const OutboundMessage& message);

    /// Nothing is dialled any more.
    void stop();
    /// What was published has left.
    [[nodiscard]] bool is_drained() const;
    void say_goodbye();
    [[nodiscard]] bool is_closed() const { return !dialler_.is_open(); }

private:
    void on_connected(bool session_present) override;
    void on_subscribed(std::span<const int> codes) override;
    void on_message(const ReceivedMessage& message) override;

    void went_down(const Dialler::Failure& failure, Moment now);
    void post(LinkEvent::Kind kind, std::string_view reason, Moment at);

    // Constant after construction.
    const BrokerIndex index_;
    const BrokerOptions& broker_;
    const LinkContext context_;
    metrics::Counter outbound_dropped_;
    metrics::Counter broker_dropped_;

    // Owned by the MQTT thread.
    InboxPort port_;
    Dialler dialler_;
    std::uint32_t generation_ = 0;
    std::size_t unsent_ = 0;  // published since the socket last took everything
    bool unread_ = false;
    bool stopping_ = false;
    std::optional<std::uint64_t> dropped_so_far_;  // the broker's counter
    std::string down_reason_;
    SteadyTime keep_alive_at_;
};

}  // namespace soc
