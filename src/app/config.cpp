#include "app/config.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <span>

#include "app/config_keys.h"
#include "app/shown_value.h"
#include "core/limits.h"
#include "domain/base_topic.h"
#include "http/request_target.h"
#include "store/database.h"

namespace soc {
namespace {

/// Splits `host:port`, `[v6]:port`, `host`, `[v6]`; nothing when it is none of these.
struct HostPort {
    std::string host;
    std::optional<std::uint16_t> port;
};
std::optional<HostPort> split_host_port(std::string_view text) {
    HostPort result;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        result.host = text.substr(1, end - 1);
        text.remove_prefix(end + 1);
        if (!text.empty() && text.front() != ':') return std::nullopt;
    } else {
        const std::size_t colon = text.find(':');
        result.host = text.substr(0, colon);
        text.remove_prefix(colon == std::string_view::npos ? text.size() : colon);
    }
    if (result.host.empty()) return std::nullopt;
    if (text.empty()) return result;
    const auto port = number_in(text.substr(1), 0, 65'535);
    if (!port) return std::nullopt;
    result.port = static_cast<std::uint16_t>(*port);
    return result;
}

std::optional<Setting> find_setting(const RawConfig::Group& group, std::string_view key) {
    const auto found = group.find(key);
    return found == group.end() ? std::nullopt : std::optional{found->second};
}

template <std::size_t count>
bool is_key_of(const std::array<ConfigKey, count>& keys, std::string_view name) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const ConfigKey& key) { return key.name == name; });
}

/// One pass over one group of settings. Each method takes a key out of the group, so that what
/// is left at the end is unknown.
class Reader {
public:
    Reader(RawConfig::Group group, std::vector<ConfigFault>& faults)
        : group_{std::move(group)}, faults_{faults} {}

    [[nodiscard]] std::optional<Setting> find(std::string_view key) const {
        return find_setting(group_, key);
    }
    [[nodiscard]] std::optional<Setting> take(std::string_view key) {
        std::optional<Setting> setting = find(key);
        if (setting) group_.erase(group_.find(key));
        return setting;
    }

    /// `understand(text)` gives false when the text is not allowed.
    template <class Understand>
    void one(const ConfigKey& key, Understand&& understand) {
        const auto setting = take(key.name);
        if (!setting) return;
        if (setting->is_list || !understand(setting->value())) {
            fault(*setting, key.allowed, key.is_secret);
        }
    }

    /// A list of networks in the place of `networks`.
    void networks(const ConfigKey& key, std::vector<IpNetwork>& networks) {
        const auto setting = take(key.name);
        if (!setting) return;
        networks.clear();
        for (const std::string& text : setting->values) {
            const auto network = IpNetwork::parse(text);
            if (network) networks.push_back(*network);
            if (!network) fault({{text}, false, setting->origin, setting->key}, key.allowed);
        }
    }

    void fault(const Setting& setting, std::string_view allowed, bool is_secret = false) {
        std::string shown;
        for (const std::string& value : setting.values) {
            if (!shown.empty()) shown += ", ";
            shown += value;
        }
        shown = is_secret ? "(not shown)" : shown_value(setting.key, shown);
        faults_.push_back(
            {setting.origin, setting.key, std::move(shown), std::string{allowed}});
    }

    /// `others` are keys that have their place elsewhere, which `where` tells.
    template <std::size_t count, std::size_t others_count>
    void refuse_rest(const std::array<ConfigKey, count>& keys,
                     const std::array<ConfigKey, others_count>& others, std::string_view where) {
        for (const auto& [name, setting] : group_) {
            std::string allowed = "there is no such key";
            if (is_key_of(others, name)) {
                allowed += " here; " + name + std::string{where};
            } else if (const std::string_view nearest = nearest_key(keys, name);
                       !nearest.empty()) {
                allowed += "; " + std::string{nearest} + " is one";
            }
            // Its value is not shown: a mistyped `pasword` is one too.
            faults_.push_back({setting.origin, setting.key, {}, std::move(allowed)});
        }
    }

private:
    RawConfig::Group group_;
    std::vector<ConfigFault>& faults_;
};

template <std::size_t count>
const ConfigKey& key_named(const std::array<ConfigKey, count>& keys, std::string_view name) {
    const auto found = std::find_if(keys.begin(), keys.end(),
                                    [&](const ConfigKey& key) { return key.name == name; });
    SOC_ASSERT(found != keys.end());
    return *found;
}

bool to_flag(const std::string& text, bool& flag) {
    const std::optional<bool> parsed = parse_flag(text);
    flag = parsed.value_or(flag);
    return parsed.has_value();
}

bool to_level(const std::string& text, log::Level& level) {
    if (text == "debug") level = log::Level::debug;
    else if (text == "info") level = log::Level::info;
    else if (text == "warning") level = log::Level::warning;
    else if (text == "error") level = log::Level::error;
    else return false;
    return true;
}

