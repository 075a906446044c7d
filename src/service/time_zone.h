#pragma once

#include <string>

namespace soc {

/// Whether the machine's time zone database knows this IANA name (R52).
[[nodiscard]] bool is_known_time_zone(const std::string& name);

}  // namespace soc
