#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "domain/credential.h"
#include "store/transaction.h"

namespace soc {

/// Somebody got in with a secret.
struct CredentialUseRow {
    CredentialId credential;
    Credential::Use use;
};

}  // namespace soc

/// The ledger as rows. What follows what is the business of service/credential_ledger.h; here
/// every change asks the row itself whether it still may happen, and tells whether it did.
namespace soc::credential_store {

/// Until the end of the transaction, others who call it for this device wait: what is read of its
/// ledger after this stays so. `not_found` when there is no such device.
Status lock_device(Transaction& tx, const DeviceId& device);

/// A second one that waits is `conflict`, `already_waiting`; an unknown device is
/// `reference_missing`.
Status insert(Transaction& tx, const Credential& credential);

[[nodiscard]] Result<std::optional<Credential>> find(Transaction& tx, const CredentialId& id);
/// All that there ever were, the oldest first.
[[nodiscard]] Result<std::vector<Credential>> list_of_device(Transaction& tx,
                                                             const DeviceId& device);
[[nodiscard]] Result<std::vector<Credential>> list_by_login(Transaction& tx,
                                                            std::string_view login);
/// The valid ones of the devices from `first` to `last`, in the order of devices, the oldest first.
[[nodiscard]] Result<std::vector<Credential>> list_valid_between(Transaction& tx,
                                                                 const DeviceId& first,
                                                                 const DeviceId& last);

/// Notes the one delivery, and forgets what was sealed (R37). True for one caller only, however
/// many ask at once; false for what is delivered, superseded or revoked.
[[nodiscard]] Result<bool> deliver(Transaction& tx, const CredentialId& id,
                                   const Credential::Delivery& delivery);
/// Notes that it was asked for again, the first time: true.
[[nodiscard]] Result<bool> mark_lost(Transaction& tx, const CredentialId& id, WallTime at);
Status mark_withheld(Transaction& tx, const CredentialId& id,
                     const Credential::Withheld& withheld);

/// The first use stays, the latest one wins, in whatever order they come.
Status note_uses(Transaction& tx, std::span<const CredentialUseRow> uses);

/// Both end a valid one for ever, and forget what was sealed; false if it had ended before.
[[nodiscard]] Result<bool> supersede(Transaction& tx, const CredentialId& id, WallTime at);
[[nodiscard]] Result<bool> revoke(Transaction& tx, const CredentialId& id,
                                  const Credential::Revocation& revocation);

}  // namespace soc::credential_store
