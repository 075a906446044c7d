#include "access/chosen_secret.h"

#include <string>

#include "core/limits.h"
#include "domain/text.h"

namespace soc {

Status check_chosen_secret(const Secret& secret) {
    const std::string_view text = secret.reveal();
    if (text.size() > limits::secret_bytes_max) {
        return Error::invalid("secret", "too_long",
                              std::to_string(limits::secret_bytes_max) + " bytes");
    }
    if (!is_plain_line(text)) {
        return Error::invalid("secret", "not_plain_text", "one line without control characters");
    }
    if (character_count(text) < limits::chosen_secret_characters_min) {
        return Error::invalid(
            "secret", "too_short",
            "at least " + std::to_string(limits::chosen_secret_characters_min) + " characters");
    }
    return {};
}

}  // namespace soc
