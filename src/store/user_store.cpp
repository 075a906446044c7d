#include "store/user_store.h"

namespace soc::user_store {
namespace {

constexpr std::string_view insert_sql = R"sql(
    INSERT INTO app_user (id, name, role, password_hash, created_at_us, last_login_at_us)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (name) DO NOTHING
    RETURNING id
)sql";

}  // namespace

Status insert(Transaction& tx, const User& user, std::string_view password_hash) {
    const Result<Rows> inserted = tx.query(insert_sql, user.id, user.name, to_word(user.role),
                                           password_hash, user.created_at, user.last_login_at);
    if (!inserted) return inserted.error();
    if (inserted->empty()) return Error::conflict("name", "already_registered");
    return {};
}

namespace {

constexpr std::string_view list_sql = R"sql(
    SELECT id, name, role, created_at_us, last_login_at_us FROM app_user ORDER BY name
)sql";

}  // namespace

Result<User> to_user(const Row& row) {
    const Result<UserId> id = read_id<UserId>(row, "id");
    if (!id) return id.error();
    const std::optional<Role> role = parse_role(row.text("role"));
    if (!role) return unreadable_value("role", row.text("role"));
    return User{.id = *id,
                .name = std::string{row.text("name")},
                .role = *role,
                .created_at = row.time("created_at_us"),
                .last_login_at = row.optional_time("last_login_at_us")};
}

Result<std::vector<User>> list(Transaction& tx) {
    const Result<Rows> rows = tx.query(list_sql);
    if (!rows) return rows.error();
    std::vector<User> users;
    users.reserve(rows->size());
    for (const Row row : *rows) {
        Result<User> user = to_user(row);
        if (!user) return user.error();
        users.push_back(*std::move(user));
    }
    return users;
}

namespace {

constexpr std::string_view find_by_name_sql = R"sql(
    SELECT id, name, role, password_hash, created_at_us, last_login_at_us
    FROM app_user WHERE name = $1
)sql";

}  // namespace

Result<std::optional<UserWithPassword>> find_by_name(Transaction& tx, std::string_view name) {
    const Result<Rows> rows = tx.query(find_by_name_sql, name);
    if (!rows) return rows.error();
    if (rows->empty()) return std::optional<UserWithPassword>{};
    const Result<User> user = to_user(rows->front());
    if (!user) return user.error();
    return std::optional{
        UserWithPassword{*user, std::string{rows->front().text("password_hash")}}};
}

namespace {

constexpr std::string_view set_password_sql = R"sql(
    UPDATE app_user SET password_hash = $2 WHERE id = $1 RETURNING id
)sql";

Status found(const Result<Rows>& updated) {
    if (!updated) return updated.error();
    return updated->empty() ? Status{Error::not_found("user")} : Status{};
}

}  // namespace

Status set_password(Transaction& tx, const UserId& id, std::string_view password_hash) {
    return found(tx.query(set_password_sql, id, password_hash));
}

namespace {

constexpr std::string_view set_last_login_sql = R"sql(
    UPDATE app_user SET last_login_at_us = $2 WHERE id = $1 RETURNING id
)sql";

}  // namespace

Status set_last_login(Transaction& tx, const UserId& id, WallTime at) {
    return found(tx.query(set_last_login_sql, id, at));
}

namespace {

constexpr std::string_view count_sql = R"sql(
    SELECT COUNT(*) AS total FROM app_user
)sql";

}  // namespace

Result<std::int64_t> count(Transaction& tx) {
    const Result<Rows> rows = tx.query(count_sql);
    if (!rows) return rows.error();
    return rows->front().int64("total");
}

}  // namespace soc::user_store
