#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/result.h"
#include "plugin/gatekeeper.h"

namespace soc::plugin {

struct PluginOptions {
    Bootstrap bootstrap;
    std::string copy_directory;
};

/// From the lines `plugin_opt_<key> <value>` of the broker's configuration:
///
///     bootstrap_login        the server's login on this broker
///     bootstrap_secret_file  a file with the SHA-256 of its secret, as `sha256sum` prints it
///     copy_directory         where the table is kept over a restart; tried with a file
///     server_client_prefix   optional, `sensocampus-`
///
/// All faults at once, each a sentence with the key, the value and what is allowed.
[[nodiscard]] std::vector<std::string> read_options(const std::map<std::string, std::string>& lines,
                                                    PluginOptions& options);

}  // namespace soc::plugin
