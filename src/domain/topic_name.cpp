#include "domain/topic_name.h"

#include "core/limits.h"
#include "domain/text.h"

namespace soc {

TopicFault fault_of_name(std::string_view text) {
    if (text.empty()) return {"empty", "a topic name"};
    static_assert(limits::topic_bytes_max == 65'535);
    if (text.size() > limits::topic_bytes_max) return {"too_long", "65535 bytes"};
    if (text.find('\0') != std::string_view::npos) return {"has_nul", "a topic name without NUL"};
    if (text.find_first_of("+#") != std::string_view::npos) {
        return {"has_wildcard", "a topic name without + and #"};
    }
    if (!is_utf8(text)) return {"not_utf8", "UTF-8"};
    return {};
}

Result<TopicName> TopicName::parse(std::string text) {
    if (const TopicFault fault = fault_of_name(text)) {
        return Error::invalid("topic", std::string{fault.reason}, std::string{fault.allowed});
    }
    return TopicName{std::move(text)};
}

}  // namespace soc
