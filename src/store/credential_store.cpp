#include "store/credential_store.h"

#include <utility>

#include "core/random.h"
#include "store/stored_secret_columns.h"

namespace soc::credential_store {
namespace {

// Locks the row on PostgreSQL and changes nothing; SQLite has one writer anyway.
constexpr std::string_view lock_device_sql = R"sql(
    UPDATE device SET enabled = enabled WHERE id = $1 RETURNING id
)sql";

}  // namespace

Status lock_device(Transaction& tx, const DeviceId& device) {
    const Result<Rows> locked = tx.query(lock_device_sql, device);
    if (!locked) return locked.error();
    return locked->empty() ? Status{Error::not_found("device")} : Status{};
}

namespace {

constexpr std::string_view insert_sql = R"sql(
    INSERT INTO credential (id, device_id, login, salt, digest, sealed, created_at_us, created_by,
                            window_until_us, delivered_at_us, delivered_to, lost_at_us,
                            withheld_at_us, withheld_why, first_used_at_us, first_used_on,
                            first_used_from, last_used_at_us, last_used_on, last_used_from,
                            superseded_at_us, revoked_at_us, revoked_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20, $21, $22, $23)
    ON CONFLICT DO NOTHING
    RETURNING id
)sql";

/// A member of something that may be absent, as an argument.
template <class Part, class Member>
Argument part(const std::optional<Part>& whole, Member Part::*member) {
    return whole ? Argument{(*whole).*member} : Argument{std::nullopt};
}

}  // namespace

Status insert(Transaction& tx, const Credential& one) {
    using Use = Credential::Use;
    const Result<Rows> inserted = tx.query(
        insert_sql, one.id, one.device, one.login, to_hex(one.secret.salt),
        to_hex(one.secret.digest), one.sealed, one.created_at, one.created_by, one.window_until,
        part(one.delivery, &Credential::Delivery::at),
        part(one.delivery, &Credential::Delivery::to), one.lost_at,
        part(one.withheld, &Credential::Withheld::at),
        part(one.withheld, &Credential::Withheld::why), part(one.first_use, &Use::at),
        part(one.first_use, &Use::on), part(one.first_use, &Use::from),
        part(one.last_use, &Use::at), part(one.last_use, &Use::on), part(one.last_use, &Use::from),
        one.superseded_at, part(one.revocation, &Credential::Revocation::at),
        part(one.revocation, &Credential::Revocation::by));
    if (!inserted) return inserted.error();
    if (inserted->empty()) return Error::conflict("credential", "already_waiting");
    return {};
}

// ---- reading -------------------------------------------------------------------------------

namespace {

constexpr std::string_view find_sql = R"sql(
    SELECT id, device_id, login, salt, digest, sealed, created_at_us, created_by, window_until_us,
           delivered_at_us, delivered_to, lost_at_us, withheld_at_us, withheld_why,
           first_used_at_us, first_used_on, first_used_from, last_used_at_us, last_used_on,
           last_used_from, superseded_at_us, revoked_at_us, revoked_by
    FROM credential WHERE id = $1
)sql";

constexpr std::string_view list_of_device_sql = R"sql(
    SELECT id, device_id, login, salt, digest, sealed, created_at_us, created_by, window_until_us,
           delivered_at_us, delivered_to, lost_at_us, withheld_at_us, withheld_why,
           first_used_at_us, first_used_on, first_used_from, last_used_at_us, last_used_on,
           last_used_from, superseded_at_us, revoked_at_us, revoked_by
    FROM credential WHERE device_id = $1 ORDER BY created_at_us, id
)sql";

constexpr std::string_view list_by_login_sql = R"sql(
    SELECT id, device_id, login, salt, digest, sealed, created_at_us, created_by, window_until_us,
           delivered_at_us, delivered_to, lost_at_us, withheld_at_us, withheld_why,
           first_used_at_us, first_used_on, first_used_from, last_used_at_us, last_used_on,
           last_used_from, superseded_at_us, revoked_at_us, revoked_by
    FROM credential WHERE login = $1 ORDER BY created_at_us, id
)sql";

constexpr std::string_view list_valid_between_sql = R"sql(
    SELECT id, device_id, login, salt, digest, sealed, created_at_us, created_by, window_until_us,
           delivered_at_us, delivered_to, lost_at_us, withheld_at_us, withheld_why,
           first_used_at_us, first_used_on, first_used_from, last_used_at_us, last_used_on,
           last_used_from, superseded_at_us, revoked_at_us, revoked_by
    FROM credential
    WHERE device_id >= $1 AND device_id <= $2
      AND superseded_at_us IS NULL AND revoked_at_us IS NULL
    ORDER BY device_id, created_at_us, id
)sql";

std::string text_or_empty(const Row& row, std::string_view column) {
    return row.optional_text(column).value_or(std::string{});
}

std::optional<Credential::Use> to_use(const Row& row, std::string_view at, std::string_view on,
                                      std::string_view from) {
    const auto time = row.optional_time(at);
    if (!time) return std::nullopt;
    return Credential::Use{*time, text_or_empty(row, on), text_or_empty(row, from)};
}

/// The life of a credential: what may or may not have happened to it.
void read_life(const Row& row, Credential& credential) {
    if (const auto at = row.optional_time("delivered_at_us")) {
        credential.delivery = {*at, text_or_empty(row, "delivered_to")};
    }
    credential.lost_at = row.optional_time("lost_at_us");
    if (const auto at = row.optional_time("withheld_at_us")) {
        credential.withheld = {*at, text_or_empty(row, "withheld_why")};
    }
    credential.first_use = to_use(row, "first_used_at_us", "first_used_on", "first_used_from");
    credential.last_use = to_use(row, "last_used_at_us", "last_used_on", "last_used_from");
    credential.superseded_at = row.optional_time("superseded_at_us");
    if (const auto at = row.optional_time("revoked_at_us")) {
        credential.revocation = {*at, text_or_empty(row, "revoked_by")};
    }
}

