#pragma once

#include <algorithm>
#include <cstddef>
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

/// `filter` as a topic that it matches: each `+` is `word`, and `#` is `more` further words.
inline std::string example(std::string_view filter, const std::string& word, std::size_t more) {
    std::vector<std::string> levels = split(filter);
    if (levels.back() == "#") {
        levels.pop_back();
        levels.insert(levels.end(), more, word);
    }
    std::string topic;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        if (i > 0) topic += '/';
        topic += levels[i] == "+" ? word : levels[i];
    }
    return topic;
}

/// Whether all that `narrow` matches is matched by `wide`: it is enough to try topics whose free
/// levels are a word that `wide` does not name, and as many of them as `wide` has levels and one.
inline bool covers(std::string_view wide, std::string_view narrow) {
    const std::string strange_word(wide.size() + 1, 'z');
    const std::size_t levels_max = split(wide).size() + 1;
    for (std::size_t more = 0; more <= levels_max; ++more) {
        const std::string topic = example(narrow, strange_word, more);
        if (topic.empty()) continue;  // not a topic
        if (!matches(wide, topic)) return false;
        if (!narrow.ends_with('#')) break;
    }
    return true;
}

/// How many levels differ, position by position; what one has and the other has not differs.
inline std::size_t levels_that_differ(std::string_view one, std::string_view other) {
    const std::vector<std::string> ones = split(one);
    const std::vector<std::string> others = split(other);
    std::size_t differ = 0;
    for (std::size_t i = 0; i < std::max(ones.size(), others.size()); ++i) {
        if (i >= ones.size() || i >= others.size() || ones[i] != others[i]) ++differ;
    }
    return differ;
}

}  // namespace soc::reference
