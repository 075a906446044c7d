#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace soc {

/// One thing that is wrong with the configuration.
struct ConfigFault {
    std::string origin;   ///< `sensocampus.toml:12`, `environment`, `command line`
    std::string key;      ///< `listen`, `broker[1].url`, `MQTT_PORT`
    std::string value;    ///< as given; of a secret only that there is one
    std::string allowed;  ///< what would have been accepted

    /// `sensocampus.toml:12: listen = "x": allowed is HOST:PORT, ...`
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const ConfigFault&, const ConfigFault&) = default;
};

/// A value before it is understood, with where it was written.
struct Setting {
    std::vector<std::string> values;  ///< one, or the elements of a list
    bool is_list = false;
    std::string origin;
    std::string key;  ///< as the person wrote it: the name in messages

    [[nodiscard]] const std::string& value() const { return values.front(); }
};

/// Settings by key; later layers replace earlier ones (file, environment, flags).
struct RawConfig {
    using Group = std::map<std::string, Setting, std::less<>>;

    Group top;
    std::vector<Group> brokers;
    std::vector<ConfigFault> faults;

    void set(Group& group, std::string_view key, Setting setting) {
        group.insert_or_assign(std::string{key}, std::move(setting));
    }
    /// The broker that the old container's variables mean: the first one.
    [[nodiscard]] Group& first_broker() {
        if (brokers.empty()) brokers.emplace_back();
        return brokers.front();
    }
};

/// Reads a TOML file into `raw`; what cannot be read becomes faults with their line.
void read_config_file(const std::string& path, RawConfig& raw);

/// The same for the content of a file; `path` is for messages only.
void read_config_text(const std::string& path, std::string_view text, RawConfig& raw);

}  // namespace soc
