#pragma once

#include <string_view>

namespace soc::link_reason {

/// Why a connection is down, as stable words: `LinkEvent::reason`, logs, health and screens use
/// them, and the front end translates them. Do not change one.
inline constexpr std::string_view host_not_found = "host_not_found";
inline constexpr std::string_view connection_refused = "connection_refused";
inline constexpr std::string_view unreachable = "unreachable";
inline constexpr std::string_view connect_timeout = "connect_timeout";
inline constexpr std::string_view connection_lost = "connection_lost";
inline constexpr std::string_view keep_alive = "keep_alive";
inline constexpr std::string_view not_authorised = "not_authorised";
inline constexpr std::string_view client_id_refused = "client_id_refused";
inline constexpr std::string_view version_refused = "version_refused";
inline constexpr std::string_view broker_busy = "broker_busy";
inline constexpr std::string_view broker_stopping = "broker_stopping";
inline constexpr std::string_view taken_over = "taken_over";
inline constexpr std::string_view refused = "refused";
inline constexpr std::string_view subscription_refused = "subscription_refused";
inline constexpr std::string_view subscription_unanswered = "subscription_unanswered";
inline constexpr std::string_view protocol_error = "protocol_error";
inline constexpr std::string_view tls_files = "tls_files";
inline constexpr std::string_view tls_failed = "tls_failed";
inline constexpr std::string_view certificate_expired = "certificate_expired";
inline constexpr std::string_view certificate_untrusted = "certificate_untrusted";
inline constexpr std::string_view certificate_wrong_host = "certificate_wrong_host";
inline constexpr std::string_view reading_overrun = "reading_overrun";
inline constexpr std::string_view reopened = "reopened";
inline constexpr std::string_view stopped = "stopped";
inline constexpr std::string_view internal_error = "internal_error";

/// The word of a CONNACK or DISCONNECT code of MQTT 5 (from 128) or a CONNACK of 3.1.1 (1..5).
[[nodiscard]] std::string_view from_mqtt_code(int code);

/// The word of a `MOSQ_ERR_...`; `system_error` is errno as the library left it.
[[nodiscard]] std::string_view from_library(int result, int system_error);

/// The word of an errno of connect, read or write.
[[nodiscard]] std::string_view from_errno(int system_error);

/// True when a broker that we reached said no: asking again at once will not change its mind.
[[nodiscard]] bool is_refusal(std::string_view reason);

}  // namespace soc::link_reason
