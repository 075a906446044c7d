#include "domain/base_topic.h"

#include <algorithm>
#include <utility>

#include "core/limits.h"
#include "domain/text.h"

namespace soc {
namespace {

constexpr std::string_view device_level = "/device";
constexpr std::string_view command_levels = "/device/command";
constexpr std::string_view sandbox_root = "TestTopic";
constexpr std::string_view programs_prefix = "sensocampus/";
constexpr std::string_view old_setting = "#/device";

// Long enough to recognise an entry of a hand-written list by it.
constexpr std::size_t shown_bytes_max = 80;

void add_once(std::vector<Subscription>& subscriptions, Subscription subscription) {
    if (std::find(subscriptions.begin(), subscriptions.end(), subscription) ==
        subscriptions.end()) {
        subscriptions.push_back(std::move(subscription));
    }
}

void add_every_depth(std::vector<Subscription>& subscriptions, std::size_t levels) {
    std::string base;
    for (std::size_t level = 1; level <= levels; ++level) {
        base += level == 1 ? "+" : "/+";
        Result<Subscription> subscription = Subscription::parse(status_topic(base));
        SOC_ASSERT(subscription.has_value());
        add_once(subscriptions, *std::move(subscription));
    }
}

Error bad_entry(const Error& error, std::size_t position, std::string_view value) {
    Error named = error;
    named.field = "topics[" + std::to_string(position) + "]";
    named.allowed = "#/device or an MQTT topic filter, not \"" +
                    printable_preview(value, shown_bytes_max) + "\"";
    return named;
}

}  // namespace

std::optional<std::string_view> base_topic_of(std::string_view status_topic) {
    if (!status_topic.ends_with(device_level)) return std::nullopt;
    status_topic.remove_suffix(device_level.size());
    if (status_topic.empty()) return std::nullopt;
    return status_topic;
}

std::string base_topic(std::string_view site_prefix, std::string_view building_topic,
                       std::string_view room_topic) {
    std::string topic{site_prefix};
    if (!topic.empty()) topic += '/';
    topic += building_topic;
    topic += '/';
    topic += room_topic;
    return topic;
}

std::string status_topic(std::string_view base_topic) {
    return std::string{base_topic} += device_level;
}

std::string command_topic(std::string_view base_topic) {
    return std::string{base_topic} += command_levels;
}

bool is_sandbox(std::string_view topic) {
    return topic.substr(0, topic.find('/')) == sandbox_root;
}

bool is_of_programs(std::string_view topic) {
    const auto base = base_topic_of(topic);
    return base && base->starts_with(programs_prefix) &&
           base->find('/', programs_prefix.size()) == std::string_view::npos;
}

Result<std::vector<Subscription>> status_filters(std::span<const std::string> topics,
                                                 std::size_t levels) {
    if (levels < 1 || levels > limits::status_levels_max) {
        return Error::invalid("levels", "out_of_range",
                              "1 to " + std::to_string(limits::status_levels_max));
    }
    if (topics.size() > limits::status_topics_max) {
        return Error::invalid("topics", "too_many",
                              "at most " + std::to_string(limits::status_topics_max));
    }
    std::vector<Subscription> subscriptions;
    for (std::size_t i = 0; i < topics.size(); ++i) {
        if (topics[i] == old_setting) {
            add_every_depth(subscriptions, levels);
            continue;
        }
        Result<Subscription> subscription = Subscription::parse(topics[i]);
        if (!subscription) return bad_entry(subscription.error(), i, topics[i]);
        add_once(subscriptions, *std::move(subscription));
    }
    return subscriptions;
}

}  // namespace soc
