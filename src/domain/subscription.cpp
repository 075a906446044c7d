#include "domain/subscription.h"

#include <utility>

namespace soc {
namespace {

constexpr std::string_view share_prefix = "$share/";

}  // namespace

SubscriptionParts split_subscription(std::string_view text) {
    SubscriptionParts parts{.group = {}, .filter = text, .fault = {}};
    if (text.starts_with(share_prefix)) {
        const std::string_view rest = text.substr(share_prefix.size());
        const std::size_t slash = rest.find('/');
        parts.group = rest.substr(0, slash);
        if (slash == std::string_view::npos || slash + 1 == rest.size() || parts.group.empty() ||
            parts.group.find_first_of("+#") != std::string_view::npos) {
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
