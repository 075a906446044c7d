#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "mqtt/dialler.h"

namespace soc {

/// A blocking client for `check_broker`: connects once, notes everything that arrives.
class CheckClient final : private ConnectionEvents {
public:
    struct Message {
        std::string topic;
        std::string payload;
        int qos = 0;
    };

    /// All references outlive the client.
    CheckClient(const BrokerOptions& broker, Dialler::Role role, RandomSource& random,
                const Clock& clock);
    CheckClient(const CheckClient&) = delete;
    CheckClient& operator=(const CheckClient&) = delete;

    /// False when refused or unanswered; `failure` says why.
    [[nodiscard]] bool connect();
    [[nodiscard]] const Dialler::Failure& failure() const { return failure_; }
    [[nodiscard]] MqttVersion version() const { return dialler_.version(); }
    [[nodiscard]] bool session_present() const { return session_present_; }

    /// False when refused or unanswered.
    [[nodiscard]] bool subscribe(const std::string& filter, int qos);
    /// From now on nothing is written: what arrives is not acknowledged, and there is no way back.
    void hold_acknowledgements() { holds_ = true; }
    void publish(const std::string& topic, std::string_view payload);
    /// Returns when what was published has left.
    void flush();
    /// A DISCONNECT; the broker keeps the session if the role says so.
    void disconnect();

    /// Serves the connection until `condition` holds or `patience` is over; true when it holds.
    [[nodiscard]] bool wait_for(const std::function<bool()>& condition, microseconds patience);
    /// Waits for a message with this payload; null when it does not come in time.
    [[nodiscard]] const Message* wait_for_payload(std::string_view payload,
                                                  microseconds patience);
    [[nodiscard]] const std::vector<Message>& messages() const { return messages_; }

private:
    void on_connected(bool session_present) override;
    void on_subscribed(std::span<const int> codes) override;
    void on_message(const ReceivedMessage& message) override;
    void serve_once(SteadyTime until);

    const Clock& clock_;
    std::shared_ptr<WakeUp> wake_ = std::make_shared<WakeUp>();
    Dialler dialler_;
    Dialler::Failure failure_;
    bool failed_ = false;
    bool holds_ = false;
    bool session_present_ = false;
    std::vector<int> codes_;
    std::vector<Message> messages_;
};

}  // namespace soc
