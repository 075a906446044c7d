#pragma once

#include <map>
#include <string>

#include "app/raw_config.h"

namespace soc {

/// Variables by name.
using Environment = std::map<std::string, std::string, std::less<>>;

/// Those of this process that we may understand.
[[nodiscard]] Environment process_environment();

/// Reads the variables that the old container knew (contract/mqtt.md), and `SENSOCAMPUS_<KEY>`
/// for each top-level key. An empty one is as none. What is not understood becomes a fault; so
/// does a `SENSOCAMPUS_` variable that names no key.
void read_environment(const Environment& environment, RawConfig& raw);

}  // namespace soc
