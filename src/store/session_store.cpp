#include "store/session_store.h"

#include "store/user_store.h"

namespace soc::session_store {
namespace {

constexpr std::string_view insert_sql = R"sql(
    INSERT INTO session (token_hash, user_id, created_at_us, expires_at_us, address)
    VALUES ($1, $2, $3, $4, $5)
)sql";

}  // namespace

Status insert(Transaction& tx, const SessionRow& session) {
    return tx.execute(insert_sql, session.token_hash, session.user, session.created_at,
                      session.expires_at, session.address);
}

namespace {

constexpr std::string_view find_sql = R"sql(
    SELECT session.created_at_us AS began_at_us, session.expires_at_us, session.address,
           app_user.id, app_user.name, app_user.role, app_user.created_at_us,
           app_user.last_login_at_us
    FROM session JOIN app_user ON app_user.id = session.user_id
    WHERE session.token_hash = $1
)sql";

}  // namespace

Result<std::optional<SessionWithUser>> find(Transaction& tx, std::string_view token_hash) {
    const Result<Rows> rows = tx.query(find_sql, token_hash);
    if (!rows) return rows.error();
    if (rows->empty()) return std::optional<SessionWithUser>{};
    const Row row = rows->front();
    const Result<User> user = user_store::to_user(row);
    if (!user) return user.error();
    return std::optional{SessionWithUser{.session = {.token_hash = std::string{token_hash},
                                                     .user = user->id,
                                                     .created_at = row.time("began_at_us"),
                                                     .expires_at = row.time("expires_at_us"),
                                                     .address = std::string{row.text("address")}},
                                         .user = *user}};
}

namespace {

constexpr std::string_view extend_sql = R"sql(
    UPDATE session SET expires_at_us = $2 WHERE token_hash = $1
)sql";

}  // namespace

Status extend(Transaction& tx, const std::vector<SessionExpiry>& sessions) {
    std::vector<Arguments> batch;
    batch.reserve(sessions.size());
    for (const SessionExpiry& session : sessions) {
        batch.push_back({session.token_hash, session.expires_at});
    }
    return tx.execute_many(extend_sql, batch);
}

namespace {

std::vector<std::string> token_hashes(const Rows& rows) {
    std::vector<std::string> hashes;
    hashes.reserve(rows.size());
    for (const Row row : rows) hashes.emplace_back(row.text("token_hash"));
    return hashes;
}

constexpr std::string_view remove_sql = R"sql(
    DELETE FROM session WHERE token_hash = $1 RETURNING token_hash
)sql";

}  // namespace

Result<bool> remove(Transaction& tx, std::string_view token_hash) {
    const Result<Rows> removed = tx.query(remove_sql, token_hash);
    if (!removed) return removed.error();
    return !removed->empty();
}

namespace {

constexpr std::string_view remove_of_user_sql = R"sql(
    DELETE FROM session WHERE user_id = $1 RETURNING token_hash
)sql";

}  // namespace

Result<std::vector<std::string>> remove_of_user(Transaction& tx, const UserId& user) {
    const Result<Rows> removed = tx.query(remove_of_user_sql, user);
    if (!removed) return removed.error();
    return token_hashes(*removed);
}

namespace {

constexpr std::string_view remove_expired_sql = R"sql(
    DELETE FROM session WHERE expires_at_us <= $1 RETURNING token_hash
)sql";

}  // namespace

Result<std::vector<std::string>> remove_expired(Transaction& tx, WallTime now) {
    const Result<Rows> removed = tx.query(remove_expired_sql, now);
    if (!removed) return removed.error();
    return token_hashes(*removed);
}

}  // namespace soc::session_store
