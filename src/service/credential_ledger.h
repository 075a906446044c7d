#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "domain/credential.h"
#include "domain/own_broker.h"
#include "domain/stored_secret.h"
#include "metrics/registry.h"
#include "people/ip_address.h"
#include "service/access_directory.h"
#include "service/device_ledger.h"
#include "store/credential_store.h"
#include "store/database.h"
#include "vault/key_holder.h"

namespace soc {

/// What a board is told of itself (contract/http.md).
struct BoardAnswer {
    std::string login;
    std::optional<Secret> password;  ///< this once
    std::optional<OwnBroker> broker;
};

/// A login got in somewhere with one of its secrets.
struct LoginUse {
    std::string login;
    StoredSecret secret;
    Credential::Use use;
};

/// The one place where boards' secrets are made, given out, replaced and ended (R35 to R38). Each
/// change is one transaction with its lines in the ledger and in `change`, which never holds a
/// secret or anything made of one; the access directory hears of it at once. Any thread may call.
class CredentialLedger {
public:
    struct Parts {
        Database& database;
        AccessDirectory& directory;
        KeyHolder& keys;
        RandomSource& random;
        metrics::Registry& metrics;
    };
    explicit CredentialLedger(Parts parts) : parts_{parts} {}

    /// Answers a board that says it is `mac`. From memory, except a first delivery and what is to
    /// be noted; of these only the first delivery fails with the database (R25). A device that came
    /// without a secret is given one, within an enrolment window that began when it was created.
    /// `forbidden`: `not_a_mac` (digits without separators are none here), `unknown_mac`,
    /// `no_credentials` (its type does not speak MQTT), `shut_out` (disabled or retired).
    /// `unavailable`: the database's reasons, or `master_key` when what waits cannot be read.
    [[nodiscard]] Result<BoardAnswer> deliver(std::string_view mac, const IpAddress& from,
                                              WallTime now);
    /// Whether `deliver` would wait for the database.
    [[nodiscard]] bool asks_database(std::string_view mac) const;

    /// The first secret of a device. `conflict` on `device`: `already_issued`, or the reasons of
    /// `DeviceLedger::open`; the same for the next ones.
    [[nodiscard]] Status issue(const DeviceId& device, Authorship author);
    /// A new secret beside the one in use, which stays valid until the new one is first used.
    /// `never_used`: there is none in use; `rotation_pending`: one is under way.
    [[nodiscard]] Status rotate(const DeviceId& device, Authorship author);
    /// Ends all secrets at once; the board's next request gets a new one.
    [[nodiscard]] Status revoke(const DeviceId& device, Authorship author);
    /// Another secret in the place of the pending one, wherever it went, to whatever address asks
    /// for it within a new window. A secret in use stays. `nothing_pending`.
    [[nodiscard]] Status redeliver(const DeviceId& device, Authorship author);

    /// Every secret that the device ever had, the oldest first.
    [[nodiscard]] Result<std::vector<Credential>> list(const DeviceId& device);

    /// In batches, as they come. The first use of a rotation's secret ends the one before. A secret
    /// that nobody knows is ignored; on a database that is read only, all are.
    [[nodiscard]] Status note_uses(std::span<const LoginUse> uses);

private:
    using Change = std::function<Status(DeviceLedger&, const MasterKey&)>;

    [[nodiscard]] Result<BoardAnswer> answer(std::string_view mac, const IpAddress& from,
                                             WallTime now);
    /// Somebody at `address` says that he is this device.
    struct Claim {
        DeviceId device;
        std::string login;
        std::string address;
        WallTime now;
    };
    [[nodiscard]] Result<std::optional<Secret>> ask_ledger(const Claim& claim);
    [[nodiscard]] Result<std::optional<Secret>> hand_out(Transaction& tx, const Claim& claim);
    [[nodiscard]] Status change(const DeviceId& device, Authorship author, const Change& change);
    [[nodiscard]] Status begin_uses(std::span<const CredentialUseRow> firsts);
    void refresh(const DeviceId& device);
    void count(std::string_view outcome);

    Parts parts_;
};

}  // namespace soc
