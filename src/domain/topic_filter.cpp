#include "domain/topic_filter.h"

#include "core/limits.h"
#include "domain/text.h"

namespace soc {
namespace {

/// Walks the levels of a topic or filter without copying them. `a//b` has three, the second
/// empty; even the empty text has one.
class Levels {
public:
    explicit Levels(std::string_view text) : rest_{text} { cut(); }

    [[nodiscard]] bool at_end() const { return at_end_; }
    [[nodiscard]] std::string_view level() const { return level_; }
    /// The text from this level on.
    [[nodiscard]] std::string_view remaining() const { return remaining_; }
    [[nodiscard]] bool is_last() const { return last_; }

    void next() {
        if (last_) {
            at_end_ = true;
            return;
        }
        cut();
    }

private:
    void cut() {
        remaining_ = rest_;
        const std::size_t slash = rest_.find('/');
        level_ = rest_.substr(0, slash);
        last_ = slash == std::string_view::npos;
        if (!last_) rest_.remove_prefix(slash + 1);
    }

    std::string_view rest_;
    std::string_view remaining_;
    std::string_view level_;
    bool last_ = false;
    bool at_end_ = false;
};

bool is_wildcard(std::string_view level) { return level == "+" || level == "#"; }

bool is_dollar(std::string_view text) { return !text.empty() && text.front() == '$'; }

Status check_levels(std::string_view text) {
    for (Levels at{text}; !at.at_end(); at.next()) {
        if (at.level() == "#" && !at.is_last()) {
            return Error::invalid("filter", "hash_not_last", "# as the last level only");
        }
        if (!is_wildcard(at.level()) && at.level().find_first_of("+#") != std::string_view::npos) {
            return Error::invalid("filter", "wildcard_inside_level", "+ or # as a whole level");
        }
    }
    return {};
}

}  // namespace

Result<TopicFilter> TopicFilter::parse(std::string text) {
    if (text.empty()) return Error::invalid("filter", "empty", "a topic filter");
    if (text.size() > limits::topic_bytes_max) {
        return Error::invalid("filter", "too_long",
                              std::to_string(limits::topic_bytes_max) + " bytes");
    }
    if (text.find('\0') != std::string::npos) {
        return Error::invalid("filter", "has_nul", "a topic filter without NUL");
    }
    if (!is_utf8(text)) return Error::invalid("filter", "not_utf8", "UTF-8");
    if (text.starts_with("$share/")) {
        return Error::invalid("filter", "shared_subscription", "a filter without $share/<group>/");
    }
    if (const Status levels = check_levels(text); !levels) return levels.error();
    return TopicFilter{std::move(text)};
}

bool matches(const TopicFilter& filter, const TopicName& topic) {
    return matches(filter, std::string_view{topic.text()});
}

bool matches(const TopicFilter& filter, std::string_view topic) {
    Levels wanted{filter.text()};
    Levels said{topic};
    if (is_dollar(topic) && is_wildcard(wanted.level())) return false;
    while (!wanted.at_end()) {
        if (wanted.level() == "#") return true;  // the parent level too: `said` may be at its end
        if (said.at_end()) return false;
        if (wanted.level() != "+" && wanted.level() != said.level()) return false;
        wanted.next();
        said.next();
    }
    return said.at_end();
}

bool covers(const TopicFilter& wide, const TopicFilter& narrow) {
    Levels outer{wide.text()};
    Levels inner{narrow.text()};
    if (is_dollar(narrow.text()) && is_wildcard(outer.level())) return false;

    // `x/#` also means `x`, which `x/+/#` does not match. Only `#` and `/#` have no parent level
    // that is a topic, and there `+/#` is the same set.
    const bool has_no_parent = narrow.text() == "#" || narrow.text() == "/#";
    while (!outer.at_end()) {
        if (outer.level() == "#") return true;
        if (inner.at_end()) return false;
        if (inner.level() == "#") return has_no_parent && outer.remaining() == "+/#";
        if (outer.level() != "+" && outer.level() != inner.level()) return false;
        outer.next();
        inner.next();
    }
    return inner.at_end();
}

}  // namespace soc
