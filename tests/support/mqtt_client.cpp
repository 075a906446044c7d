#include "support/mqtt_client.h"

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdlib>

#include "support/wait_until.h"

namespace soc::testing {
namespace {

std::string property_of(const mosquitto_property* properties, const std::string& wanted) {
    std::string found;
    bool skip_first = false;
    while (properties != nullptr) {
        char* name = nullptr;
        char* value = nullptr;
        properties = mosquitto_property_read_string_pair(properties, MQTT_PROP_USER_PROPERTY, &name,
                                                         &value, skip_first);
        skip_first = true;
        if (properties != nullptr && wanted == name) found += value;
        std::free(name);
        std::free(value);
    }
    return found;
}

}  // namespace

struct MqttClient::Callbacks {
    static MqttClient& self(void* object) { return *static_cast<MqttClient*>(object); }

    static void connected(mosquitto* /*handle*/, void* object, int code, int /*flags*/,
                          const mosquitto_property* /*properties*/) {
        self(object).connack_ = code;
        self(object).connected_ = code == 0;
    }
    static void disconnected(mosquitto* /*handle*/, void* object, int /*code*/,
                             const mosquitto_property* /*properties*/) {
        self(object).connected_ = false;
    }
    static void subscribed(mosquitto* /*handle*/, void* object, int /*id*/, int /*count*/,
                           const int* codes, const mosquitto_property* /*properties*/) {
        self(object).suback_ = codes[0];
    }
    static void published(mosquitto* /*handle*/, void* object, int /*id*/, int code,
                          const mosquitto_property* /*properties*/) {
        self(object).puback_ = code;
    }
    static void received(mosquitto* /*handle*/, void* object, const mosquitto_message* message,
                         const mosquitto_property* properties) {
        self(object).messages_.push_back(
            {message->topic,
             std::string(static_cast<const char*>(message->payload),
                         static_cast<std::size_t>(message->payloadlen)),
             property_of(properties, "sensocampus-login")});
    }
};

MqttClient::MqttClient(std::uint16_t port, Options options)
    : port_{port}, options_{std::move(options)} {
    mosquitto_lib_init();
    handle_ = mosquitto_new(options_.client_id.c_str(), options_.clean_start, this);
    mosquitto_int_option(handle_, MOSQ_OPT_PROTOCOL_VERSION,
                         options_.v5 ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311);
    mosquitto_connect_v5_callback_set(handle_, &Callbacks::connected);
    mosquitto_disconnect_v5_callback_set(handle_, &Callbacks::disconnected);
    mosquitto_subscribe_v5_callback_set(handle_, &Callbacks::subscribed);
    mosquitto_publish_v5_callback_set(handle_, &Callbacks::published);
    mosquitto_message_v5_callback_set(handle_, &Callbacks::received);
    if (!options_.login.empty()) {
        mosquitto_username_pw_set(handle_, options_.login.c_str(), options_.secret.c_str());
    }
    if (!options_.will_topic.empty()) {
        mosquitto_property* properties = nullptr;
        if (!options_.will_login.empty()) {
            mosquitto_property_add_string_pair(&properties, MQTT_PROP_USER_PROPERTY,
                                               "sensocampus-login", options_.will_login.c_str());
        }
        mosquitto_will_set_v5(handle_, options_.will_topic.c_str(), 4, "will", 0, false,
                              properties);
    }
}

MqttClient::~MqttClient() {
    mosquitto_disconnect(handle_);
    mosquitto_destroy(handle_);
    mosquitto_lib_cleanup();
}

template <class Done>
bool MqttClient::serve_until(Done done, int timeout_ms) {
    bool is_over = false;
    const auto look = [&] {
        if (done() || is_over) return true;
        if (mosquitto_loop(handle_, 10, 1) != MOSQ_ERR_SUCCESS) {
            connected_ = false;
            is_over = true;
        }
        return done();
    };
    return wait_until(look, std::chrono::milliseconds{timeout_ms}) && done();
}

int MqttClient::connect() {
    connack_.reset();
    mosquitto_property* properties = nullptr;
    if (options_.session_seconds > 0) {
        mosquitto_property_add_int32(&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL,
                                     options_.session_seconds);
    }
    const int sent = mosquitto_connect_bind_v5(handle_, "127.0.0.1", port_, 60, nullptr,
                                               properties);
    mosquitto_property_free_all(&properties);
    if (sent != MOSQ_ERR_SUCCESS) return -1;
    serve_until([&] { return connack_.has_value(); }, 10'000);
    return connack_.value_or(-1);
}

int MqttClient::subscribe(const std::string& filter) {
    suback_.reset();
    mosquitto_subscribe(handle_, nullptr, filter.c_str(), 1);
    serve_until([&] { return suback_.has_value(); }, 10'000);
    return suback_.value_or(-1);
}

int MqttClient::publish(const std::string& topic, const std::string& payload) {
    return publish_with_property(topic, payload, {}, {});
}

int MqttClient::publish_with_property(const std::string& topic, const std::string& payload,
                                      const std::string& name, const std::string& value) {
    mosquitto_property* properties = nullptr;
    if (!name.empty()) {
        mosquitto_property_add_string_pair(&properties, MQTT_PROP_USER_PROPERTY, name.c_str(),
                                           value.c_str());
    }
    puback_.reset();
    mosquitto_publish_v5(handle_, nullptr, topic.c_str(), static_cast<int>(payload.size()),
                         payload.data(), 1, false, properties);
    mosquitto_property_free_all(&properties);
    serve_until([&] { return puback_.has_value(); }, 10'000);
    return puback_.value_or(-1);
}

std::optional<MqttClient::Message> MqttClient::receive(int timeout_ms) {
    if (!serve_until([&] { return !messages_.empty(); }, timeout_ms)) return std::nullopt;
    Message message = messages_.front();
    messages_.erase(messages_.begin());
    return message;
}

bool MqttClient::is_dropped(int timeout_ms) {
    return serve_until([&] { return !connected_; }, timeout_ms);
}

void MqttClient::disconnect() {
    mosquitto_disconnect(handle_);
    is_dropped();
}

void MqttClient::vanish() {
    shutdown(mosquitto_socket(handle_), SHUT_RDWR);
    is_dropped();
}

}  // namespace soc::testing
