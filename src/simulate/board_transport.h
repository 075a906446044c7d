#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "simulate/fleet.h"
#include "simulate/session_pool.h"

namespace soc::simulate {

struct TransportOptions {
    std::string login;
    std::string password;
    /// One connection per module, as boards do; else `connections` are shared by all boards.
    bool link_per_module = true;
    std::size_t connections = 4;
};

/// Carries what boards ask for to a real broker, and back. Used by one thread.
class BoardTransport {
public:
    virtual ~BoardTransport() = default;
    virtual void perform(const FleetAction& action) = 0;
    /// Sends, waits up to `patience` (or until `wake_fd` can be read) and appends what the
    /// boards are told.
    virtual void poll(microseconds patience, int wake_fd, std::vector<LinkReport>& out) = 0;
    /// Closes everything in order, so that the broker has read what was sent.
    virtual void leave(microseconds patience) = 0;
    /// Messages that did not fit a connection's queue, or whose connection was gone.
    [[nodiscard]] virtual std::uint64_t dropped() const = 0;
    [[nodiscard]] virtual std::size_t open_sessions() const = 0;
};

/// A board's modules each hold a connection of their own.
class ModuleTransport final : public BoardTransport, private SessionListener {
public:
    /// `broker` and `clock` must outlive this.
    ModuleTransport(const SocketAddress& broker, const Clock& clock, TransportOptions options);

    void perform(const FleetAction& action) override;
    void poll(microseconds patience, int wake_fd, std::vector<LinkReport>& out) override;
    void leave(microseconds patience) override { pool_.leave(patience); }
    [[nodiscard]] std::uint64_t dropped() const override { return dropped_; }
    [[nodiscard]] std::size_t open_sessions() const override { return pool_.open_sessions(); }

private:
    struct Owner {
        std::uint32_t board;
        std::uint8_t link;
    };
    static std::uint64_t link_id(std::uint32_t board, std::uint8_t link) {
        return std::uint64_t{board} << 8U | link;
    }

    void session_up(SessionKey key) override;
    void session_lost(SessionKey key, std::string_view reason) override;
    void session_message(SessionKey key, const mqtt::Delivery& delivery) override;
    void session_acknowledged(SessionKey) override {}
    void close(const FleetAction& action, bool politely);

    const TransportOptions options_;
    SessionPool pool_;
    std::unordered_map<std::uint64_t, SessionKey> sessions_;  ///< by `link_id`
    std::unordered_map<SessionKey, Owner> owners_;
    std::vector<LinkReport> reports_;
    std::uint64_t dropped_ = 0;
};

/// A few connections carry all boards: for fleets that are larger than the machine's ports.
class SharedTransport final : public BoardTransport, private SessionListener {
public:
    /// `broker` and `clock` must outlive this.
    SharedTransport(const SocketAddress& broker, const Clock& clock, TransportOptions options);

    void perform(const FleetAction& action) override;
    void poll(microseconds patience, int wake_fd, std::vector<LinkReport>& out) override;
    void leave(microseconds patience) override { pool_.leave(patience); }
    [[nodiscard]] std::uint64_t dropped() const override { return dropped_; }
    [[nodiscard]] std::size_t open_sessions() const override { return pool_.open_sessions(); }

private:
    /// One connection; board `b` rides on number `b % carriers`.
    struct Carrier {
        SessionKey key = 0;
        bool is_open = false;
        bool is_up = false;
        std::unordered_map<std::string, std::vector<std::uint32_t>> listeners;  ///< by topic
    };
    /// A board on its carrier: connected, or waiting for the connection.
    struct Seat {
        bool is_taken = false;
        std::string topic;  ///< that it listens to; empty: none
    };

    Carrier& carrier_of(std::uint32_t board) { return carriers_[board % carriers_.size()]; }
    std::size_t carrier_of_key(SessionKey key) const;
    Seat& seat_of(std::uint32_t board);
    void board_in(std::uint32_t board, const std::string& client_id);
    void board_out(std::uint32_t board);
    void subscribe(std::uint32_t board, const std::string& topic);
    void report_to_all(std::size_t carrier, LinkReport::Kind kind);

    void session_up(SessionKey key) override;
    void session_lost(SessionKey key, std::string_view reason) override;
    void session_message(SessionKey key, const mqtt::Delivery& delivery) override;
    void session_acknowledged(SessionKey) override {}

    const TransportOptions options_;
    SessionPool pool_;
    std::vector<Carrier> carriers_;
    std::vector<Seat> seats_;  ///< by board
    std::vector<LinkReport> reports_;
    std::uint64_t dropped_ = 0;
};

}  // namespace soc::simulate
