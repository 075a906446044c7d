#include "app/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "app/commands/commands.h"
#include "app/config_keys.h"
#include "app/version.h"
#include "core/clock.h"
#include "simulate/simulate_command.h"

namespace soc {
namespace {

/// Every key of the configuration, so that `--help` needs no other page.
template <std::size_t count>
std::string describe(const std::array<ConfigKey, count>& keys) {
    std::string text;
    for (const ConfigKey& key : keys) {
        text += "  " + std::string{key.name} + "\n      " + std::string{key.meaning} +
                "\n      allowed: " + std::string{key.allowed} +
                "; default: " + std::string{key.fallback} + '\n';
    }
    return text;
}

std::string configuration_help() {
    return "Configuration: a TOML file (--config), overridden by the environment, overridden by\n"
           "flags. Keys, also as SENSOCAMPUS_<KEY> in the environment:\n" +
           describe(top_keys) + "Keys of each [[broker]]:\n" + describe(broker_keys) +
           "The old container's MQTT_SERVER, MQTT_PORT, MQTT_USER, MQTT_PASSWD, MQTT_TOPICS,\n"
           "MQTT_UNITID, PGSQL_SERVER, PGSQL_PORT, PGSQL_USER, PGSQL_PASSWD, PGSQL_DATABASE,\n"
           "DEBUG=1 and SIM=1 are understood. A variable that is empty is as none; any other\n"
           "SENSOCAMPUS_... is a fault.\n";
}

void add_source(CLI::App& command, commands::ConfigSource& source) {
    command.add_option("--config", source.file, "TOML file");
    command.add_option("--data", source.data, "data directory (./data)");
    command.add_option("--database", source.database,
                       "sqlite:PATH or postgresql://user:password@host:port/name");
}

void add_serve_source(CLI::App& command, commands::ConfigSource& source) {
    add_source(command, source);
    command.add_option("--listen", source.listen, "HOST:PORT (127.0.0.1:8000)");
    command.add_option("--web", source.web, "directory of the built pages");
    command.add_option("--mqtt", source.mqtt,
                       "mqtt[s]://user:password@host:port; repeat for several brokers");
    command.footer(configuration_help());
}

/// What the arguments chose.
struct Choice {
    commands::ConfigSource source;
    std::string broker_url;
    commands::UserCommand user;
    commands::CampusCommand campus;
    simulate::SimulateOptions simulate;
    int exit_code = 0;
};

void add_configuration_commands(CLI::App& app, Choice& choice) {
    CLI::App* serve = app.add_subcommand("serve", "Run the server");
    add_serve_source(*serve, choice.source);
    serve->callback([&] { choice.exit_code = commands::serve(choice.source); });

    CLI::App* check = app.add_subcommand(
        "check-config", "List every fault of the configuration, or say what it means");
    add_serve_source(*check, choice.source);
    check->callback([&] { choice.exit_code = commands::check_config(choice.source); });
}

void add_broker_command(CLI::App& app, Choice& choice) {
    CLI::App* check = app.add_subcommand(
        "check-broker", "Measure what a broker lacks for losing no message (R7)");
    check->add_option("url", choice.broker_url, "mqtt[s]://[user[:password]@]host[:port]")
        ->required();
    check->callback([&] { choice.exit_code = commands::check_broker(choice.broker_url); });
}

void add_user_commands(CLI::App& app, Choice& choice) {
    CLI::App* user = app.add_subcommand("user", "People who may sign in");
    user->require_subcommand(1);
    using Run = int (*)(const commands::UserCommand&);
    const auto add = [&](const char* name, const char* help, Run run, bool named) {
        CLI::App* command = user->add_subcommand(name, help);
        add_source(*command, choice.user.source);
        if (named) {
            command->add_option("name", choice.user.name, "letters, digits and . _ @ -")
                ->required();
            command->add_option("--password-file", choice.user.password_file,
                                "its first line is the password; - reads standard input; "
                                "without it one is made up and printed once");
        }
        command->callback([&choice, run] { choice.exit_code = run(choice.user); });
        return command;
    };
    add("add", "Add a person", commands::user_add, true)
        ->add_option("--role", choice.user.role, "viewer, operator or administrator (viewer)");
    add("passwd", "Give a person a new password and end their sessions", commands::user_passwd,
        true);
    add("list", "List people", commands::user_list, false);
}

void add_campus_commands(CLI::App& app, Choice& choice) {
    CLI::App* campus = app.add_subcommand("campus", "Campus files: places, types and devices");
    campus->require_subcommand(1);
    CLI::App* generate = campus->add_subcommand("generate", "Write an invented campus");
    generate->add_option("--kind", choice.campus.kind, "demonstration or grid")
        ->check(CLI::IsMember({"demonstration", "grid"}));
    generate->add_option("--devices", choice.campus.devices, "how many, of a grid")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1'000'000}));
    generate->add_option("--seed", choice.campus.seed, "the same seed makes the same campus");
    generate->add_option("--output", choice.campus.file, "file to write")->required();
    generate->callback([&] { choice.exit_code = commands::campus_generate(choice.campus); });

    CLI::App* load = campus->add_subcommand(
        "load", "Create and update what a campus file says; removes nothing");
    add_source(*load, choice.campus.source);
    load->add_option("file", choice.campus.file, "campus file (docs/campus_file.md)")->required();
    load->add_flag("--demonstration", choice.campus.demonstration,
                   "show on every page that this is no real campus");
    load->callback([&] { choice.exit_code = commands::campus_load(choice.campus); });
}

