#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/clock.h"

namespace soc {

/// Why nothing could be heard on a path.
enum class BlindReason : std::uint8_t {
    start,             ///< this process began to listen
    no_canary,         ///< the canary did not come back for 25 s (R8)
    disconnected,      ///< the ingest connection was lost
    reading_stopped,   ///< we did not read: the database did not commit
    messages_dropped,  ///< the broker's own drop counters moved (R7)
};

[[nodiscard]] std::string_view to_word(BlindReason reason);
[[nodiscard]] std::optional<BlindReason> parse_blind_reason(std::string_view word);

/// A time in which silence proves nothing (R9). `until` is absent while it lasts.
struct BlindInterval {
    Moment since;
    std::optional<Moment> until;
    BlindReason reason = BlindReason::start;
};

}  // namespace soc
