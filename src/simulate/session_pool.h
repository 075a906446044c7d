#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "simulate/mqtt_session.h"

namespace soc::simulate {

/// Names a session of a pool; never given twice.
using SessionKey = std::uint64_t;

/// Thousands of MQTT sessions on one epoll. What is published between two `poll` calls leaves in
/// one write per session. Used by one thread; the listener may not call back into the pool.
class SessionPool {
public:
    /// All must outlive this.
    SessionPool(const SocketAddress& broker, SessionListener& listener, const Clock& clock);
    ~SessionPool();
    SessionPool(const SessionPool&) = delete;
    SessionPool& operator=(const SessionPool&) = delete;

    /// Starts a session; what becomes of it comes through the listener, from the next `poll` on.
    SessionKey open(const mqtt::ConnectFields& fields);
    /// No word of this session comes any more.
    void close(SessionKey key, bool politely);

    /// False when the session is gone, not up or its queue is full.
    bool publish(SessionKey key, std::uint16_t packet_id, std::string_view topic,
                 std::string_view payload);
    bool subscribe(SessionKey key, std::string_view filter);
    [[nodiscard]] std::size_t queued_bytes(SessionKey key);

    /// Sends what is queued and waits up to `patience` for something to happen. Ends early when
    /// `wake_fd` (if not -1) can be read.
    void poll(microseconds patience, int wake_fd = -1);

    /// Says goodbye on all sessions and waits up to `patience` until the broker has read
    /// everything and closed them.
    void leave(microseconds patience);

    [[nodiscard]] std::size_t open_sessions() const { return open_; }

private:
    struct Slot {
        std::uint32_t generation = 0;
        std::unique_ptr<MqttSession> session;
        bool is_dirty = false;
        bool is_leaving = false;
    };

    MqttSession* find(SessionKey key);
    void mark_dirty(SessionKey key);
    void flush_dirty(SteadyTime now);
    /// Frees the slot of a session that has ended.
    void reap(std::uint32_t slot);
    void tick(SteadyTime now);
    void watch(int wake_fd);

    const SocketAddress& broker_;
    SessionListener& listener_;
    const Clock& clock_;
    int epoll_;
    int watched_ = -1;
    SteadyTime ticked_at_;
    std::vector<Slot> slots_;
    std::vector<std::uint32_t> free_;
    std::vector<std::uint32_t> dirty_;
    std::size_t open_ = 0;
};

}  // namespace soc::simulate
