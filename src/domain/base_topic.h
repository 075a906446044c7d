#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "domain/subscription.h"

namespace soc {

/// `u4/300` of the status topic `u4/300/device`, a view into it; nothing when the last level is
/// not `device` or nothing stands before it.
[[nodiscard]] std::optional<std::string_view> base_topic_of(std::string_view status_topic);

/// `site/building/room`, without the first level when the site has no topic prefix.
[[nodiscard]] std::string base_topic(std::string_view site_prefix, std::string_view building_topic,
                                     std::string_view room_topic);

/// `<base topic>/device` and `<base topic>/device/command`.
[[nodiscard]] std::string status_topic(std::string_view base_topic);
[[nodiscard]] std::string command_topic(std::string_view base_topic);

/// Whether a topic is of the sandbox of unregistered boards (`TestTopic/...`): what is said there
/// keeps no registered device alive (R17).
[[nodiscard]] bool is_sandbox(std::string_view topic);

/// Whether a topic is of one of our own programs, `sensocampus/<its name>/device`: the canaries of
/// another instance (R8), what `check-broker` publishes. It concerns nobody else.
[[nodiscard]] bool is_of_programs(std::string_view topic);

/// What to subscribe to for the setting `MQTT_TOPICS`. `#/device`, which the old server used and
/// MQTT does not have, becomes `+/device`, `+/+/device`, ... with one to `levels` wildcards; every
/// other entry stays as it is; repeated ones are left out. `invalid_input` on `levels` with
/// `out_of_range` (1 to `limits::status_levels_max`), on `topics` with `too_many` (over
/// `limits::status_topics_max`), on `topics[<position from 0>]` with the reason of
/// `Subscription::parse`, `allowed` repeating the value.
[[nodiscard]] Result<std::vector<Subscription>> status_filters(std::span<const std::string> topics,
                                                               std::size_t levels = 5);

}  // namespace soc
