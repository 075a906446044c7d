#include "mqtt/mqtt_connection.h"

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "core/assert.h"
#include "core/limits.h"
#include "mqtt/link_reason.h"

namespace soc {

MosquittoLibrary::MosquittoLibrary() { SOC_ASSERT(mosquitto_lib_init() == MOSQ_ERR_SUCCESS); }
MosquittoLibrary::~MosquittoLibrary() { mosquitto_lib_cleanup(); }

/// The C border. Nothing thrown may cross it: `noexcept` ends the program instead.
struct MqttConnection::Callbacks {
    static MqttConnection& self(void* object) { return *static_cast<MqttConnection*>(object); }

    static void connected(mosquitto* /*handle*/, void* object, int code, int flags,
                          const mosquitto_property* /*properties*/) noexcept {
        self(object).moved_ = true;
        if (code != 0) return self(object).close(link_reason::from_mqtt_code(code));
        self(object).connected_ = true;
        self(object).events_.on_connected((flags & 1) != 0);
    }

    static void disconnected(mosquitto* /*handle*/, void* object, int code,
                             const mosquitto_property* /*properties*/) noexcept {
        // MQTT's own codes begin at 128; below are the library's, which `after` sees too.
        self(object).moved_ = true;
        if (code >= MQTT_RC_UNSPECIFIED) self(object).close(link_reason::from_mqtt_code(code));
    }

    static void subscribed(mosquitto* /*handle*/, void* object, int /*id*/, int count,
                           const int* codes, const mosquitto_property* /*properties*/) noexcept {
        self(object).moved_ = true;
        self(object).events_.on_subscribed({codes, static_cast<std::size_t>(count)});
    }

    static void received(mosquitto* /*handle*/, void* object, const mosquitto_message* message,
                         const mosquitto_property* /*properties*/) noexcept {
        self(object).moved_ = true;
        self(object).events_.on_message(
            {message->topic,
             {static_cast<const char*>(message->payload),
              static_cast<std::size_t>(message->payloadlen)},
             message->qos,
             message->retain});
    }

