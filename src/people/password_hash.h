#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "core/secret.h"

namespace soc {

/// What a check of a password says.
struct PasswordCheck {
    bool matches = false;
    /// The stored hash was made with older parameters: hash again while the password is at hand.
    bool outdated = false;
};

/// Argon2id with 19 MiB and 2 passes (docs/adr/045-passwords.md): some 15 ms of one core. Call
/// it from the slow lane only, never from an I/O thread.
///
/// `unavailable` with reason `out_of_memory` when the 19 MiB cannot be had.
[[nodiscard]] Result<std::string> hash_password(const Secret& password);

/// Compares in constant time. A `stored` text that is no Argon2 hash matches nothing.
[[nodiscard]] PasswordCheck check_password(const Secret& password, const std::string& stored);

/// Takes as long as `check_password` and matches nothing: for names that nobody has, so that
/// the time of an answer does not tell which names exist.
[[nodiscard]] PasswordCheck check_nobodys_password(const Secret& password);

}  // namespace soc