/// CLI11 fills plain values; these become spans of time once all arguments are read.
struct SimulateSpans {
    std::int64_t interval_s = 0;
    std::int64_t duration_s = 0;
    std::int64_t start_spread_ms = 5'000;
};

void add_simulate_command(CLI::App& app, Choice& choice) {
    simulate::SimulateOptions& options = choice.simulate;
    const auto spans = std::make_shared<SimulateSpans>();
    CLI::App* command = app.add_subcommand("simulate", "Play the boards of a campus file");
    command->add_option("--campus", options.campus_file, "campus file")->required();
    command->add_option("--broker", options.broker, "mqtt://[user:password@]host:port");
    command->add_option("--seed", options.seed, "the same seed plays the same day");
    command->add_option("--time-scale", options.time_scale, "10: ten times as fast");
    command->add_option("--interval", spans->interval_s, "seconds, instead of the types'");
    command->add_option("--duration", spans->duration_s, "seconds; without it until stopped");
    command->add_flag("--shared-connections", options.shared_connections,
                      "a few connections for all boards, not one for each module");
    command->add_option("--connections", options.connections, "how many are shared");
    command->add_option("--loss", options.loss_percent, "percent of messages lost, each way");
    command->add_option("--jitter", options.jitter_percent, "percent that a period is longer");
    command->add_flag("!--no-data", options.data, "status messages only");
    command->add_option("--start-spread", spans->start_spread_ms, "milliseconds to start all");
    command->add_option("--failures", options.failures,
                        "none, demonstration, or a file (docs/campus_file.md)");
    command->add_option("--truth", options.truth_file, "JSON lines: who was silent, and why");
    command->add_option("--burst", options.burst, "publish this many statuses, then end");
    command->add_option("--rate", options.rate, "of the burst, messages a second");
    command->add_option("--qos", options.qos, "of the burst, 0 or 1");
    command->callback([&choice, spans] {
        simulate::SimulateOptions& chosen = choice.simulate;
        if (spans->interval_s > 0) chosen.interval = seconds{spans->interval_s};
        if (spans->duration_s > 0) chosen.duration = seconds{spans->duration_s};
        chosen.start_spread = milliseconds{spans->start_spread_ms};
        choice.exit_code = simulate::simulate(chosen, SystemClock{});
    });
}

/// What was typed and is not understood. An address may hold a password.
std::string unknown(const std::string& argument, std::string_view kind) {
    if (argument.find('@') != std::string::npos) return "an argument (not shown) has no place here";
    if (argument.starts_with('-')) return "there is no option " + argument;
    return fmt::format("there is no {} {}", kind, argument);
}

/// Two lines: what is wrong, with the commands that there are when that is it, and who says more.
void complain(const CLI::App& app, const CLI::ParseError& error) {
    const CLI::App* at = &app;
    std::string name = app.get_name();
    while (!at->get_subcommands().empty()) {
        at = at->get_subcommands().front();
        name += ' ' + at->get_name();
    }
    std::string known;
    for (const CLI::App* command : at->get_subcommands([](const CLI::App*) { return true; })) {
        known += (known.empty() ? "" : ", ") + command->get_name();
    }
    // What a command does not know is left at the one above it when that stands before it.
    std::vector<std::string> rest = at->remaining();
    if (rest.empty()) rest = app.remaining(true);
    std::string text = error.what();
    if (!known.empty()) {
        text = rest.empty() ? "a command is missing" : unknown(rest.front(), "command");
        text += "; there are " + known;
    } else if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !rest.empty()) {
        text = unknown(rest.front(), "place for");
    }
    fmt::print(stderr, "{}: {}\n{} --help says more\n", name, text, name);
}

}  // namespace

int run_command_line(int argc, char** argv) {
    CLI::App app{"sensOCampus: knows every end-device of a campus, and whether it is alive"};
    app.name("sensocampus");
    app.set_version_flag("--version", "sensocampus " + std::string{program_version});
    app.require_subcommand(1);
    Choice choice;
    add_configuration_commands(app, choice);
    add_broker_command(app, choice);
    add_user_commands(app, choice);
    add_campus_commands(app, choice);
    add_simulate_command(app, choice);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error);  // --help or --version
        complain(app, error);
        return commands::misused;
    }
    return choice.exit_code;
}

}  // namespace soc
