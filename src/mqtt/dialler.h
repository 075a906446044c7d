#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "mqtt/address_lookup.h"
#include "mqtt/backoff.h"
#include "mqtt/broker_options.h"
#include "mqtt/mqtt_connection.h"

namespace soc {

/// Keeps one connection to a broker in being: looks the host up, dials its addresses one after
/// the other, falls back to MQTT 3.1.1, gives up after 5 s (R8), pauses (Backoff), dials again.
/// Used by one thread, which calls `turn` whenever something happened or `wake_at` has come.
class Dialler {
public:
    /// What distinguishes the connections of one broker.
    struct Role {
        std::string client_id;
        bool keep_session = false;
        std::uint16_t receive_max = 20;
    };

    /// An attempt or a connection that ended.
    struct Failure {
        std::string reason;  ///< a word of link_reason.h
        std::string detail;  ///< for the log
        bool was_connected = false;
    };

    /// What it works with. `wake` is rung when a host name was looked up.
    struct Tools {
        std::shared_ptr<WakeUp> wake;
        RandomSource& random;
    };

    static constexpr microseconds connect_timeout{std::chrono::seconds{5}};

    /// All references outlive the dialler.
    Dialler(const BrokerOptions& broker, Role role, ConnectionEvents& events, Tools tools);

    /// Does what is due. Gives the failure when a connection or attempt ended; the next attempt
    /// is then planned. Attempts at further addresses of the same round are no failure.
    std::optional<Failure> turn(SteadyTime now);

    /// The connection, dialling or connected; null between attempts.
    [[nodiscard]] MqttConnection* connection() { return connection_.get(); }
    [[nodiscard]] const MqttConnection* connection() const { return connection_.get(); }
    /// Of the next attempt; while connected, of this connection.
    [[nodiscard]] MqttVersion version() const { return version_; }
    [[nodiscard]] bool is_open() const { return connection_ && connection_->is_open(); }
    [[nodiscard]] bool is_connected() const { return is_open() && connection_->is_connected(); }

    /// Drops the connection without a word to the broker and dials at once.
    void reopen(SteadyTime now);
    /// Drops the connection without a word to the broker.
    void hang_up() { connection_.reset(); }
    /// Never dials again; an open connection stays.
    void give_up() { given_up_ = true; }

    /// When `turn` has something to do even if nothing happens.
    [[nodiscard]] SteadyTime wake_at() const;

private:
    std::optional<Failure> dial_next(SteadyTime now);
    [[nodiscard]] ConnectionRequest request_for(const std::string& address) const;
    std::optional<Failure> ended(SteadyTime now);
    std::optional<Failure> failed(Failure failure, SteadyTime now);

    const BrokerOptions& broker_;
    const Role role_;
    ConnectionEvents& events_;

    AddressLookup lookup_;
    Backoff backoff_;
    std::unique_ptr<MqttConnection> connection_;
    std::vector<std::string> addresses_;  // of this round, not tried yet
    bool looking_up_ = false;
    bool given_up_ = false;
    bool ever_connected_ = false;
    MqttVersion version_ = MqttVersion::v5;
    int hang_ups_ = 0;  // in a row, on a version 5 CONNECT, without an answer
    SteadyTime retry_at_;                       // while between attempts
    SteadyTime give_up_at_;                     // while looking up or dialling
    std::optional<SteadyTime> connected_since_;
};

}  // namespace soc
