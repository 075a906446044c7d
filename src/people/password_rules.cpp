#include "people/password_rules.h"

#include <algorithm>
#include <string>

#include "core/limits.h"
#include "domain/text.h"

namespace soc {
namespace {

/// ASCII letters lowered; other bytes as they are, which is enough to compare with a user name.
std::string lowered(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return result;
}

/// Whether less than a password's worth is left once every occurrence of the name is taken out:
/// `bob` may have `bobsleigh in the rain`, not `bobbobbobbob1`.
bool is_built_from(std::string password, const std::string& name) {
    if (name.empty()) return false;
    bool found = false;
    for (std::size_t at = 0; (at = password.find(name, at)) != std::string::npos; found = true) {
        password.erase(at, name.size());
    }
    return found && character_count(password) < limits::password_characters_min;
}

}  // namespace

Status check_new_password(const Secret& password, std::string_view user_name) {
    const std::string allowed = std::to_string(limits::password_characters_min) + " to " +
                                std::to_string(limits::password_characters_max) + " characters";
    const std::string_view text = password.reveal();
    if (!is_utf8(text)) return Error::invalid("password", "not_text", allowed);
    const std::size_t characters = character_count(text);
    if (characters < limits::password_characters_min) {
        return Error::invalid("password", "too_short", allowed);
    }
    if (characters > limits::password_characters_max) {
        return Error::invalid("password", "too_long", allowed);
    }
    if (is_built_from(lowered(text), lowered(user_name))) {
        return Error::invalid("password", "contains_name", "a password without the user's name");
    }
    return {};
}

}  // namespace soc
