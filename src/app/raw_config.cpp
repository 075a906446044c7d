#include "app/raw_config.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <toml++/toml.h>

#include "app/config_keys.h"
#include "core/limits.h"

namespace soc {

std::string ConfigFault::to_string() const {
    std::string text = origin + ": ";
    if (!key.empty()) text += key + (value.empty() ? ": " : " = \"" + value + "\": ");
    return text + allowed;
}

namespace {

std::string text_of(const toml::node& node) {
    if (const auto text = node.value<std::string>()) return *text;
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    std::ostringstream out;
    out << toml::node_view<const toml::node>{node};
    return out.str();
}

/// One table of the file as settings.
class FileReader {
public:
    FileReader(std::string path, RawConfig& raw) : path_{std::move(path)}, raw_{raw} {}

    void read_top(const toml::table& table) {
        for (const auto& [key, node] : table) {
            const std::string name{key.str()};
            if (name == "broker") {
                read_brokers(node);
            } else {
                read(raw_.top, name, name, node);
            }
        }
    }

private:
    [[nodiscard]] std::string origin(const toml::node& node) const {
        return path_ + ':' + std::to_string(node.source().begin.line);
    }

    void read(RawConfig::Group& group, const std::string& name, const std::string& shown,
              const toml::node& node) {
        Setting setting{{}, node.is_array(), origin(node), shown};
        if (const toml::array* list = node.as_array()) {
            for (const toml::node& element : *list) setting.values.push_back(text_of(element));
        } else if (node.is_table()) {
            raw_.faults.push_back({setting.origin, shown, "", "a value is expected, not a table"});
            return;
        } else {
            setting.values.push_back(text_of(node));
        }
        raw_.set(group, name, std::move(setting));
    }

    void read_brokers(const toml::node& node) {
        const toml::array* list = node.as_array();
        if (list == nullptr || !list->is_array_of_tables()) {
            raw_.faults.push_back(
                {origin(node), "broker", "", "brokers are written as [[broker]]"});
            return;
        }
        for (const toml::node& element : *list) {
            const std::string prefix = "broker[" + std::to_string(raw_.brokers.size()) + "].";
            RawConfig::Group& group = raw_.brokers.emplace_back();
            for (const auto& [key, value] : *element.as_table()) {
                const std::string name{key.str()};
                read(group, name, prefix + name, value);
            }
        }
    }

    const std::string path_;
    RawConfig& raw_;
};

}  // namespace

void read_config_file(const std::string& path, RawConfig& raw) {
    std::ifstream file{path, std::ios::binary};
    std::string text(limits::config_bytes_max + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad() || (!file.eof() && file.fail()) || !file.is_open()) {
        raw.faults.push_back({path, "", "", "the file cannot be read"});
        return;
    }
    if (text.size() > limits::config_bytes_max) {
        raw.faults.push_back({path, "", "",
                              "the file is larger than " +
                                  std::to_string(limits::config_bytes_max) + " bytes"});
        return;
    }
    read_config_text(path, text, raw);
}

void read_config_text(const std::string& path, std::string_view text, RawConfig& raw) {
    try {
        FileReader{path, raw}.read_top(toml::parse(text, path));
    } catch (const toml::parse_error& error) {
        // The parser's own sentence may repeat what it read, and that may be a password without
        // its quotes: only the place is told, and what is allowed.
        const toml::source_position& at = error.source().begin;
        raw.faults.push_back({path + ':' + std::to_string(at.line), "", "",
                              "not TOML, seen at column " + std::to_string(at.column) +
                                  ": allowed is KEY = VALUE with each text in quotes and each key "
                                  "once, and [[broker]] above the keys of a broker"});
    }
}

namespace {

struct OldVariable {
    const char* name;
    const char* key;  ///< of the first broker
};

/// The old container's, contract/mqtt.md.
constexpr std::array old_broker_variables{
    OldVariable{"MQTT_SERVER", "host"}, OldVariable{"MQTT_PORT", "port"},
    OldVariable{"MQTT_USER", "user"}, OldVariable{"MQTT_PASSWD", "password"}};

/// `["#/device"]`: the old setting is a JSON list, of which every element is a plain text. TOML
/// reads that form too.
void read_topics(const std::string& text, RawConfig& raw) {
    Setting setting{{}, true, "environment", "MQTT_TOPICS"};
    try {
        const toml::table table = toml::parse("topics = " + text);
        const toml::array* list = table["topics"].as_array();
        if (list != nullptr && list->is_homogeneous(toml::node_type::string)) {
            for (const toml::node& element : *list) setting.values.push_back(text_of(element));
            return raw.set(raw.first_broker(), "topics", std::move(setting));
        }
    } catch (const toml::parse_error&) {
        // Told below: the same fault as a list of something else.
    }
    raw.faults.push_back({"environment", "MQTT_TOPICS", text,
                          "a JSON list of topic filters, for example [\"#/device\"]"});
}

/// `a, b`: how a variable holds a list.
std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> values;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        std::string_view value = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (value.starts_with(' ')) value.remove_prefix(1);
        while (value.ends_with(' ')) value.remove_suffix(1);
        values.emplace_back(value);
    }
    return values;
}

/// PGSQL_* together are one database URL.
void read_postgresql(const std::function<std::string(const char*)>& variable, RawConfig& raw) {
    const std::string server = variable("PGSQL_SERVER");
    if (server.empty()) return;
    const std::string port = variable("PGSQL_PORT");
    const std::string user = variable("PGSQL_USER");
    const std::string password = variable("PGSQL_PASSWD");
    const std::string name = variable("PGSQL_DATABASE");
    std::string url = "postgresql://" + url_encode(user.empty() ? "postgres" : user);
    if (!password.empty()) url += ':' + url_encode(password);
    url += '@' + server + ':' + (port.empty() ? "5432" : port) + '/' +
           url_encode(name.empty() ? "sensocampus" : name);
    raw.set(raw.top, "database", {{url}, false, "environment", "PGSQL_SERVER"});
}

}  // namespace

void read_environment(const std::function<const char*(const char*)>& environment, RawConfig& raw) {
    const auto variable = [&](const char* name) {
        const char* value = environment(name);
        return std::string{value == nullptr ? "" : value};
    };
    for (const OldVariable& old : old_broker_variables) {
        const std::string value = variable(old.name);
        if (value.empty()) continue;
        // A server in the environment replaces the file's URL, not only a part of it.
        if (std::string_view{old.key} == "host") raw.first_broker().erase("url");
        raw.set(raw.first_broker(), old.key, {{value}, false, "environment", old.name});
    }
    if (const std::string topics = variable("MQTT_TOPICS"); !topics.empty()) {
        read_topics(topics, raw);
    }
    // The old unit id may be anything; it names the instance only if it fits (R7).
    if (const std::string unit = variable("MQTT_UNITID"); is_instance_name(unit)) {
        raw.set(raw.top, "instance", {{unit}, false, "environment", "MQTT_UNITID"});
    }
    read_postgresql(variable, raw);
    if (variable("DEBUG") == "1") {
        raw.set(raw.top, "log_level", {{"debug"}, false, "environment", "DEBUG"});
    }
    if (variable("SIM") == "1") {
        raw.set(raw.top, "read_only", {{"true"}, false, "environment", "SIM"});
    }
    for (const ConfigKey& key : top_keys) {
        const std::string name = environment_name(key);
        const std::string value = variable(name.c_str());
        if (value.empty()) continue;
        Setting setting{{value}, key.is_list, "environment", name};
        if (key.is_list) setting.values = split_list(value);
        raw.set(raw.top, key.name, std::move(setting));
    }
}

}  // namespace soc
