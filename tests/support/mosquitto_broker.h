#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/wait_until.h"

namespace soc::testing {

/// A real mosquitto with the shipped `deploy/mosquitto.conf` on a free loopback port, in its
/// own temporary directory (session file included). Ends with this object, and with the test
/// program if that is killed.
class MosquittoBroker {
public:
    struct Options {
        /// Lines after the shipped file; a later value wins over the shipped one.
        std::string extra{};
        /// The listener's own lines (TLS files, ...); follow `listener PORT 127.0.0.1`.
        std::string listener{};
        bool anonymous = true;
        /// False: mosquitto's defaults instead of the shipped file.
        bool shipped_file = true;
        /// `NAME=VALUE`, added to the broker's environment.
        std::vector<std::string> environment{};
        /// True: a broker that does not start is not running, and its log says why.
        bool may_fail = false;
    };

    MosquittoBroker() : MosquittoBroker{Options{}} {}
    /// Returns when the broker takes connections; ends the program with its log if it does not.
    explicit MosquittoBroker(const Options& options);
    ~MosquittoBroker();
    MosquittoBroker(const MosquittoBroker&) = delete;
    MosquittoBroker& operator=(const MosquittoBroker&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] const std::string& directory() const { return directory_; }
    [[nodiscard]] pid_t pid() const { return pid_; }
    [[nodiscard]] bool is_running() const { return pid_ > 0; }

    /// Again on the same port and directory, after `stop` or `kill`.
    void start();
    /// SIGTERM: the broker writes its sessions and goes.
    void stop();
    /// SIGKILL: what is not on disk is lost.
    void kill();
    /// SIGSTOP and SIGCONT: connections stay open and nothing moves.
    void freeze();
    void thaw();

    /// Everything the broker has logged so far.
    [[nodiscard]] std::string log() const;

private:
    void end(int signal);

    std::string directory_;
    std::string config_;
    std::vector<std::string> environment_;
    bool may_fail_ = false;
    std::uint16_t port_ = 0;
    pid_t pid_ = -1;
};

/// Publishes as boards do: QoS 0, clean session. Blocking; ends the program on failure.
class TestPublisher {
public:
    explicit TestPublisher(std::uint16_t port);
    ~TestPublisher();
    TestPublisher(const TestPublisher&) = delete;
    TestPublisher& operator=(const TestPublisher&) = delete;

    void publish(std::string_view topic, std::string_view payload, bool retain = false);
    /// Returns when the broker has processed all that was published.
    void flush();

private:
    void* handle_;
    bool ponged_ = false;
};

}  // namespace soc::testing
