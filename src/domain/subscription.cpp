#include "domain/subscription.h"

#include <string_view>
#include <utility>

namespace soc {
namespace {

constexpr std::string_view share_prefix = "$share/";

}  // namespace

Result<Subscription> Subscription::parse(std::string text) {
    std::string group;
    if (text.starts_with(share_prefix)) {
        const std::string_view rest = std::string_view{text}.substr(share_prefix.size());
        const std::size_t slash = rest.find('/');
        group = rest.substr(0, slash);
        if (slash == std::string_view::npos || slash + 1 == rest.size() || group.empty() ||
            group.find_first_of("+#") != std::string::npos) {
            return Error::invalid("filter", "bad_share_group", "$share/<group>/<filter>");
        }
        text.erase(0, share_prefix.size() + slash + 1);
    }
    Result<TopicFilter> filter = TopicFilter::parse(std::move(text));
    if (!filter) return filter.error();
    return Subscription{std::move(group), *std::move(filter)};
}

std::string Subscription::to_string() const {
    if (group.empty()) return filter.text();
    return std::string{share_prefix} + group + '/' + filter.text();
}

}  // namespace soc
