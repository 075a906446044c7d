#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace soc {

/// One key of the configuration, for reading, for checking and for `--help`.
struct ConfigKey {
    std::string_view name;
    std::string_view allowed;   ///< what is accepted, as a person reads it
    std::string_view fallback;  ///< what holds without it
    std::string_view meaning;
    bool is_list = false;
    bool is_secret = false;  ///< may hold a secret: its value is never shown
};

inline constexpr std::string_view flag_allowed = "true or false, yes or no, on or off, 1 or 0";
inline constexpr std::string_view port_allowed = "1 to 65535";
inline constexpr std::string_view host_allowed =
    "a host name or an address alone; an account goes into user and password, a port into port";

inline constexpr std::array top_keys{
    ConfigKey{"instance", "1 to 32 of a-z 0-9 _ -", "generated once, kept in the data directory",
              "name of this installation: client ids and canary topic (R7)"},
    ConfigKey{"listen", "HOST:PORT, the host an IP address, [..]:PORT for IPv6", "127.0.0.1:8000",
              "where people and boards reach us over HTTP"},
    ConfigKey{"data", "a directory", "./data", "embedded database, lock, control socket"},
    ConfigKey{"database", "sqlite:PATH or postgresql://user:password@host:port/name",
              "sqlite:DATA/sensocampus.db", "registry and presence", false, true},
    ConfigKey{"master_key_file", "a path that begins with / or ./",
              "DATA/master.key, made when it is needed",
              "64 hexadecimal digits that undelivered secrets are sealed with (R36)", false, true},
    ConfigKey{"web", "a directory with index.html", "beside the program",
              "the built web pages"},
    ConfigKey{"trusted_proxies", "a list of networks such as 192.0.2.0/24", "none",
              "whose X-Forwarded-* are believed (R41)", true},
    ConfigKey{"auth_clients", "a list of networks such as 192.0.2.0/24",
              "loopback and private networks", "brokers that may ask over HTTP (R34)", true},
    ConfigKey{"log_level", "debug, info, warning or error", "info", "the least level written"},
    ConfigKey{"read_only", flag_allowed, "false",
              "run beside the server that owns the data: changes and publishes nothing (SIM=1)"},
};

inline constexpr std::array broker_keys{
    ConfigKey{"name", "1 to 32 of a-z 0-9 _ -", "main, broker2, broker3, ...",
              "in metrics, logs and on screens"},
    ConfigKey{"url", "mqtt[s]://[user[:password]@]host[:port]", "mqtt://127.0.0.1:1883",
              "where the broker is", false, true},
    ConfigKey{"host", host_allowed, "of url", "replaces the host of url"},
    ConfigKey{"port", port_allowed, "of url, 1883 or 8883", "replaces the port of url"},
    ConfigKey{"user", "a text", "of url", "login of this server"},
    ConfigKey{"password", "a text", "of url", "its secret; better: password_file", false, true},
    ConfigKey{"password_file", "a readable file", "none", "its first line is the secret"},
    ConfigKey{"ca_file", "a readable PEM file", "the system's authorities",
              "who signs the broker's certificate (mqtts)"},
    ConfigKey{"certificate_file", "a readable PEM file", "none", "client certificate (mqtts)"},
    ConfigKey{"key_file", "a readable PEM file", "none", "its key (mqtts)"},
    ConfigKey{"accept_any_certificate", flag_allowed, "false", "for a trial only"},
    ConfigKey{"site", "a site's code", "none: serves all sites",
              "only devices of this site are alive through it (R17)"},
    ConfigKey{"topics", "a list of topic filters", "[\"#/device\"]",
              "status topics; #/device stands for +/device, +/+/device, ...", true},
    ConfigKey{"levels", "1 to 16", "5", "how many levels #/device stands for"},
};

/// What `flag_allowed` says, in capitals or not; else nothing.
[[nodiscard]] std::optional<bool> parse_flag(std::string_view text);

/// A decimal number from `least` to `most`; else nothing.
[[nodiscard]] std::optional<unsigned> number_in(std::string_view text, unsigned least,
                                                unsigned most);

/// A host name (letters, digits, `-`, `.`, `_`) or an IP address, without brackets around it.
[[nodiscard]] bool is_host(std::string_view text);

/// R7.
[[nodiscard]] bool is_instance_name(std::string_view text);

/// `SENSOCAMPUS_LOG_LEVEL` for `log_level`, the name of a key.
[[nodiscard]] std::string environment_name(std::string_view key);

/// Percent-encodes all but letters, digits and `-._~`.
[[nodiscard]] std::string url_encode(std::string_view text);

/// The key that a mistyped one probably means; empty when none is near.
template <std::size_t count>
[[nodiscard]] std::string_view nearest_key(const std::array<ConfigKey, count>& keys,
                                           std::string_view mistyped);

/// How many letters differ between two words (Levenshtein).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

template <std::size_t count>
std::string_view nearest_key(const std::array<ConfigKey, count>& keys, std::string_view mistyped) {
    std::string_view nearest;
    std::size_t least = 3;  // further away is another word
    for (const ConfigKey& key : keys) {
        const std::size_t distance = edit_distance(key.name, mistyped);
        if (distance < least) {
            least = distance;
            nearest = key.name;
        }
    }
    return nearest;
}

}  // namespace soc
