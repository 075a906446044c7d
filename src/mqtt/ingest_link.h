#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mqtt/dialler.h"
#include "mqtt/inbox_port.h"
#include "mqtt/link_context.h"

namespace soc {

/// The connection of a broker that only listens (R6). It reads one packet at a time while the
/// inbox has room, and never drops. It writes (acknowledgements, SUBSCRIBE, PINGREQ: any write
/// sends the acknowledgements that the library has queued) only when every message read over
/// this connection has been committed.
///
/// Posts `ingest_up` when the broker has answered the SUBSCRIBE. Messages of the new generation
/// may come before it: with the session present the broker sends its backlog first. When neither
/// comes for `subscribe_timeout`, the connection ends as `subscription_unanswered`.
class IngestLink final : private ConnectionEvents {
public:
    static constexpr microseconds subscribe_timeout{std::chrono::seconds{5}};

    IngestLink(BrokerIndex index, const BrokerOptions& broker, LinkContext context);
    IngestLink(const IngestLink&) = delete;
    IngestLink& operator=(const IngestLink&) = delete;

    /// Does what is due and what has become possible: dialling, handing on, acknowledging.
    void turn(Moment now);
    [[nodiscard]] PollWish wish() const;
    [[nodiscard]] SteadyTime wake_at() const;
    /// `poll` reported `revents` for the socket of `wish`.
    void ready(short revents, Moment now);
    /// Close and dial again (R8), once what was read is committed: before that our own commits
    /// are what keeps the canary away, and the broker would only send the same again.
    void reopen() { reopen_wanted_ = true; }

    /// No further message is read and nothing is dialled.
    void stop();
    /// All that was read is committed and its acknowledgements are with the system's socket.
    [[nodiscard]] bool is_drained() const;
    /// After `is_drained`: DISCONNECT, so that the broker need not wait for the keep-alive.
    void say_goodbye();
    [[nodiscard]] bool is_closed() const { return !dialler_.is_open(); }

private:
    void on_connected(bool session_present) override;
    void on_subscribed(std::span<const int> codes) override;
    void on_message(const ReceivedMessage& message) override;

    void count(const ReceivedMessage& message);
    void read_while_room();
    [[nodiscard]] bool may_read() const;
    [[nodiscard]] bool may_write() const;
    void write_if_allowed();
    void expect_subscription(SteadyTime now);
    void reopen_now(Moment now);
    void went_down(const Dialler::Failure& failure, Moment now);
    void post(LinkEvent::Kind kind, std::string_view reason, Moment at);

    // Constant after construction.
    const BrokerIndex index_;
    const BrokerOptions& broker_;
    const LinkContext context_;
    std::vector<std::string> filters_;
    metrics::Counter received_;
    metrics::Counter retained_;
    metrics::Counter unprotected_;
    metrics::Counter stopped_reading_;
    metrics::Counter reconnects_;

    // Owned by the MQTT thread.
    InboxPort port_;
    Dialler dialler_;
    std::uint32_t generation_ = 0;
    std::uint64_t messages_read_ = 0;       // all connections, as CommitProgress counts
    std::uint64_t read_on_connection_ = 0;  // this one
    bool session_present_ = false;
    bool subscribing_ = false;  // SUBSCRIBE is queued and has not left
    bool unread_ = false;       // there may be input that `poll` does not see
    bool paused_ = false;       // the inbox is full
    bool reopen_wanted_ = false;
    bool stopping_ = false;
    bool warned_unprotected_ = false;
    std::string down_reason_;  // posted; empty while up
    SteadyTime keep_alive_at_;
    std::optional<SteadyTime> subscribed_by_;  // while the SUBSCRIBE is not answered
};

}  // namespace soc
