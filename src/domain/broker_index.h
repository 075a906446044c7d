#pragma once

#include <cstdint>

namespace soc {

/// Position of a broker in the configuration; stable while the process runs.
using BrokerIndex = std::uint16_t;

}  // namespace soc
