#include "domain/blind_interval.h"

namespace soc {

std::string_view to_word(BlindReason reason) {
    switch (reason) {
        case BlindReason::start: return "start";
        case BlindReason::no_canary: return "no_canary";
        case BlindReason::disconnected: return "disconnected";
        case BlindReason::reading_stopped: return "reading_stopped";
        case BlindReason::messages_dropped: return "messages_dropped";
    }
    return "start";
}

std::optional<BlindReason> parse_blind_reason(std::string_view word) {
    for (const BlindReason reason :
         {BlindReason::start, BlindReason::no_canary, BlindReason::disconnected,
          BlindReason::reading_stopped, BlindReason::messages_dropped}) {
        if (to_word(reason) == word) return reason;
    }
    return std::nullopt;
}

}  // namespace soc
