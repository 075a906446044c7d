#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

struct mosquitto;

namespace soc::testing {

/// A client as boards and services are, which says what the broker answered. Each call waits for
/// its answer, ten seconds at most; used by one thread.
class MqttClient {
public:
    struct Message {
        std::string topic;
        std::string payload;
        std::string login;  ///< the user property `sensocampus-login`; empty without
    };
    struct Options {
        std::string client_id;
        std::string login;
        std::string secret;
        bool v5 = true;
        bool clean_start = true;
        std::string will_topic{};
        std::string will_login{};          ///< a `sensocampus-login` that the will claims; MQTT 5
        std::uint32_t session_seconds = 0; ///< how long the broker keeps the session; MQTT 5
    };

    MqttClient(std::uint16_t port, Options options);
    ~MqttClient();
    MqttClient(const MqttClient&) = delete;
    MqttClient& operator=(const MqttClient&) = delete;

    /// The CONNACK's code: 0 let in, else a refusal; -1 without an answer.
    int connect();
    [[nodiscard]] bool is_connected() const { return connected_; }
    /// The QoS granted, 128 and more for a refusal.
    int subscribe(const std::string& filter);
    /// The PUBACK's code, which MQTT 3.1.1 does not have: always 0.
    int publish(const std::string& topic, const std::string& payload);
    /// The same with a user property `name`; MQTT 5.
    int publish_with_property(const std::string& topic, const std::string& payload,
                              const std::string& name, const std::string& value);
    /// The next message, those before it were taken; nothing came when it is empty.
    std::optional<Message> receive(int timeout_ms = 10'000);
    /// Whether the broker ends the connection in this time.
    bool is_dropped(int timeout_ms = 10'000);
    /// Ends it with DISCONNECT, as a board does that sleeps: no will.
    void disconnect();
    /// Ends it without DISCONNECT, as a power cut does.
    void vanish();

private:
    struct Callbacks;
    template <class Done>
    bool serve_until(Done done, int timeout_ms);

    mosquitto* handle_ = nullptr;
    const std::uint16_t port_;
    const Options options_;
    bool connected_ = false;
    std::optional<int> connack_;
    std::optional<int> suback_;
    std::optional<int> puback_;
    std::vector<Message> messages_;
};

}  // namespace soc::testing
