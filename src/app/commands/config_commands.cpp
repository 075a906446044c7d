#include <fmt/format.h>

#include <cstdio>

#include "app/commands/commands.h"
#include "app/environment.h"
#include "core/clock.h"
#include "core/random.h"

namespace soc::commands {
namespace {

void set_flag(RawConfig& raw, std::string_view key, const std::string& value) {
    if (value.empty()) return;
    std::string shown = "--" + std::string{key};
    raw.set(raw.top, key, {{value}, false, "command line", std::move(shown)});
}

CheckedConfig read_all_layers(const ConfigSource& source) {
    RawConfig raw;
    if (!source.file.empty()) read_config_file(source.file, raw);
    read_environment(process_environment(), raw);
    set_flag(raw, "listen", source.listen);
    set_flag(raw, "database", source.database);
    set_flag(raw, "data", source.data);
    set_flag(raw, "web", source.web);
    if (!source.mqtt.empty()) {
        raw.brokers.clear();
        for (const std::string& url : source.mqtt) {
            raw.set(raw.brokers.emplace_back(), "url", {{url}, false, "command line", "--mqtt"});
        }
    }
    return soc::check_config(std::move(raw));
}

}  // namespace

void print_error(const Error& error) {
    std::string text = error.field.empty() ? error.reason : error.field + ": " + error.reason;
    if (!error.allowed.empty()) text += " (" + error.allowed + ')';
    if (!error.detail.empty()) text += ": " + error.detail;
    fmt::print(stderr, "sensocampus: {}\n", text);
}

std::optional<Config> load_config(const ConfigSource& source) {
    CheckedConfig checked = read_all_layers(source);
    if (checked.faults.empty()) return std::move(checked.config);
    for (const ConfigFault& fault : checked.faults) {
        fmt::print(stderr, "{}\n", fault.to_string());
    }
    fmt::print(stderr, "sensocampus: {} fault{} in the configuration\n", checked.faults.size(),
               checked.faults.size() == 1 ? "" : "s");
    return std::nullopt;
}

Result<DataGuard> take_data(const Config& config, const std::string& command, bool begins) {
    const std::string address = std::string{DataLock::command_prefix} + command;
    DataGuard::Wanted wanted{config.data, config.database, command, address};
    const bool usual = config.data == Config{}.data &&
                       (!config.database.starts_with("sqlite:") ||
                        config.database == "sqlite:" + config.data + "/sensocampus.db");
    wanted.make = !begins ? DataGuard::Make::nothing
                  : usual ? DataGuard::Make::directory
                          : DataGuard::Make::database;
    SystemRandom random;
    Result<DataGuard> guard = DataGuard::take(wanted, SystemClock{}.now().wall, random);
    if (!guard) return guard;
    for (const std::string& thing : guard->made()) {
        fmt::print(stderr, "sensocampus: made {}\n", thing);
    }
    return guard;
}

int check_config(const ConfigSource& source) {
    const std::optional<Config> config = load_config(source);
    if (!config) return misused;
    fmt::print("instance     {}\n", config->instance.empty() ? "(generated)" : config->instance);
    fmt::print("listen       {}:{}\n", config->listen.host, config->listen.port);
    fmt::print("data         {}\n", config->data);
    fmt::print("database     {}\n", config->database.starts_with("sqlite:")
                                        ? config->database
                                        : std::string{"postgresql (address not shown)"});
    fmt::print("read only    {}\n",
               config->read_only ? "yes (SIM): beside the server that owns the data; changes and "
                                   "publishes nothing"
                                 : "no");
    for (const BrokerConfig& broker : config->brokers) {
        fmt::print("broker       {}: {}:{}{}{}\n", broker.name, broker.host, broker.port,
                   broker.tls ? ", TLS" : "",
                   broker.site_code.empty() ? "" : ", site " + broker.site_code);
        for (const TopicFilter& filter : broker.topic_filters) {
            fmt::print("  subscribes {}\n", filter.text());
        }
    }
    fmt::print("the configuration is good\n");
    return done;
}

}  // namespace soc::commands
