#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "domain/user.h"
#include "store/transaction.h"

namespace soc {

/// A user with what a sign-in is checked against; leaves the store only for that.
struct UserWithPassword {
    User user;
    std::string password_hash;
};

}  // namespace soc

namespace soc::user_store {

/// A taken name is `conflict`, `already_registered`, field `name`.
Status insert(Transaction& tx, const User& user, std::string_view password_hash);
/// By name.
[[nodiscard]] Result<std::vector<User>> list(Transaction& tx);
/// Absent when there is no such user. Names are compared exactly.
[[nodiscard]] Result<std::optional<UserWithPassword>> find_by_name(Transaction& tx,
                                                                   std::string_view name);
/// `not_found` when there is no such user; so does the next.
Status set_password(Transaction& tx, const UserId& id, std::string_view password_hash);
Status set_last_login(Transaction& tx, const UserId& id, WallTime at);
[[nodiscard]] Result<std::int64_t> count(Transaction& tx);

/// Reads the columns `id`, `name`, `role`, `created_at_us` and `last_login_at_us`; for the stores.
[[nodiscard]] Result<User> to_user(const Row& row);

}  // namespace soc::user_store