Result<Credential> to_credential(const Row& row) {
    const Result<CredentialId> id = read_id<CredentialId>(row, "id");
    if (!id) return id.error();
    const Result<DeviceId> device = read_id<DeviceId>(row, "device_id");
    if (!device) return device.error();
    const Result<StoredSecret> secret = read_stored_secret(row);
    if (!secret) return secret.error();
    Credential credential;
    credential.id = *id;
    credential.device = *device;
    credential.login = row.text("login");
    credential.secret = *secret;
    credential.sealed = row.optional_text("sealed");
    credential.created_at = row.time("created_at_us");
    credential.created_by = row.text("created_by");
    credential.window_until = row.optional_time("window_until_us");
    read_life(row, credential);
    return credential;
}

Result<std::vector<Credential>> to_credentials(const Result<Rows>& rows) {
    if (!rows) return rows.error();
    std::vector<Credential> credentials;
    credentials.reserve(rows->size());
    for (const Row row : *rows) {
        Result<Credential> credential = to_credential(row);
        if (!credential) return credential.error();
        credentials.push_back(*std::move(credential));
    }
    return credentials;
}

}  // namespace

Result<std::optional<Credential>> find(Transaction& tx, const CredentialId& id) {
    Result<std::vector<Credential>> found = to_credentials(tx.query(find_sql, id));
    if (!found) return found.error();
    if (found->empty()) return std::optional<Credential>{};
    return std::optional{std::move(found->front())};
}

Result<std::vector<Credential>> list_of_device(Transaction& tx, const DeviceId& device) {
    return to_credentials(tx.query(list_of_device_sql, device));
}

Result<std::vector<Credential>> list_by_login(Transaction& tx, std::string_view login) {
    return to_credentials(tx.query(list_by_login_sql, login));
}

Result<std::vector<Credential>> list_valid_between(Transaction& tx, const DeviceId& first,
                                                   const DeviceId& last) {
    return to_credentials(tx.query(list_valid_between_sql, first, last));
}

// ---- changing ------------------------------------------------------------------------------

namespace {

constexpr std::string_view deliver_sql = R"sql(
    UPDATE credential SET sealed = NULL, delivered_at_us = $2, delivered_to = $3
    WHERE id = $1 AND sealed IS NOT NULL AND delivered_at_us IS NULL
    RETURNING id
)sql";

Result<bool> happened(const Result<Rows>& changed) {
    if (!changed) return changed.error();
    return !changed->empty();
}

}  // namespace

Result<bool> deliver(Transaction& tx, const CredentialId& id,
                     const Credential::Delivery& delivery) {
    return happened(tx.query(deliver_sql, id, delivery.at, delivery.to));
}

namespace {

constexpr std::string_view mark_lost_sql = R"sql(
    UPDATE credential SET lost_at_us = $2
    WHERE id = $1 AND lost_at_us IS NULL AND delivered_at_us IS NOT NULL
      AND first_used_at_us IS NULL
    RETURNING id
)sql";

}  // namespace

Result<bool> mark_lost(Transaction& tx, const CredentialId& id, WallTime at) {
    return happened(tx.query(mark_lost_sql, id, at));
}

namespace {

constexpr std::string_view mark_withheld_sql = R"sql(
    UPDATE credential SET withheld_at_us = $2, withheld_why = $3 WHERE id = $1
)sql";

}  // namespace

Status mark_withheld(Transaction& tx, const CredentialId& id,
                     const Credential::Withheld& withheld) {
    return tx.execute(mark_withheld_sql, id, withheld.at, withheld.why);
}

namespace {

constexpr std::string_view note_use_sql = R"sql(
    UPDATE credential
    SET first_used_at_us = COALESCE(first_used_at_us, $2),
        first_used_on = COALESCE(first_used_on, $3),
        first_used_from = COALESCE(first_used_from, $4),
        last_used_on = CASE WHEN last_used_at_us > $2 THEN last_used_on ELSE $3 END,
        last_used_from = CASE WHEN last_used_at_us > $2 THEN last_used_from ELSE $4 END,
        last_used_at_us = CASE WHEN last_used_at_us > $2 THEN last_used_at_us ELSE $2 END
    WHERE id = $1
)sql";

}  // namespace

Status note_uses(Transaction& tx, std::span<const CredentialUseRow> uses) {
    std::vector<Arguments> batch;
    batch.reserve(uses.size());
    for (const CredentialUseRow& row : uses) {
        batch.push_back({row.credential, row.use.at, row.use.on, row.use.from});
    }
    return tx.execute_many(note_use_sql, batch);
}

namespace {

constexpr std::string_view supersede_sql = R"sql(
    UPDATE credential SET sealed = NULL, superseded_at_us = $2
    WHERE id = $1 AND superseded_at_us IS NULL AND revoked_at_us IS NULL
    RETURNING id
)sql";

}  // namespace

Result<bool> supersede(Transaction& tx, const CredentialId& id, WallTime at) {
    return happened(tx.query(supersede_sql, id, at));
}

namespace {

constexpr std::string_view revoke_sql = R"sql(
    UPDATE credential SET sealed = NULL, revoked_at_us = $2, revoked_by = $3
    WHERE id = $1 AND superseded_at_us IS NULL AND revoked_at_us IS NULL
    RETURNING id
)sql";

}  // namespace

Result<bool> revoke(Transaction& tx, const CredentialId& id,
                    const Credential::Revocation& revocation) {
    return happened(tx.query(revoke_sql, id, revocation.at, revocation.by));
}

}  // namespace soc::credential_store
