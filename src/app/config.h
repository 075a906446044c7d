#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/raw_config.h"
#include "core/log.h"
#include "http/http_options.h"
#include "mqtt/broker_options.h"

namespace soc {

/// A broker as configured; the instance is filled in when it is known.
using BrokerConfig = BrokerOptions;

/// Everything that an operator may set, checked and complete.
struct Config {
    std::string instance;  ///< empty: generated once and kept in the data directory
    ListenAddress listen;
    std::string data = "./data";
    std::string database;  ///< a URL; may hold a password
    std::string master_key_file;  ///< empty: in the data directory
    std::string web;       ///< empty: beside the program
    std::vector<IpNetwork> trusted_proxies;
    std::vector<IpNetwork> auth_clients = private_networks();
    log::Level log_level = log::Level::info;
    bool read_only = false;
    std::vector<BrokerConfig> brokers;
};

/// A configuration, and everything that is wrong with it: use it only when `faults` is empty.
struct CheckedConfig {
    Config config;
    std::vector<ConfigFault> faults;
};

/// Understands every setting and lists all faults at once. Opens no port; reads only the files
/// that settings name.
[[nodiscard]] CheckedConfig check_config(RawConfig raw);

/// One `mqtt[s]://[user[:password]@]host[:port]` into `broker`: `invalid_input` on `url`.
[[nodiscard]] Status parse_broker_url(std::string_view url, BrokerConfig& broker);

/// `HOST:PORT` or `[IPV6]:PORT`; `invalid_input` on `listen`.
[[nodiscard]] Result<ListenAddress> parse_listen(std::string_view text);

}  // namespace soc
