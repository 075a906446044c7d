#pragma once

#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "core/limits.h"
#include "core/result.h"

/// JSON from outside. The only place that parses a document, and the only one that sees the
/// library's exceptions. Every error names the member at fault and what would have been accepted.
namespace soc::wire {

struct ReadLimits {
    std::size_t bytes_max = limits::body_bytes_max;
    std::size_t depth_max = limits::json_depth_max;
};

/// The object that `text` holds; of a repeated member the last wins. Errors, in this order:
/// `too_large` (code `too_large`), `not_json` (bad UTF-8, too), `too_deep`, `not_an_object`.
/// The members live in `memory`, which must outlive the object.
[[nodiscard]] Result<boost::json::object> read_object(std::string_view text,
                                                      const ReadLimits& read_limits = {},
                                                      boost::json::storage_ptr memory = {});

/// `unknown_member` on the first member that is not among `names`; `allowed` lists them.
[[nodiscard]] Status check_members(const boost::json::object& object,
                                   std::initializer_list<std::string_view> names);

/// Bounds of a text, in characters.
struct TextBounds {
    std::size_t least = 1;
    std::size_t most = limits::name_bytes_max;
};

/// A required text: `missing`, `not_text`, `empty`, `too_short`, `too_long`, or `has_nul`.
[[nodiscard]] Result<std::string> read_text(const boost::json::object& object,
                                            std::string_view name, TextBounds bounds);

/// Bounds of a number, both included.
struct IntegerBounds {
    std::int64_t least = 0;
    std::int64_t most = INT64_MAX;
};

/// A required whole number (`7`, `7.0`, `7e0`): `missing`, `not_an_integer`, `out_of_range`.
[[nodiscard]] Result<std::int64_t> read_integer(const boost::json::object& object,
                                                std::string_view name, IntegerBounds bounds);

/// A whole number written as text: `7`, `-7`, `7.0`, blanks around.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

/// A text member as a view into `object`, or nothing when it is absent or something else.
[[nodiscard]] std::optional<std::string_view> find_text(const boost::json::object& object,
                                                        std::string_view name);

/// A whole number, also written as text (`"1800"`), or nothing: what boards send is taken as far
/// as it can be read.
[[nodiscard]] std::optional<std::int64_t> find_integer(const boost::json::object& object,
                                                       std::string_view name);

/// A plain text of at most `characters_max`, or a whole number as its text, or nothing.
[[nodiscard]] std::optional<std::string> find_text_or_number(const boost::json::object& object,
                                                             std::string_view name,
                                                             std::size_t characters_max);

}  // namespace soc::wire