void check_top(RawConfig::Group group, Config& config, std::vector<ConfigFault>& faults) {
    Reader reader{std::move(group), faults};
    const auto key = [](std::string_view name) -> const ConfigKey& {
        return key_named(top_keys, name);
    };
    reader.one(key("instance"), [&](const std::string& text) {
        config.instance = text;
        return is_instance_name(text);
    });
    reader.one(key("listen"), [&](const std::string& text) {
        const auto listen = parse_listen(text);
        if (listen) config.listen = *listen;
        return listen.has_value();
    });
    reader.one(key("data"), [&](const std::string& text) {
        config.data = text;
        // An address is none, and may hold a password.
        return !text.empty() && text.find("://") == std::string::npos;
    });
    if (const auto setting = reader.take("database"); setting && setting->is_list) {
        reader.fault(*setting, key("database").allowed, true);
    } else if (setting) {
        config.database = setting->value();
        const Status understood = check_database_url(config.database);
        if (!understood) reader.fault(*setting, understood.error().allowed, true);
    }
    reader.one(key("master_key_file"), [&](const std::string& text) {
        // Whoever wrote the key itself here must be told so, and not have it taken for a path.
        config.master_key_file = text;
        return text.starts_with('/') || text.starts_with("./");
    });
    reader.one(key("web"), [&](const std::string& text) {
        config.web = text;
        std::error_code ignored;
        return std::filesystem::exists(std::filesystem::path{text} / "index.html", ignored);
    });
    reader.one(key("log_level"),
               [&](const std::string& text) { return to_level(text, config.log_level); });
    reader.one(key("read_only"),
               [&](const std::string& text) { return to_flag(text, config.read_only); });
    reader.networks(key("trusted_proxies"), config.trusted_proxies);
    reader.networks(key("auth_clients"), config.auth_clients);
    if (config.database.empty()) config.database = "sqlite:" + config.data + "/sensocampus.db";
    reader.refuse_rest(top_keys, broker_keys, " belongs below [[broker]]");
}

/// The keys of one [[broker]] that belong to TLS.
void check_tls(Reader& reader, BrokerConfig& broker) {
    const auto certificate = reader.find("certificate_file");
    const auto private_key = reader.find("key_file");
    if (certificate && !private_key) reader.fault(*certificate, "together with key_file");
    if (private_key && !certificate) reader.fault(*private_key, "together with certificate_file");
    const auto file = [&](std::string_view name, std::string TlsOptions::*member) {
        reader.one(key_named(broker_keys, name), [&](const std::string& text) {
            if (!broker.tls) broker.tls.emplace();
            *broker.tls.*member = text;
            return access(text.c_str(), R_OK) == 0;
        });
    };
    file("ca_file", &TlsOptions::ca_file);
    file("certificate_file", &TlsOptions::certificate_file);
    file("key_file", &TlsOptions::key_file);
    reader.one(key_named(broker_keys, "accept_any_certificate"), [&](const std::string& text) {
        bool accept = false;
        if (!to_flag(text, accept)) return false;
        if (accept && !broker.tls) broker.tls.emplace();
        if (broker.tls) broker.tls->accept_any_certificate = accept;
        return true;
    });
}

/// Why one entry of `topics` is none; empty if it is.
std::string fault_of_topic(const std::string& topic, unsigned levels) {
    const auto filters = status_filters(std::span{&topic, 1}, levels);
    if (!filters) return filters.error().reason;
    const bool is_shared = std::any_of(filters->begin(), filters->end(),
                                       [](const Subscription& one) { return !one.group.empty(); });
    // Another member of the group would get a part of the canaries and the statuses.
    return is_shared ? "it must be without $share" : "";
}

void check_topics(Reader& reader, BrokerConfig& broker) {
    unsigned levels = 5;
    reader.one(key_named(broker_keys, "levels"), [&](const std::string& text) {
        const auto number = number_in(text, 1, limits::status_levels_max);
        levels = number.value_or(levels);
        return number.has_value();
    });
    const auto setting = reader.take("topics");
    if (setting && setting->values.empty()) {
        return reader.fault(*setting, "at least one filter, or the key left out");
    }
    const std::vector<std::string> topics =
        setting ? setting->values : std::vector<std::string>{"#/device"};
    bool sound = true;
    for (std::size_t i = 0; i < topics.size(); ++i) {
        const std::string reason = fault_of_topic(topics[i], levels);
        if (reason.empty()) continue;
        sound = false;
        reader.fault(*setting, "filters of MQTT, or #/device; at fault is topics[" +
                                   std::to_string(i) + "]: " + reason);
    }
    if (!sound) return;
    const auto filters = status_filters(topics, levels);
    if (!filters) return reader.fault(*setting, filters.error().allowed);
    for (const Subscription& subscription : *filters) {
        broker.topic_filters.push_back(subscription.filter);
    }
}

