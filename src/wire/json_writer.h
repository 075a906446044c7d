#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "domain/ids.h"
#include "domain/presence.h"

/// JSON that we write. Build `boost::json` objects with these helpers, then `serialize`. Write
/// `boost::json::value(x)` with parentheses: `boost::json::value{x}` is a list of one.
namespace soc::wire {

/// Compact JSON. Numbers are the shortest text that reads back the same (`21.5`, where
/// Boost.JSON writes `2.15E1`); NaN and infinities are `null`; bytes that are not UTF-8 become
/// U+FFFD, so the result is always a legal document. Members keep their order.
[[nodiscard]] std::string serialize(const boost::json::value& value);
[[nodiscard]] std::string serialize(const boost::json::object& object);

/// The same to the end of `out`, for answers made of many parts.
void append_json(std::string& out, const boost::json::value& value);
/// `text` in quotes.
void append_json_text(std::string& out, std::string_view text);

/// RFC 3339 in UTC with milliseconds.
[[nodiscard]] boost::json::value json_time(WallTime time);
[[nodiscard]] boost::json::value json_time(const std::optional<WallTime>& time);

[[nodiscard]] boost::json::value json_text(std::string_view text);
[[nodiscard]] boost::json::value json_text_or_null(const std::optional<std::string>& text);

template <class Kind>
[[nodiscard]] boost::json::value json_id(const Id<Kind>& id) {
    return json_text(id.to_string());
}
template <class Kind>
[[nodiscard]] boost::json::value json_id(const std::optional<Id<Kind>>& id) {
    return id ? json_id(*id) : boost::json::value(nullptr);
}

/// Whole seconds; `null` when there are none.
[[nodiscard]] boost::json::value json_seconds(const std::optional<std::chrono::seconds>& span);

/// Schema `Counts` of docs/api/openapi.yaml.
[[nodiscard]] boost::json::object to_json(const PresenceCounts& counts);

}  // namespace soc::wire
