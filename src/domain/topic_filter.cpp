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

TopicFault fault_of_levels(std::string_view text) {
    for (Levels at{text}; !at.at_end(); at.next()) {
        if (at.level() == "#" && !at.is_last()) {
            return {"hash_not_last", "# as the last level only"};
        }
        if (!is_wildcard(at.level()) &&
            at.level().find_first_of("+#") != std::string_view::npos) {
            return {"wildcard_inside_level", "+ or # as a whole level"};
        }
    }
    return {};
}

}  // namespace

TopicFault fault_of_filter(std::string_view text) {
    if (text.empty()) return {"empty", "a topic filter"};
    static_assert(limits::topic_bytes_max == 65'535);
    if (text.size() > limits::topic_bytes_max) return {"too_long", "65535 bytes"};
    if (text.find('\0') != std::string_view::npos) {
        return {"has_nul", "a topic filter without NUL"};
    }
    if (!is_utf8(text)) return {"not_utf8", "UTF-8"};
    if (text.starts_with("$share/")) {
        return {"shared_subscription", "a filter without $share/<group>/"};
    }
    return fault_of_levels(text);
}

Result<TopicFilter> TopicFilter::parse(std::string text) {
    if (const TopicFault fault = fault_of_filter(text)) {
        return Error::invalid("filter", std::string{fault.reason}, std::string{fault.allowed});
    }
    return TopicFilter{std::move(text)};
}

bool matches(const TopicFilter& filter, const TopicName& topic) {
    return matches(filter, std::string_view{topic.text()});
}

bool matches(TopicFilterView filter, std::string_view topic) {
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

bool covers(TopicFilterView wide, TopicFilterView narrow) {
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

std::size_t levels_apart(TopicFilterView wide, TopicFilterView asked) {
    if (covers(wide, asked)) return 0;
    Levels outer{wide.text()};
    Levels inner{asked.text()};
    std::size_t apart = 0;
    // A wildcard at the front stands for every level but one that begins with `$`.
    bool wildcard_fits = !is_dollar(asked.text());
    while (!outer.at_end()) {
        if (outer.level() == "#") return wildcard_fits ? apart : apart + 1;
        if (inner.at_end()) {
            ++apart;
        } else {
            const bool fits = outer.level() == "+" ? wildcard_fits && inner.level() != "#"
                                                   : outer.level() == inner.level();
            if (!fits) ++apart;
            inner.next();
        }
        outer.next();
        wildcard_fits = true;
    }
    for (; !inner.at_end(); inner.next()) ++apart;
    return apart;
}

}  // namespace soc
