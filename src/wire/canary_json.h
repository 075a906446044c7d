#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace soc::wire {

/// The message that proves hearing (R8), and as a marker separates backlog from now (R10).
struct Canary {
    std::string instance;          ///< who sent it
    std::string start;             ///< which run of the sender
    std::uint32_t generation = 0;  ///< the ingest connection that it was sent for
    std::uint64_t number = 0;      ///< counted from 1 in each run

    friend bool operator==(const Canary&, const Canary&) = default;
};

/// `{"canary":{"instance":"campus","start":"3f2a","generation":2,"number":17}}`
[[nodiscard]] std::string write_canary(const Canary& canary);

/// Exactly what `write_canary` writes, in any member order. Else `invalid_input` with the reasons
/// of `read_object`, `read_text` and `read_integer`; somebody else's message on our topic is one.
[[nodiscard]] Result<Canary> parse_canary(std::string_view payload);

}  // namespace soc::wire
