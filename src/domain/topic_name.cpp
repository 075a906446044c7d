#include "domain/topic_name.h"

#include "core/limits.h"
#include "domain/text.h"

namespace soc {

Result<TopicName> TopicName::parse(std::string text) {
    if (text.empty()) return Error::invalid("topic", "empty", "a topic name");
    if (text.size() > limits::topic_bytes_max) {
        return Error::invalid("topic", "too_long",
                              std::to_string(limits::topic_bytes_max) + " bytes");
    }
    if (text.find('\0') != std::string::npos) {
        return Error::invalid("topic", "has_nul", "a topic name without NUL");
    }
    if (text.find_first_of("+#") != std::string::npos) {
        return Error::invalid("topic", "has_wildcard", "a topic name without + and #");
    }
    if (!is_utf8(text)) return Error::invalid("topic", "not_utf8", "UTF-8");
    return TopicName{std::move(text)};
}

}  // namespace soc
