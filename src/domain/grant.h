#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/topic_filter.h"

namespace soc {

/// The direction of a right. To receive what was subscribed to needs `subscribe`.
enum class Access : std::uint8_t { publish, subscribe, all };

/// `PUB`, `SUB`, `ALL`: the words of the first generation, kept in database and API.
[[nodiscard]] std::string_view to_word(Access access);
[[nodiscard]] std::optional<Access> parse_access(std::string_view word);

/// A right that somebody gave to an account, beside those that follow from its rooms.
struct Grant {
    TopicFilter filter;
    Access access = Access::all;

    friend auto operator<=>(const Grant&, const Grant&) = default;
};

}  // namespace soc
