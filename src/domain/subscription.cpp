#include "domain/subscription.h"

#include <utility>

#include "core/limits.h"
#include "domain/text.h"

namespace soc {
namespace {

constexpr std::string_view share_prefix = "$share/";
constexpr std::string_view forbidden_in_group{"+#\0", 3};

}  // namespace

SubscriptionParts split_subscription(std::string_view text) {
    SubscriptionParts parts{.group = {}, .filter = text, .fault = {}};
    if (text.starts_with(share_prefix)) {
        static_assert(limits::topic_bytes_max == 65'535);
        if (text.size() > limits::topic_bytes_max) {
            parts.fault = {"too_long", "65535 bytes"};
            return parts;
        }
        const std::string_view rest = text.substr(share_prefix.size());
        const std::size_t slash = rest.find('/');
        parts.group = rest.substr(0, slash);
        if (slash == std::string_view::npos || slash + 1 == rest.size() || parts.group.empty() ||
            parts.group.find_first_of(forbidden_in_group) != std::string_view::npos ||
            !is_utf8(parts.group)) {
            parts.fault = {"bad_share_group", "$share/<group>/<filter>"};
            return parts;
        }
        parts.filter = rest.substr(slash + 1);
    }
    parts.fault = fault_of_filter(parts.filter);
    return parts;
}

Result<Subscription> Subscription::parse(std::string text) {
    const SubscriptionParts parts = split_subscription(text);
    if (parts.fault) {
        return Error::invalid("filter", std::string{parts.fault.reason},
                              std::string{parts.fault.allowed});
    }
    Result<TopicFilter> filter = TopicFilter::parse(std::string{parts.filter});
    if (!filter) return filter.error();
    return Subscription{std::string{parts.group}, *std::move(filter)};
}

std::string Subscription::to_string() const {
    if (group.empty()) return filter.text();
    return std::string{share_prefix} + group + '/' + filter.text();
}

}  // namespace soc
