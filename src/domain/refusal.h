#pragma once

#include <string>

#include "core/clock.h"

namespace soc {

/// A message that was refused, as far as it is kept.
struct Refusal {
    WallTime at;
    std::string broker;
    std::string topic;
    std::string reason;   ///< a stable word
    std::string payload;  ///< the first bytes, printable
};

}  // namespace soc
