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

/// A sign-in that lasts. Only the hash of its token is stored.
struct SessionRow {
    std::string token_hash;
    UserId user;
    WallTime created_at;
    WallTime expires_at;
    std::string address;

    friend bool operator==(const SessionRow&, const SessionRow&) = default;
};

struct SessionWithUser {
    SessionRow session;
    User user;
};

struct SessionExpiry {
    std::string token_hash;
    WallTime expires_at;

    friend bool operator==(const SessionExpiry&, const SessionExpiry&) = default;
};

}  // namespace soc

namespace soc::session_store {

/// An unknown user is `reference_missing`.
Status insert(Transaction& tx, const SessionRow& session);
/// Absent when there is none; an expired one is given too, its end is for the caller to judge.
[[nodiscard]] Result<std::optional<SessionWithUser>> find(Transaction& tx,
                                                          std::string_view token_hash);
/// Moves the ends of sessions; one that is gone stays gone.
Status extend(Transaction& tx, const std::vector<SessionExpiry>& sessions);
/// Gives whether there was one.
[[nodiscard]] Result<bool> remove(Transaction& tx, std::string_view token_hash);
/// Gives the token hashes of the ended sessions, so that their event streams can be closed.
[[nodiscard]] Result<std::vector<std::string>> remove_of_user(Transaction& tx, const UserId& user);
/// Those that ended at or before `now`; gives their token hashes.
[[nodiscard]] Result<std::vector<std::string>> remove_expired(Transaction& tx, WallTime now);

}  // namespace soc::session_store
