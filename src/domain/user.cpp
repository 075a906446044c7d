#include "domain/user.h"

namespace soc {

std::string_view to_word(Role role) {
    switch (role) {
        case Role::viewer: return "viewer";
        case Role::operator_: return "operator";
        case Role::administrator: return "administrator";
    }
    return "viewer";
}

std::optional<Role> parse_role(std::string_view word) {
    for (const Role role : {Role::viewer, Role::operator_, Role::administrator}) {
        if (to_word(role) == word) return role;
    }
    return std::nullopt;
}

}  // namespace soc
