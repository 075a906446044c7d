#pragma once

#include <string>

namespace soc {

/// Where the built pages lie: `configured`, else `../share/sensocampus/web` beside the program.
[[nodiscard]] std::string web_directory(const std::string& configured);

}  // namespace soc
