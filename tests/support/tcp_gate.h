#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "core/guarded.h"

namespace soc::testing {

/// A loopback port in front of a broker that passes bytes both ways, keeps what clients sent,
/// and can play a broker of MQTT 3.1.1: a version 5 CONNECT is answered with "unacceptable
/// protocol version" in the old form, and hung up on. It can also play a broker that takes a
/// SUBSCRIBE and never answers.
class TcpGate {
public:
    explicit TcpGate(std::uint16_t broker_port, bool only_version_311 = false);
    ~TcpGate();
    TcpGate(const TcpGate&) = delete;
    TcpGate& operator=(const TcpGate&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// From now on, a SUBSCRIBE does or does not reach the broker.
    void swallow_subscribe(bool swallow) { swallow_subscribe_ = swallow; }
    /// Everything that clients have sent so far, of all connections.
    [[nodiscard]] std::string sent_by_clients() const;

private:
    struct Pair {
        int client = -1;
        int broker = -1;
    };

    void run();
    void accept_one();
    /// False when the connection is over.
    [[nodiscard]] bool pass(const Pair& pair, bool from_client);

    const std::uint16_t broker_port_;
    const bool only_version_311_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    std::vector<Pair> pairs_;
    Guarded<std::string> sent_;
    std::atomic<bool> swallow_subscribe_ = false;
    std::atomic<bool> stop_ = false;
    std::thread thread_;
};

}  // namespace soc::testing
