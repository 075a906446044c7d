#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "domain/ids.h"

namespace soc {

/// What a person may do; each role includes the ones before it.
enum class Role : std::uint8_t { viewer, operator_, administrator };

[[nodiscard]] std::string_view to_word(Role role);
[[nodiscard]] std::optional<Role> parse_role(std::string_view word);

/// A person who may sign in. The password hash stays in the store.
struct User {
    UserId id;
    std::string name;
    Role role = Role::viewer;
    WallTime created_at;
    std::optional<WallTime> last_login_at;
};

}  // namespace soc
