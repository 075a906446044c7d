#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/result.h"
#include "domain/topic_filter.h"

namespace soc {

/// What a SUBSCRIBE packet asks for: a filter, or one that a group of clients shares
/// (`$share/<group>/<filter>`). Rights are decided on `filter` (R32).
struct Subscription {
    std::string group;  ///< empty: not shared
    TopicFilter filter;

    /// As `TopicFilter::parse`, and `bad_share_group` when the group is empty, has a wildcard or
    /// NUL, is not UTF-8, or no filter follows it.
    [[nodiscard]] static Result<Subscription> parse(std::string text);

    /// The text for a SUBSCRIBE packet.
    [[nodiscard]] std::string to_string() const;

    friend auto operator<=>(const Subscription&, const Subscription&) = default;
};

/// A subscription's text in its parts, which point into it; they mean something only when
/// nothing is wrong.
struct SubscriptionParts {
    std::string_view group;
    std::string_view filter;
    TopicFault fault;  ///< what `Subscription::parse` would refuse it for
};

[[nodiscard]] SubscriptionParts split_subscription(std::string_view text);

}  // namespace soc
