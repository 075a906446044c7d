#include "store/grant_store.h"

#include <string>
#include <unordered_map>
#include <utility>

#include "core/random.h"
#include "store/stored_secret_columns.h"

namespace soc::grant_store {
namespace {

constexpr std::string_view remove_of_device_sql = R"sql(
    DELETE FROM device_grant WHERE device_id = $1
)sql";

constexpr std::string_view insert_of_device_sql = R"sql(
    INSERT INTO device_grant (device_id, position, filter, access) VALUES ($1, $2, $3, $4)
)sql";

template <class Owner>
Status insert_all(Transaction& tx, std::string_view sql, const Owner& owner,
                  std::span<const Grant> grants) {
    std::vector<Arguments> batch;
    for (const Grant& grant : grants) {
        batch.push_back({owner, batch.size(), grant.filter.text(), to_word(grant.access)});
    }
    return tx.execute_many(sql, batch);
}

Result<Grant> to_grant(const Row& row) {
    Result<TopicFilter> filter = TopicFilter::parse(std::string{row.text("filter")});
    if (!filter) return unreadable_value("filter", row.text("filter"));
    const std::optional<Access> access = parse_access(row.text("access"));
    if (!access) return unreadable_value("access", row.text("access"));
    return Grant{*std::move(filter), *access};
}

}  // namespace

Status replace_of_device(Transaction& tx, const DeviceId& device, std::span<const Grant> grants) {
    if (const Status done = tx.execute(remove_of_device_sql, device); !done) return done;
    return insert_all(tx, insert_of_device_sql, device, grants);
}

namespace {

constexpr std::string_view list_between_sql = R"sql(
    SELECT device_id, filter, access FROM device_grant
    WHERE device_id >= $1 AND device_id <= $2 ORDER BY device_id, position
)sql";

}  // namespace

Result<std::vector<DeviceGrant>> list_between(Transaction& tx, const DeviceId& first,
                                              const DeviceId& last) {
    const Result<Rows> rows = tx.query(list_between_sql, first, last);
    if (!rows) return rows.error();
    std::vector<DeviceGrant> grants;
    grants.reserve(rows->size());
    for (const Row row : *rows) {
        const Result<DeviceId> device = read_id<DeviceId>(row, "device_id");
        if (!device) return device.error();
        Result<Grant> grant = to_grant(row);
        if (!grant) return grant.error();
        grants.push_back({*device, *std::move(grant)});
    }
    return grants;
}

// ---- service accounts ----------------------------------------------------------------------

namespace {

constexpr std::string_view insert_account_sql = R"sql(
    INSERT INTO service_account (id, login, salt, digest, description, disabled, created_at_us)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (login) DO NOTHING
    RETURNING id
)sql";

constexpr std::string_view insert_of_account_sql = R"sql(
    INSERT INTO service_grant (account_id, position, filter, access) VALUES ($1, $2, $3, $4)
)sql";

}  // namespace

Status insert(Transaction& tx, const ServiceAccount& account) {
    const Result<Rows> inserted =
        tx.query(insert_account_sql, account.id, account.login, to_hex(account.secret.salt),
                 to_hex(account.secret.digest), account.description, account.disabled,
                 account.created_at);
    if (!inserted) return inserted.error();
    if (inserted->empty()) return Error::conflict("login", "already_registered");
    return insert_all(tx, insert_of_account_sql, account.id, account.grants);
}

namespace {

constexpr std::string_view update_account_sql = R"sql(
    UPDATE service_account SET salt = $2, digest = $3, description = $4, disabled = $5
    WHERE id = $1
    RETURNING id
)sql";

constexpr std::string_view remove_of_account_sql = R"sql(
    DELETE FROM service_grant WHERE account_id = $1
)sql";

}  // namespace

Status update(Transaction& tx, const ServiceAccount& account) {
    const Result<Rows> updated =
        tx.query(update_account_sql, account.id, to_hex(account.secret.salt),
                 to_hex(account.secret.digest), account.description, account.disabled);
    if (!updated) return updated.error();
    if (updated->empty()) return Error::not_found("service_account");
    if (const Status done = tx.execute(remove_of_account_sql, account.id); !done) return done;
    return insert_all(tx, insert_of_account_sql, account.id, account.grants);
}

namespace {

constexpr std::string_view list_accounts_sql = R"sql(
    SELECT id, login, salt, digest, description, disabled, created_at_us
    FROM service_account ORDER BY login
)sql";

constexpr std::string_view list_account_grants_sql = R"sql(
    SELECT account_id, filter, access FROM service_grant ORDER BY account_id, position
)sql";

using GrantsOfAccounts = std::unordered_map<ServiceAccountId, std::vector<Grant>>;

Result<GrantsOfAccounts> grants_of_accounts(Transaction& tx) {
    const Result<Rows> rows = tx.query(list_account_grants_sql);
    if (!rows) return rows.error();
    GrantsOfAccounts grants;
    for (const Row row : *rows) {
        const Result<ServiceAccountId> owner = read_id<ServiceAccountId>(row, "account_id");
        if (!owner) return owner.error();
        Result<Grant> grant = to_grant(row);
        if (!grant) return grant.error();
        grants[*owner].push_back(*std::move(grant));
    }
    return grants;
}

}  // namespace

Result<std::vector<ServiceAccount>> list_service_accounts(Transaction& tx) {
    Result<GrantsOfAccounts> grants = grants_of_accounts(tx);
    if (!grants) return grants.error();
    const Result<Rows> rows = tx.query(list_accounts_sql);
    if (!rows) return rows.error();
    std::vector<ServiceAccount> accounts;
    accounts.reserve(rows->size());
    for (const Row row : *rows) {
        const Result<ServiceAccountId> id = read_id<ServiceAccountId>(row, "id");
        if (!id) return id.error();
        const Result<StoredSecret> secret = read_stored_secret(row);
        if (!secret) return secret.error();
        accounts.push_back({.id = *id,
                            .login = std::string{row.text("login")},
                            .secret = *secret,
                            .description = std::string{row.text("description")},
                            .disabled = row.boolean("disabled"),
                            .grants = std::move((*grants)[*id]),
                            .created_at = row.time("created_at_us")});
    }
    return accounts;
}

}  // namespace soc::grant_store
