#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "domain/blind_interval.h"

namespace soc {

/// How a broker is heard, for people.
struct BrokerView {
    std::string name;
    std::string state;   ///< `connecting`, `heard`, `blind`, `not_proven`
    WallTime since;      ///< of the state
    std::string detail;  ///< a reason word: `connected`, `connection_refused`, `no_canary`
    std::optional<WallTime> last_canary_at;
    std::vector<BlindInterval> blind;  ///< the newest first
};

}  // namespace soc
