#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "simulate/mqtt_packet.h"
#include "simulate/socket_address.h"

namespace soc::simulate {

/// Hears what happens to a session. Called from `MqttSession::ready` and `tick`; must not open or
/// close sessions.
class SessionListener {
public:
    virtual ~SessionListener() = default;
    virtual void session_up(std::uint64_t key) = 0;
    /// Refused, closed by the broker, timed out; `reason` is a stable word.
    virtual void session_lost(std::uint64_t key, std::string_view reason) = 0;
    virtual void session_message(std::uint64_t key, const mqtt::Delivery& delivery) = 0;
    /// The broker has taken one QoS 1 message.
    virtual void session_acknowledged(std::uint64_t key) = 0;
};

/// One MQTT 3.1.1 connection of a board, on a socket that never blocks. The owner watches `fd()`
/// edge-triggered for both directions and calls `ready`. Used by one thread.
class MqttSession {
public:
    /// Bytes that wait for the socket; a message that does not fit is dropped, as on a board.
    static constexpr std::size_t queued_bytes_max = 1024 * 1024;
    /// TCP and CONNACK together.
    static constexpr std::chrono::seconds connect_patience{15};
    /// For the broker's end of a goodbye.
    static constexpr std::chrono::seconds leave_patience{15};

    /// Does nothing before `open`. `broker` and `listener` must outlive this.
    MqttSession(std::uint64_t key, const SocketAddress& broker,
                const mqtt::ConnectFields& fields, SessionListener& listener);
    /// Starts to connect; when that fails at once, the first `tick` reports it.
    void open(SteadyTime now);
    /// Closes without a word.
    ~MqttSession();
    MqttSession(const MqttSession&) = delete;
    MqttSession& operator=(const MqttSession&) = delete;

    /// -1 once lost or closed.
    [[nodiscard]] int fd() const { return socket_; }
    [[nodiscard]] bool is_up() const { return state_ == State::up; }
    [[nodiscard]] std::size_t queued_bytes() const { return out_.size() - sent_; }

    /// Queue a packet; `flush` sends. False when the session is not up or the queue is full.
    bool publish(std::uint16_t packet_id, std::string_view topic, std::string_view payload);
    bool subscribe(std::string_view filter);

    /// Writes as much as the socket takes.
    void flush(SteadyTime now);
    /// The socket can be read or written.
    void ready(bool readable, bool writable, SteadyTime now);
    /// Keep-alive and time limits; about once a second.
    void tick(SteadyTime now);

    /// DISCONNECT, then no more is sent; the broker closes the connection after reading all.
    void say_goodbye(SteadyTime now);
    /// The connection breaks: what waits in the socket is thrown away.
    void cut();

private:
    enum class State : std::uint8_t { connecting, greeting, up, leaving, closed };

    void greet(SteadyTime now);
    void read_all(SteadyTime now);
    bool handle(const mqtt::Packet& packet);
    void lose(std::string_view reason);

    const std::uint64_t key_;
    const SocketAddress& broker_;
    SessionListener& listener_;
    State state_ = State::connecting;
    int socket_ = -1;
    std::string connect_packet_;
    std::chrono::seconds keep_alive_;
    SteadyTime opened_at_;
    SteadyTime left_at_;
    SteadyTime last_sent_;
    SteadyTime last_received_;
    bool ping_open_ = false;
    bool ends_ = false;  ///< nothing more will be written
    std::uint16_t next_packet_id_ = 1;
    std::string out_;
    std::size_t sent_ = 0;
    std::string in_;
};

}  // namespace soc::simulate
