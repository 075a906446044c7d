#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "domain/credential.h"
#include "domain/ids.h"
#include "store/transaction.h"
#include "vault/master_key.h"

namespace soc {

/// Who changes something, and when.
struct Authorship {
    std::string actor;
    WallTime at;
};

/// The secrets of one device within a transaction, which everybody else waits for. Each change goes
/// into the ledger and, without secrets, into the durable feed.
class DeviceLedger {
public:
    /// `not_found` on `device`; `conflict` on `device` when it can have no credentials:
    /// `no_credentials` (its type does not speak MQTT), `no_mac`, `retired`.
    [[nodiscard]] static Result<DeviceLedger> open(Transaction& tx, const DeviceId& device,
                                                   Authorship author);

    /// The valid ones of its present login, the oldest first.
    [[nodiscard]] const std::vector<Credential>& credentials() const { return credentials_; }
    [[nodiscard]] const std::string& login() const { return login_; }

    /// Makes a secret that waits for its delivery. Those of a login that the device had before end.
    Status add(const MasterKey& key, RandomSource& random, std::optional<WallTime> window_until);
    /// Gives the pending secret, this once; absent when somebody else had it.
    [[nodiscard]] Result<std::optional<Secret>> deliver(const MasterKey& key, std::string address);
    /// Of the pending one.
    Status mark_lost();
    Status mark_withheld(std::string_view why);
    /// Of the pending one, which is then the only valid one: no longer pending.
    Status begin_use(const CredentialId& id, const Credential::Use& use);
    Status supersede_pending();
    Status revoke_all();

private:
    DeviceLedger(Transaction& tx, const DeviceId& device, Authorship author)
        : tx_{tx}, device_{device}, author_{std::move(author)} {}

    Status read();
    Status note(std::string_view action, const Credential* before, const Credential& after);
    Status supersede(Credential credential);
    /// Reads what is valid anew.
    Status reload();

    Transaction& tx_;
    DeviceId device_;
    Authorship author_;
    std::string login_;
    std::vector<Credential> credentials_;
    std::vector<Credential> of_other_logins_;  ///< valid, of a MAC that the device had before
};

}  // namespace soc
