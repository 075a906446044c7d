#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include "core/result.h"
#include "domain/topic_name.h"

namespace soc {

/// What is subscribed to or granted, by the rules of MQTT 3.1.1 and 5 (4.7): `+` stands for one
/// whole level (an empty one too), `#` at the end for the rest and for its parent level.
class TopicFilter {
public:
    /// `invalid_input` on field `filter`: `empty`, `too_long` (over `limits::topic_bytes_max`),
    /// `not_utf8`, `has_nul`, `wildcard_inside_level` (`a+/b`), `hash_not_last` (`#/b`), and
    /// `shared_subscription` for `$share/...`, which is a `Subscription`.
    [[nodiscard]] static Result<TopicFilter> parse(std::string text);

    [[nodiscard]] const std::string& text() const { return text_; }

    friend auto operator<=>(const TopicFilter&, const TopicFilter&) = default;

private:
    explicit TopicFilter(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

/// What `TopicFilter::parse` would refuse `text` for.
[[nodiscard]] TopicFault fault_of_filter(std::string_view text);

/// A filter that somebody else keeps: in a `TopicFilter`, or as one of many texts of a table. As
/// small as a pointer and a length, and as short-lived as what it points to.
class TopicFilterView {
public:
    TopicFilterView(const TopicFilter& filter) : text_{filter.text()} {}
    /// `text` must be one in which `fault_of_filter` found nothing; a topic name is one too, the
    /// filter that matches itself only.
    [[nodiscard]] static constexpr TopicFilterView of_checked(std::string_view text) {
        return TopicFilterView{text};
    }

    [[nodiscard]] std::string_view text() const { return text_; }

private:
    constexpr explicit TopicFilterView(std::string_view text) : text_{text} {}

    std::string_view text_;
};

/// Whether a message on `topic` is for `filter`. A leading wildcard matches no `$...` topic.
[[nodiscard]] bool matches(const TopicFilter& filter, const TopicName& topic);

/// The same for a topic as a broker delivered it, which no longer needs a check.
[[nodiscard]] bool matches(TopicFilterView filter, std::string_view topic);

/// Whether every topic that `narrow` matches is matched by `wide` (`$...` topics included):
/// `u4/#` covers `u4`, `u4/+` and `u4/+/command`; `#` does not cover `$SYS/#`.
[[nodiscard]] bool covers(TopicFilterView wide, TopicFilterView narrow);

/// How far `wide` is from covering `asked`: how many levels of `asked` would have to be other,
/// fewer or more, compared position by position. 0 means that it covers it.
[[nodiscard]] std::size_t levels_apart(TopicFilterView wide, TopicFilterView asked);

}  // namespace soc
