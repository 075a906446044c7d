#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/secret.h"
#include "mqtt/tls_context.h"

struct mosquitto;

namespace soc {

/// Keeps libmosquitto initialised. One per owner of connections, before the first of them and
/// before any other thread starts.
class MosquittoLibrary {
public:
    MosquittoLibrary();
    ~MosquittoLibrary();
    MosquittoLibrary(const MosquittoLibrary&) = delete;
    MosquittoLibrary& operator=(const MosquittoLibrary&) = delete;
};

enum class MqttVersion { v5, v311 };

struct ConnectionRequest {
    std::string address;  ///< a number: names would block (AddressLookup)
    std::uint16_t port = 1883;
    std::string client_id;
    std::string user;  ///< empty: anonymous
    Secret password;
    std::optional<TlsContext> tls;
    MqttVersion version = MqttVersion::v5;
    std::chrono::seconds keep_alive{60};
    /// The broker keeps the session this long; zero: a clean session that ends with us. A
    /// 3.1.1 broker keeps it as long as it likes.
    std::chrono::seconds session_expiry{0};
    bool clean_start = true;
    /// QoS 1 messages that the broker may send before the first acknowledgement (MQTT 5).
    std::uint16_t receive_max = 20;
};

/// A message as it lies in the library's memory; valid during the callback.
struct ReceivedMessage {
    std::string_view topic;
    std::string_view payload;
    int qos = 0;
    bool retained = false;
};

/// What `MqttConnection::read` found. Called inside `read`, which must not destroy the
/// connection from here; subscribing and publishing is allowed.
class ConnectionEvents {
public:
    virtual ~ConnectionEvents() = default;
    virtual void on_connected(bool session_present) = 0;
    /// One code per filter of the SUBSCRIBE: the granted QoS, or 128 and more for a refusal.
    virtual void on_subscribed(std::span<const int> codes) = 0;
    virtual void on_message(const ReceivedMessage& message) = 0;
};

/// One MQTT connection from dial to end, over libmosquitto's external loop: it never blocks,
/// has no thread, and nothing leaves but by `write`. It ends by itself (`is_open` turns false,
/// `close_reason` says why) or when destroyed: without DISCONNECT, and without sending the
/// acknowledgements that the library has queued (R6). Used by one thread.
class MqttConnection {
public:
    /// Starts to connect; the outcome comes through `read`. An attempt may end at once.
    MqttConnection(ConnectionRequest request, ConnectionEvents& events);
    ~MqttConnection();
    MqttConnection(const MqttConnection&) = delete;
    MqttConnection& operator=(const MqttConnection&) = delete;

    [[nodiscard]] bool is_open() const { return close_reason_.empty(); }
    /// A word of link_reason.h; empty while open.
    [[nodiscard]] const std::string& close_reason() const { return close_reason_; }
    /// What the library said about the end, for the log; may be empty.
    [[nodiscard]] const std::string& close_detail() const { return detail_; }
    /// True after an accepting CONNACK.
    [[nodiscard]] bool is_connected() const { return connected_; }

    /// For `poll`; -1 when closed. Always wait for input; for output when `wants_write`.
    [[nodiscard]] int fd() const;
    [[nodiscard]] bool wants_write() const;

    /// Reads one packet (over TLS: all that the library has decrypted already). True when
    /// something was read: call again, `poll` does not see what TLS has buffered.
    bool read();
    /// Sends what is queued, as much as the socket takes.
    void write();
    /// Sends or awaits PINGs when they are due; call about once a second.
    void keep_alive();
    /// After `poll` reported an error or hang-up and `read` found nothing more.
    void hung_up();
    /// Ends it for a reason of our own.
    void close(std::string_view reason);

    /// Queued; one SUBSCRIBE packet. False when the library refuses the filters.
    [[nodiscard]] bool subscribe(const std::vector<std::string>& filters, int qos);
    /// Queued at QoS 0, not retained. False when topic or payload is not to the library's taste.
    [[nodiscard]] bool publish(const std::string& topic, std::string_view payload);
    /// Queued; the connection ends when `write` has sent it.
    void disconnect();

private:
    struct Callbacks;

    [[nodiscard]] int configure();
    void after(int result);
    void lost(std::string_view reason, int system_error);

    ConnectionRequest request_;
    ConnectionEvents& events_;
    mosquitto* handle_ = nullptr;
    bool connected_ = false;
    bool disconnecting_ = false;
    bool moved_ = false;  // a callback ran since `read` began
    std::string close_reason_;
    std::string detail_;
};

}  // namespace soc
