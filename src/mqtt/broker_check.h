#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "mqtt/broker_options.h"

namespace soc {

/// One thing that a broker must do for us (R5 to R8), as measured on the running broker, or why
/// that cannot be measured from outside.
struct BrokerFinding {
    enum class Verdict { ok, missing, unknown };

    std::string_view subject;  ///< a stable word, for example `upgrade_outgoing_qos`
    Verdict verdict = Verdict::unknown;
    std::string found;   ///< what was observed, or why nothing could be: a sentence
    std::string remedy;  ///< the line for mosquitto.conf or for the access list; empty when ok
};

/// Connects with the login of `options` and measures. Blocks for a few seconds, at most some
/// thirty when the broker keeps silent. Uses client ids `sensocampus-check-...` and the topic
/// `sensocampus/check-.../device` with a random part, and removes its session in the end.
/// The first finding is `connect`; when it is `missing` there are no others. The last ones are the
/// settings that only the broker's file can tell, always `unknown`.
[[nodiscard]] std::vector<BrokerFinding> check_broker(const BrokerOptions& options,
                                                      RandomSource& random, const Clock& clock);

/// `ok`, `missing`, `cannot tell`.
[[nodiscard]] std::string_view to_word(BrokerFinding::Verdict verdict);

}  // namespace soc
