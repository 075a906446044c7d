#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/config.h"
#include "app/data_guard.h"
#include "domain/user.h"

/// What each sub-command does once its arguments are read. Each gives the exit code: 0 done,
/// 1 it failed (and said why), 2 its arguments or the configuration are wrong.
namespace soc::commands {

inline constexpr int done = 0;
inline constexpr int failed = 1;
inline constexpr int misused = 2;

/// Where a configuration comes from: file, environment, flags.
struct ConfigSource {
    std::string file;
    std::string listen;
    std::string database;
    std::string data;
    std::string web;
    std::vector<std::string> mqtt;
};

/// Reads and checks all layers; prints every fault to standard error when there are any.
[[nodiscard]] std::optional<Config> load_config(const ConfigSource& source);

[[nodiscard]] int serve(const ConfigSource& source);
[[nodiscard]] int check_config(const ConfigSource& source);

/// Measures what of R7 the broker at `url` lacks; 1 when something is missing.
[[nodiscard]] int check_broker(const std::string& url);

struct UserCommand {
    ConfigSource source;
    std::string name;
    std::string role = "viewer";
    std::string password_file;  ///< `-`: standard input; empty: a password is made up
};
[[nodiscard]] int user_add(const UserCommand& command);
[[nodiscard]] int user_passwd(const UserCommand& command);
[[nodiscard]] int user_list(const UserCommand& command);

struct CampusCommand {
    ConfigSource source;
    std::string kind = "demonstration";
    std::size_t devices = 1'000;
    std::uint64_t seed = 1;
    std::string file;  ///< to write (`generate`) or to read (`load`)
    bool demonstration = false;  ///< `load`: pages say that this is no real campus
};
[[nodiscard]] int campus_generate(const CampusCommand& command);
[[nodiscard]] int campus_load(const CampusCommand& command);

/// The database of a command that runs without a server. One that may begin a registry
/// (`begins`) makes the database in a directory that is there, and the default directory; it says
/// what it made. Others make nothing.
[[nodiscard]] Result<DataGuard> take_data(const Config& config, const std::string& command,
                                          bool begins);

/// Prints an error as one line for people.
void print_error(const Error& error);

}  // namespace soc::commands
