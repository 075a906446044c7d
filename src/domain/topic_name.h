#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/result.h"

namespace soc {

/// Why a text is no topic name or filter; nothing is wrong when `reason` is empty. Both point to
/// static text, so asking costs no memory.
struct TopicFault {
    std::string_view reason;   ///< the stable word
    std::string_view allowed;  ///< for people

    explicit operator bool() const { return !reason.empty(); }
};

/// What a message is published to, by the rules of MQTT 3.1.1 and 5 (4.7): levels between `/`,
/// which may be empty; no wildcard.
class TopicName {
public:
    /// `invalid_input` on field `topic`: `empty`, `too_long` (over `limits::topic_bytes_max`),
    /// `not_utf8`, `has_nul`, `has_wildcard`.
    [[nodiscard]] static Result<TopicName> parse(std::string text);

    [[nodiscard]] const std::string& text() const { return text_; }

    friend auto operator<=>(const TopicName&, const TopicName&) = default;

private:
    explicit TopicName(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

/// What `TopicName::parse` would refuse `text` for.
[[nodiscard]] TopicFault fault_of_name(std::string_view text);

}  // namespace soc
