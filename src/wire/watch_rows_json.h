#pragma once

#include <string_view>
#include <vector>

#include "core/result.h"
#include "domain/ids.h"

namespace soc::wire {

/// Schema `WatchRows`: the devices that a screen shows, in its order, repeated ones once.
/// `invalid_input` on `ids` (`missing`, `not_an_array`, `too_many` over
/// `limits::watched_rows_max`), on `ids[<position>]` (`not_a_uuid`), or as wire/json_reader.h.
[[nodiscard]] Result<std::vector<DeviceId>> parse_watch_rows(std::string_view body);

}  // namespace soc::wire