BrokerConfig check_broker(RawConfig::Group group, std::size_t number,
                          std::vector<ConfigFault>& faults) {
    Reader reader{std::move(group), faults};
    BrokerConfig broker;
    broker.name = number == 0 ? "main" : "broker" + std::to_string(number + 1);
    broker.host = "127.0.0.1";
    const auto key = [](std::string_view name) -> const ConfigKey& {
        return key_named(broker_keys, name);
    };
    const auto text_into = [&](std::string_view name, std::string& target) {
        reader.one(key(name), [&](const std::string& text) {
            target = text;
            return !text.empty();
        });
    };
    reader.one(key("url"),
               [&](const std::string& text) { return parse_broker_url(text, broker).has_value(); });
    reader.one(key("name"), [&](const std::string& text) {
        broker.name = text;
        return is_instance_name(text);
    });
    reader.one(key("host"), [&](const std::string& text) {
        broker.host = text;
        return is_host(text);
    });
    reader.one(key("port"), [&](const std::string& text) {
        const auto port = number_in(text, 1, 65'535);
        broker.port = static_cast<std::uint16_t>(port.value_or(0));
        return port.has_value();
    });
    text_into("user", broker.user);
    reader.one(key("password"), [&](const std::string& text) {
        broker.password = Secret{text};
        return true;
    });
    reader.one(key("password_file"), [&](const std::string& text) {
        auto secret = Secret::from_file(text);
        if (!secret) return false;
        broker.password = *std::move(secret);
        return true;
    });
    text_into("site", broker.site_code);
    check_tls(reader, broker);
    check_topics(reader, broker);
    reader.refuse_rest(broker_keys, top_keys, " belongs above the first [[broker]]");
    return broker;
}

/// Two brokers of one name. At least one of them was given it, since the names of those without
/// one differ: that one is told.
void refuse_same_names(const std::vector<BrokerConfig>& brokers,
                       const std::vector<std::optional<Setting>>& given,
                       std::vector<ConfigFault>& faults) {
    for (std::size_t later = 1; later < brokers.size(); ++later) {
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            if (brokers[earlier].name != brokers[later].name) continue;
            const bool is_later = given[later].has_value();
            const Setting& told = is_later ? *given[later] : *given[earlier];
            const std::size_t other = is_later ? earlier : later;
            std::string allowed = "each broker has a name of its own; broker[" +
                                  std::to_string(other) + "] has this one";
            allowed += given[other] ? " at " + given[other]->origin : ", being given none";
            faults.push_back({told.origin, told.key, brokers[later].name, std::move(allowed)});
            break;  // the ones between have been told
        }
    }
}

}  // namespace

Result<ListenAddress> parse_listen(std::string_view text) {
    const Error refused = Error::invalid("listen", "bad_address",
                                         std::string{key_named(top_keys, "listen").allowed});
    const auto parts = split_host_port(text);
    if (!parts || !parts->port || !IpAddress::parse(parts->host)) return refused;
    return ListenAddress{parts->host, *parts->port};
}

Status parse_broker_url(std::string_view url, BrokerConfig& broker) {
    const Error refused = Error::invalid("url", "bad_broker_url",
                                         std::string{key_named(broker_keys, "url").allowed});
    const bool secure = url.starts_with("mqtts://");
    if (!secure && !url.starts_with("mqtt://")) return refused;
    url.remove_prefix(secure ? 8 : 7);
    if (url.ends_with('/')) url.remove_suffix(1);
    if (const std::size_t at = url.rfind('@'); at != std::string_view::npos) {
        const std::string_view account = url.substr(0, at);
        const std::size_t colon = account.find(':');
        const auto user = percent_decode(account.substr(0, colon), false);
        if (!user) return refused;
        broker.user = *user;
        if (colon != std::string_view::npos) {
            auto password = percent_decode(account.substr(colon + 1), false);
            if (!password) return refused;
            broker.password = Secret{*std::move(password)};
        }
        url.remove_prefix(at + 1);
    }
    const auto parts = split_host_port(url);
    if (!parts || parts->port == 0 || !is_host(parts->host)) return refused;
    broker.host = parts->host;
    broker.port = parts->port.value_or(secure ? 8883 : 1883);
    if (secure) broker.tls.emplace();
    return {};
}

CheckedConfig check_config(RawConfig raw) {
    CheckedConfig checked;
    checked.faults = std::move(raw.faults);
    check_top(std::move(raw.top), checked.config, checked.faults);
    if (raw.brokers.empty()) raw.brokers.emplace_back();
    if (raw.brokers.size() > limits::brokers_max) {
        checked.faults.push_back({"configuration", "broker", std::to_string(raw.brokers.size()),
                                  "at most " + std::to_string(limits::brokers_max) + " brokers"});
        return checked;
    }
    std::vector<std::optional<Setting>> names;
    for (std::size_t i = 0; i < raw.brokers.size(); ++i) {
        names.push_back(find_setting(raw.brokers[i], "name"));
        BrokerConfig broker = check_broker(std::move(raw.brokers[i]), i, checked.faults);
        broker.read_only = checked.config.read_only;
        checked.config.brokers.push_back(std::move(broker));
    }
    refuse_same_names(checked.config.brokers, names, checked.faults);
    return checked;
}

}  // namespace soc
