#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/secret.h"
#include "domain/topic_filter.h"

namespace soc {

/// TLS towards a broker. The certificate must be valid for `BrokerOptions::host`.
struct TlsOptions {
    std::string ca_file;           ///< PEM; empty: the system's authorities
    std::string certificate_file;  ///< our own, PEM with its chain; empty: none
    std::string key_file;          ///< of `certificate_file`, PEM without a passphrase

    /// Any certificate of any host is taken. For a trial only: whoever is between us and the
    /// broker reads the password. Each connection warns.
    bool accept_any_certificate = false;
};

/// One broker of the configuration, complete and checked: at least one topic filter, expanded
/// as contract/mqtt.md says; `instance` matches `[a-z0-9_-]{1,32}`.
struct BrokerOptions {
    std::string name;  ///< label in metrics, log and health; unique
    std::string host;
    std::uint16_t port = 1883;
    std::optional<TlsOptions> tls;
    std::string user;  ///< empty: anonymous
    Secret password;
    std::vector<TopicFilter> topic_filters;
    std::string site_code;  ///< the one site of this broker; empty: it serves all (R17)
    std::string instance;   ///< this installation's name (R7)

    /// The broker cuts a connection that is silent for one and a half of it. Dead links are
    /// found sooner by the canary (R8).
    std::chrono::seconds keep_alive{60};
    /// How long the broker keeps our session and queue while we are away (R7).
    std::chrono::seconds session_expiry = std::chrono::days{7};

    /// SIM=1: beside the old application. Clean sessions under client ids of their own, no
    /// canary subscription, nothing is published.
    bool read_only = false;
};

/// `sensocampus/<instance>/device`: the topic of the canary (R8).
[[nodiscard]] inline std::string canary_topic(const BrokerOptions& broker) {
    return "sensocampus/" + broker.instance + "/device";
}

/// `sensocampus-<instance>-<role>`, the client ids of R7. A read-only server has its own: a
/// clean session under the ordinary id would delete the queue of the server beside it.
[[nodiscard]] inline std::string client_id(const BrokerOptions& broker, const std::string& role) {
    return "sensocampus-" + broker.instance + (broker.read_only ? "-sim-" : "-") + role;
}

}  // namespace soc
