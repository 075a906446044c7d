#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// MQTT's matching (4.7) as its text defines it, slow and obvious: what the test and the fuzz
/// target compare domain/topic_filter.h with.
namespace soc::reference {

inline std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> levels(1);
    for (const char c : text) {
        if (c == '/') {
            levels.emplace_back();
        } else {
            levels.back() += c;
        }
    }
    return levels;
}

inline bool levels_match(std::span<const std::string> filter, std::span<const std::string> topic) {
    if (filter.empty()) return topic.empty();
    if (filter.front() == "#") return true;
    if (topic.empty()) return false;
    if (filter.front() != "+" && filter.front() != topic.front()) return false;
    return levels_match(filter.subspan(1), topic.subspan(1));
}

inline bool matches(std::string_view filter, std::string_view topic) {
    const bool leading_wildcard = filter.starts_with('+') || filter.starts_with('#');
    if (leading_wildcard && topic.starts_with('$')) return false;
    return levels_match(split(filter), split(topic));
}

}  // namespace soc::reference
