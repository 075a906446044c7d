#include "app/environment.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <toml++/toml.h>

#include "app/config_keys.h"
#include "app/shown_value.h"

namespace soc {
namespace {

constexpr std::string_view origin = "environment";
constexpr std::string_view own_prefix = "SENSOCAMPUS_";

Setting setting_of(std::string_view name, std::string value) {
    return {{std::move(value)}, false, std::string{origin}, std::string{name}};
}

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    while (!text.empty() && blanks.find(text.back()) != std::string_view::npos) {
        text.remove_suffix(1);
    }
    return text;
}

/// The variables of one run, with where faults go.
class Variables {
public:
    Variables(const Environment& environment, RawConfig& raw)
        : environment_{environment}, raw_{raw} {}

    /// Empty when it is not set.
    [[nodiscard]] std::string value(std::string_view name) const {
        const auto found = environment_.find(name);
        return found == environment_.end() ? std::string{} : found->second;
    }
    /// The same without blanks around it, which an env file may leave and the old one let pass.
    [[nodiscard]] std::string word(std::string_view name) const {
        return std::string{without_blanks(value(name))};
    }
    /// Whether a flag is on; one that is neither on nor off is a fault.
    [[nodiscard]] bool is_on(std::string_view name) {
        const std::string text = word(name);
        if (text.empty()) return false;
        const std::optional<bool> flag = parse_flag(text);
        if (!flag) fault(name, text, flag_allowed);
        return flag.value_or(false);
    }
    void fault(std::string_view name, std::string_view value, std::string_view allowed) {
        raw_.faults.push_back({std::string{origin}, std::string{name}, shown_value(name, value),
                               std::string{allowed}});
    }

private:
    const Environment& environment_;
    RawConfig& raw_;
};

struct OldVariable {
    const char* name;
    const char* key;  ///< of the first broker
};

/// The old container's, contract/mqtt.md.
constexpr std::array old_broker_variables{
    OldVariable{"MQTT_SERVER", "host"}, OldVariable{"MQTT_PORT", "port"},
    OldVariable{"MQTT_USER", "user"}, OldVariable{"MQTT_PASSWD", "password"}};

void read_broker(const Variables& variables, RawConfig& raw) {
    for (const OldVariable& old : old_broker_variables) {
        const std::string_view key = old.key;
        const bool is_word = key == "host" || key == "port";
        std::string value = is_word ? variables.word(old.name) : variables.value(old.name);
        if (value.empty()) continue;
        // A server in the environment replaces the file's URL, not only a part of it.
        if (key == "host") raw.first_broker().erase("url");
        raw.set(raw.first_broker(), key, setting_of(old.name, std::move(value)));
    }
}

/// `["#/device"]`: the old setting is a JSON list, of which every element is a plain text. TOML
/// reads that form too.
void read_topics(Variables& variables, RawConfig& raw) {
    const std::string text = variables.value("MQTT_TOPICS");
    if (text.empty()) return;
    Setting setting{{}, true, std::string{origin}, "MQTT_TOPICS"};
    try {
        const toml::table table = toml::parse("topics = " + text);
        const toml::array* list = table["topics"].as_array();
        if (list != nullptr && list->is_homogeneous(toml::node_type::string)) {
            for (const toml::node& element : *list) {
                setting.values.push_back(element.value_or(std::string{}));
            }
            return raw.set(raw.first_broker(), "topics", std::move(setting));
        }
    } catch (const toml::parse_error&) {
        // Told below: the same fault as a list of something else.
    }
    variables.fault("MQTT_TOPICS", text,
                    "a JSON list of topic filters, for example [\"#/device\"]");
}

/// `a, b`: how a variable holds a list.
std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> values;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        values.emplace_back(without_blanks(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return values;
}

std::string host_in_url(const std::string& host) {
    if (host.find(':') == std::string::npos) return host;
    const std::size_t zone = std::min(host.find('%'), host.size());
    return '[' + host.substr(0, zone) + url_encode(host.substr(zone)) + ']';
}

constexpr std::string_view server_allowed =
    "a host name or an address alone; an account goes into PGSQL_USER and PGSQL_PASSWD, a port "
    "into PGSQL_PORT";

/// PGSQL_* together are one database URL.
void read_postgresql(Variables& variables, RawConfig& raw) {
    const std::string server = variables.word("PGSQL_SERVER");
    const std::string port = variables.word("PGSQL_PORT");
    const std::string user = variables.value("PGSQL_USER");
    const std::string password = variables.value("PGSQL_PASSWD");
    const std::string name = variables.value("PGSQL_DATABASE");
    if (!port.empty() && !number_in(port, 1, 65'535)) {
        return variables.fault("PGSQL_PORT", port, port_allowed);
    }
    if (server.empty()) return;
    if (!is_host(server)) return variables.fault("PGSQL_SERVER", server, server_allowed);
    std::string url = "postgresql://" + url_encode(user.empty() ? "postgres" : user);
    if (!password.empty()) url += ':' + url_encode(password);
    url += '@' + host_in_url(server) + ':' + (port.empty() ? "5432" : port) + '/' +
           url_encode(name.empty() ? "sensocampus" : name);
    raw.set(raw.top, "database", setting_of("PGSQL_SERVER", std::move(url)));
}

/// Kubernetes gives every container of a namespace the address of each service in it: of one that
/// is called `sensocampus` or `sensocampus-...` as SENSOCAMPUS_SERVICE_HOST,
/// SENSOCAMPUS_PORT_8000_TCP and others. Nobody wrote those.
bool is_a_service_link(std::string_view name, std::string_view value) {
    if (name.ends_with("_SERVICE_HOST") || name.find("_SERVICE_PORT") != std::string_view::npos) {
        return true;
    }
    if (name.ends_with("_PORT")) return value.find("://") != std::string_view::npos;
    const std::size_t port = name.find("_PORT_");
    return port != std::string_view::npos && (name.find("_TCP", port) != std::string_view::npos ||
                                              name.find("_UDP", port) != std::string_view::npos);
}

void read_own(const Environment& environment, Variables& variables, RawConfig& raw) {
    for (const auto& [name, value] : environment) {
        if (!name.starts_with(own_prefix) || value.empty()) continue;
        std::string wanted = name.substr(own_prefix.size());
        for (char& c : wanted) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
        const std::string_view nearest = nearest_key(top_keys, wanted);
        const auto is_named = [&](const ConfigKey& known) {
            return environment_name(known.name) == name;
        };
        const auto key = std::find_if(top_keys.begin(), top_keys.end(), is_named);
        if (key != top_keys.end()) {
            Setting setting = setting_of(name, value);
            setting.is_list = key->is_list;
            if (key->is_list) setting.values = split_list(value);
            raw.set(raw.top, key->name, std::move(setting));
        } else if (!is_a_service_link(name, value)) {
            // Its value is not shown: it may be a secret whose name was mistyped.
            variables.fault(name, {},
                            nearest.empty() ? "there is no such variable"
                                            : "there is no such variable; " +
                                                  environment_name(nearest) + " is one");
        }
    }
}

}  // namespace

Environment process_environment() {
    Environment environment;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text{*entry};
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos) continue;
        environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return environment;
}

void read_environment(const Environment& environment, RawConfig& raw) {
    Variables variables{environment, raw};
    read_broker(variables, raw);
    read_topics(variables, raw);
    // The old unit id may be anything; it names the instance only if it fits (R7).
    if (const std::string unit = variables.value("MQTT_UNITID"); is_instance_name(unit)) {
        raw.set(raw.top, "instance", setting_of("MQTT_UNITID", unit));
    }
    read_postgresql(variables, raw);
    // The old flags only switch on: DEBUG=0 is no log level, and SIM=0 is what a container sets
    // beside a file that says `read_only`.
    if (variables.is_on("DEBUG")) raw.set(raw.top, "log_level", setting_of("DEBUG", "debug"));
    if (variables.is_on("SIM")) raw.set(raw.top, "read_only", setting_of("SIM", "true"));
    read_own(environment, variables, raw);
}

}  // namespace soc