    static void logged(mosquitto* /*handle*/, void* object, int level,
                       const char* text) noexcept {
        if (level == MOSQ_LOG_ERR) self(object).detail_ = text;
    }
};

namespace {

/// mosquitto_connect_async has no way to pass MQTT 5 properties, and mosquitto_connect_bind_v5
/// blocks. But the latter keeps the properties for every later connect before it looks at the
/// host, so one call without a host, which is an error, hands them over (docs/adr/040). That
/// they arrive is what the tests of persistent sessions prove.
int keep_properties(mosquitto* handle, std::chrono::seconds session_expiry) {
    mosquitto_property* properties = nullptr;
    int result = mosquitto_property_add_int32(&properties, MQTT_PROP_MAXIMUM_PACKET_SIZE,
                                              limits::mqtt_packet_bytes_max);
    if (result == MOSQ_ERR_SUCCESS && session_expiry > std::chrono::seconds{0}) {
        result = mosquitto_property_add_int32(&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL,
                                              static_cast<std::uint32_t>(session_expiry.count()));
    }
    if (result == MOSQ_ERR_SUCCESS) {
        const int kept = mosquitto_connect_bind_v5(handle, nullptr, 0, 0, nullptr, properties);
        if (kept != MOSQ_ERR_INVAL) result = MOSQ_ERR_UNKNOWN;
    }
    mosquitto_property_free_all(&properties);
    return result;
}

}  // namespace

MqttConnection::MqttConnection(ConnectionRequest request, ConnectionEvents& events)
    : request_{std::move(request)},
      events_{events},
      handle_{mosquitto_new(request_.client_id.c_str(), request_.clean_start, this)} {
    if (handle_ == nullptr) {
        close(link_reason::internal_error);
        return;
    }
    int result = configure();
    errno = 0;
    if (result == MOSQ_ERR_SUCCESS) {
        result = mosquitto_connect_async(handle_, request_.address.c_str(), request_.port,
                                         static_cast<int>(request_.keep_alive.count()));
    }
    after(result);
}

MqttConnection::~MqttConnection() {
    if (handle_ != nullptr) mosquitto_destroy(handle_);
}

int MqttConnection::configure() {
    const bool v5 = request_.version == MqttVersion::v5;
    mosquitto_connect_v5_callback_set(handle_, &Callbacks::connected);
    mosquitto_disconnect_v5_callback_set(handle_, &Callbacks::disconnected);
    mosquitto_subscribe_v5_callback_set(handle_, &Callbacks::subscribed);
    mosquitto_message_v5_callback_set(handle_, &Callbacks::received);
    mosquitto_log_callback_set(handle_, &Callbacks::logged);

    // "Threaded" means to the library that somebody else writes: nothing leaves but by us.
    int result = mosquitto_threaded_set(handle_, true);
    const auto set_number = [&](mosq_opt_t option, int value) {
        if (result == MOSQ_ERR_SUCCESS) result = mosquitto_int_option(handle_, option, value);
    };
    set_number(MOSQ_OPT_PROTOCOL_VERSION, v5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311);
    set_number(MOSQ_OPT_TCP_NODELAY, 1);
    set_number(MOSQ_OPT_RECEIVE_MAXIMUM, request_.receive_max);
    if (result == MOSQ_ERR_SUCCESS && !request_.user.empty()) {
        result = mosquitto_username_pw_set(handle_, request_.user.c_str(),
                                           request_.password.reveal().data());
    }
    if (result == MOSQ_ERR_SUCCESS && request_.tls) {
        // Ours as it is: the library's defaults would put its own host check in.
        set_number(MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
        result = mosquitto_void_option(handle_, MOSQ_OPT_SSL_CTX, request_.tls->get());
    }
    if (result == MOSQ_ERR_SUCCESS && v5) {
        result = keep_properties(handle_, request_.session_expiry);
    }
    return result;
}

/// Every call of the library ends here: its result and a vanished socket both mean the end.
/// The first reason stands; later ones are echoes.
void MqttConnection::after(int result) {
    const int system_error = errno;
    if (!is_open()) return;
    if (result == MOSQ_ERR_SUCCESS && mosquitto_socket(handle_) >= 0) return;
    if (disconnecting_) return close(link_reason::stopped);

    if (detail_.empty()) {
        detail_ = result == MOSQ_ERR_ERRNO ? std::generic_category().message(system_error)
                                           : mosquitto_strerror(result);
    }
    lost(link_reason::from_library(result, system_error), system_error);
}

/// The library has few words for TLS, and calls a broker that died a failure of TLS. A broker
/// that wants a certificate of ours says so after the handshake and resets the connection,
/// often before we have read its alert: a reset before CONNACK counts as that.
void MqttConnection::lost(std::string_view reason, int system_error) {
    if (request_.tls &&
        (reason == link_reason::tls_failed || reason == link_reason::connection_lost)) {
        reason = link_reason::connection_lost;
        if (!connected_) {
            const bool reset = system_error == ECONNRESET || system_error == EPIPE ||
                               system_error == EPROTO;
            if (reset) reason = link_reason::tls_failed;
            if (const auto fault = request_.tls->failure(); !fault.empty()) reason = fault;
        }
    }
    close(reason);
}

void MqttConnection::close(std::string_view reason) {
    if (is_open()) close_reason_ = reason;
}

int MqttConnection::fd() const { return is_open() ? mosquitto_socket(handle_) : -1; }

bool MqttConnection::wants_write() const {
    if (!is_open()) return false;
    // During the handshake only OpenSSL knows; the library would have us spin.
    const auto* tls = static_cast<const SSL*>(mosquitto_ssl_get(handle_));
    if (tls != nullptr && SSL_is_init_finished(tls) == 0) return SSL_want_write(tls);
    return mosquitto_want_write(handle_);
}

bool MqttConnection::read() {
    if (!is_open()) return false;
    moved_ = false;
    errno = 0;
    after(mosquitto_loop_read(handle_, 1));
    return moved_ && is_open();
}

void MqttConnection::write() {
    if (!is_open()) return;
    // A handshake goes on inside `read`, whichever direction it waits for.
    const auto* tls = static_cast<const SSL*>(mosquitto_ssl_get(handle_));
    errno = 0;
    if (tls != nullptr && SSL_is_init_finished(tls) == 0) {
        after(mosquitto_loop_read(handle_, 1));
    } else {
        after(mosquitto_loop_write(handle_, 1));
    }
}

void MqttConnection::keep_alive() {
    if (!is_open() || !connected_) return;
    errno = 0;
    after(mosquitto_loop_misc(handle_));
}

void MqttConnection::hung_up() {
    if (!is_open()) return;
    int pending = 0;
    socklen_t size = sizeof pending;
    getsockopt(fd(), SOL_SOCKET, SO_ERROR, &pending, &size);
    if (pending != 0) detail_ = std::generic_category().message(pending);
    lost(link_reason::from_errno(pending), pending);
}

bool MqttConnection::subscribe(const std::vector<std::string>& filters, int qos) {
    if (!is_open()) return false;
    std::vector<char*> list;
    list.reserve(filters.size());
    // The library's signature lacks a const; it only copies.
    for (const std::string& filter : filters) list.push_back(const_cast<char*>(filter.c_str()));
    return mosquitto_subscribe_multiple(handle_, nullptr, static_cast<int>(list.size()),
                                        list.data(), qos, 0, nullptr) == MOSQ_ERR_SUCCESS;
}

bool MqttConnection::publish(const std::string& topic, std::string_view payload) {
    if (!is_open()) return false;
    return mosquitto_publish(handle_, nullptr, topic.c_str(), static_cast<int>(payload.size()),
                             payload.data(), 0, false) == MOSQ_ERR_SUCCESS;
}

void MqttConnection::disconnect() {
    if (!is_open()) return;
    disconnecting_ = true;
    errno = 0;
    const int result = mosquitto_disconnect(handle_);
    if (result != MOSQ_ERR_SUCCESS) after(result);
}

}  // namespace soc
