#include "mqtt/link_reason.h"

#include <mosquitto.h>
#include <mqtt_protocol.h>

#include <cerrno>

namespace soc::link_reason {

std::string_view from_mqtt_code(int code) {
    switch (code) {
        case CONNACK_REFUSED_PROTOCOL_VERSION:
        case MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION: return version_refused;
        case CONNACK_REFUSED_IDENTIFIER_REJECTED:
        case MQTT_RC_CLIENTID_NOT_VALID: return client_id_refused;
        case CONNACK_REFUSED_SERVER_UNAVAILABLE:
        case MQTT_RC_SERVER_UNAVAILABLE:
        case MQTT_RC_SERVER_BUSY:
        case MQTT_RC_QUOTA_EXCEEDED:
        case MQTT_RC_CONNECTION_RATE_EXCEEDED: return broker_busy;
        case CONNACK_REFUSED_BAD_USERNAME_PASSWORD:
        case CONNACK_REFUSED_NOT_AUTHORIZED:
        case MQTT_RC_BAD_USERNAME_OR_PASSWORD:
        case MQTT_RC_NOT_AUTHORIZED:
        case MQTT_RC_BANNED:
        case MQTT_RC_BAD_AUTHENTICATION_METHOD: return not_authorised;
        case MQTT_RC_SERVER_SHUTTING_DOWN: return broker_stopping;
        case MQTT_RC_KEEP_ALIVE_TIMEOUT: return keep_alive;
        case MQTT_RC_SESSION_TAKEN_OVER: return taken_over;
        case MQTT_RC_MALFORMED_PACKET:
        case MQTT_RC_PROTOCOL_ERROR: return protocol_error;
        default: return refused;
    }
}

std::string_view from_errno(int system_error) {
    switch (system_error) {
        case ECONNREFUSED: return connection_refused;
        case ETIMEDOUT: return connect_timeout;
        case EHOSTUNREACH:
        case ENETUNREACH:
        case EADDRNOTAVAIL:
        case EACCES:
        case EPERM: return unreachable;
        case EPROTO: return tls_failed;  // libmosquitto's word for an error of OpenSSL
        default: return connection_lost;
    }
}

std::string_view from_library(int result, int system_error) {
    switch (result) {
        case MOSQ_ERR_KEEPALIVE: return keep_alive;
        case MOSQ_ERR_CONN_REFUSED: return refused;
        case MOSQ_ERR_PROTOCOL:
        case MOSQ_ERR_MALFORMED_PACKET:
        case MOSQ_ERR_MALFORMED_UTF8:
        case MOSQ_ERR_DUPLICATE_PROPERTY:
        case MOSQ_ERR_OVERSIZE_PACKET:
        case MOSQ_ERR_TOPIC_ALIAS_INVALID: return protocol_error;
        case MOSQ_ERR_TLS:
        case MOSQ_ERR_TLS_HANDSHAKE: return tls_failed;
        case MOSQ_ERR_EAI: return host_not_found;
        case MOSQ_ERR_ERRNO: return from_errno(system_error);
        case MOSQ_ERR_NOMEM:
        case MOSQ_ERR_INVAL: return internal_error;
        default: return connection_lost;
    }
}

bool is_refusal(std::string_view reason) {
    return reason == not_authorised || reason == client_id_refused || reason == version_refused ||
           reason == refused || reason == subscription_refused || reason == tls_files ||
           reason == tls_failed || reason == certificate_expired ||
           reason == certificate_untrusted || reason == certificate_wrong_host;
}

}  // namespace soc::link_reason
