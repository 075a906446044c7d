#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/result.h"
#include "domain/status_report.h"

namespace soc::wire {

/// Why a status message is refused: every `reason` that `parse_status` gives, in the order in
/// which it looks. These words are labels of `sensocampus_status_refused_total`.
inline constexpr std::array<std::string_view, 6> status_refusals{
    "too_large",      // over `limits::payload_bytes_max`
    "not_json",       // no legal JSON document, or bad UTF-8
    "too_deep",       // nested over `limits::json_depth_max`
    "not_an_object",  // an array, a number, ...
    "no_unit_id",     // no member `unitID`, or an empty one
    "bad_unit_id",    // not a text, too long, or with control characters
};

/// The report in the payload of a `<base topic>/device` message (contract/mqtt.md). Only `unitID`
/// is required. Member order, repeated members (last wins), numbers as texts and unknown members
/// do no harm; an optional member of a wrong form is left out, since it must not cost a sign of
/// life. May be called from any thread; allocates nothing for a message of usual size.
[[nodiscard]] Result<StatusReport> parse_status(std::string_view payload);

/// The status message that a board would send, members in the order of contract/firmware.md.
[[nodiscard]] std::string write_status(const StatusReport& report);

}  // namespace soc::wire
