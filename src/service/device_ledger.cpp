#include "service/device_ledger.h"

#include <algorithm>
#include <utility>

#include "access/board_credentials.h"
#include "access/secret_hash.h"
#include "core/assert.h"
#include "service/board_record.h"
#include "store/change_store.h"
#include "store/credential_store.h"
#include "store/device_store.h"
#include "store/type_store.h"
#include "vault/sealed.h"
#include "wire/credential_json.h"

namespace soc {
namespace {

/// Where a sealed secret belongs: copied to another row it opens no more.
std::string place_of(const CredentialId& id) { return "credential/" + id.to_string() + "/secret"; }

Error cannot_have(std::string reason, std::string allowed) {
    Error error = Error::conflict("device", std::move(reason));
    error.allowed = std::move(allowed);
    return error;
}

Result<bool> speaks_mqtt(Transaction& tx, const TypeId& type) {
    const Result<std::vector<DeviceType>> types = type_store::list(tx);
    if (!types) return types.error();
    return std::ranges::any_of(*types, [&](const DeviceType& one) {
        return one.id == type && one.connectivity == Connectivity::mqtt;
    });
}

}  // namespace

Result<DeviceLedger> DeviceLedger::open(Transaction& tx, const DeviceId& device,
                                        Authorship author) {
    DeviceLedger ledger{tx, device, std::move(author)};
    if (const Status read = ledger.read(); !read) return read.error();
    return ledger;
}

Status DeviceLedger::read() {
    if (const Status locked = credential_store::lock_device(tx_, device_); !locked) return locked;
    const Result<std::optional<Device>> device = device_store::find(tx_, device_);
    if (!device) return device.error();
    if (!*device) return Error::not_found("device");
    const Result<bool> mqtt = speaks_mqtt(tx_, (*device)->type);
    if (!mqtt) return mqtt.error();
    if (!*mqtt) return cannot_have("no_credentials", "a device of a type that speaks MQTT");
    const std::optional<MacAddress> mac = board_address(**device);
    if (!mac) return cannot_have("no_mac", "a device with a MAC, of which its login is made");
    if ((*device)->life_cycle == LifeCycle::retired) {
        return cannot_have("retired", "a device that is planned or in service");
    }
    login_ = board_login(*mac);
    return reload();
}

Status DeviceLedger::reload() {
    Result<std::vector<Credential>> all = credential_store::list_of_device(tx_, device_);
    if (!all) return all.error();
    credentials_.clear();
    of_other_logins_.clear();
    for (Credential& one : *all) {
        if (!is_valid(one)) continue;
        (one.login == login_ ? credentials_ : of_other_logins_).push_back(std::move(one));
    }
    return {};
}

Status DeviceLedger::note(std::string_view action, const Credential* before,
                          const Credential& after) {
    NewChange change;
    change.at = author_.at;
    change.actor = author_.actor;
    change.entity = "credential";
    change.entity_id = after.id.to_string();
    change.action = action;
    if (before != nullptr) change.before = wire::change_json(*before);
    change.after = wire::change_json(after);
    return change_store::append(tx_, std::move(change));
}

Status DeviceLedger::add(const MasterKey& key, RandomSource& random,
                         std::optional<WallTime> window_until) {
    const std::vector<Credential> former = of_other_logins_;
    for (const Credential& one : former) {
        if (const Status done = supersede(one); !done) return done;
    }
    const Secret secret = make_board_secret(random);
    Credential made;
    made.id = CredentialId{Uuid::v7(author_.at, random)};
    made.device = device_;
    made.login = login_;
    made.secret = hash_secret(secret, random);
    made.sealed = seal(key, secret, place_of(made.id), random);
    made.created_at = author_.at;
    made.created_by = author_.actor;
    made.window_until = window_until;
    if (const Status done = credential_store::insert(tx_, made); !done) return done;
    if (const Status noted = note("created", nullptr, made); !noted) return noted;
    return reload();
}

Result<std::optional<Secret>> DeviceLedger::deliver(const MasterKey& key, std::string address) {
    const Credential* pending = pending_of(credentials_);
    SOC_ASSERT(pending != nullptr);
    if (!pending->sealed) return std::optional<Secret>{};
    // Before it is noted: what cannot be read must go on waiting.
    Result<Secret> secret = unseal(key, *pending->sealed, place_of(pending->id));
    if (!secret) return secret.error();
    Credential after = *pending;
    after.sealed.reset();
    after.delivery = {author_.at, std::move(address)};
    const Result<bool> first = credential_store::deliver(tx_, after.id, *after.delivery);
    if (!first) return first.error();
    if (!*first) return std::optional<Secret>{};
    if (const Status noted = note("delivered", pending, after); !noted) return noted.error();
    if (const Status read = reload(); !read) return read.error();
    return std::optional{*std::move(secret)};
}

Status DeviceLedger::mark_lost() {
    const Credential* pending = pending_of(credentials_);
    SOC_ASSERT(pending != nullptr);
    Credential after = *pending;
    after.lost_at = author_.at;
    const Result<bool> is_new = credential_store::mark_lost(tx_, after.id, author_.at);
    if (!is_new) return is_new.error();
    if (!*is_new) return {};
    if (const Status noted = note("delivery_lost", pending, after); !noted) return noted;
    return reload();
}

Status DeviceLedger::mark_withheld(std::string_view why) {
    const Credential* pending = pending_of(credentials_);
    SOC_ASSERT(pending != nullptr);
    Credential after = *pending;
    after.withheld = {author_.at, std::string{why}};
    const Status marked = credential_store::mark_withheld(tx_, after.id, *after.withheld);
    if (!marked) return marked;
    if (const Status noted = note("withheld", pending, after); !noted) return noted;
    return reload();
}

Status DeviceLedger::begin_use(const CredentialId& id, const Credential::Use& use) {
    const CredentialUseRow row{id, use};
    const Status done = credential_store::note_uses(tx_, {&row, 1});
    if (!done) return done;
    const Credential* pending = pending_of(credentials_);
    if (pending == nullptr || pending->id != id) return {};
    Credential after = *pending;
    after.first_use = after.last_use = use;
    if (const Status noted = note("first_used", pending, after); !noted) return noted;
    if (const Credential* in_use = in_use_of(credentials_); in_use != nullptr) {
        if (const Status ended = supersede(*in_use); !ended) return ended;
    }
    return reload();
}

Status DeviceLedger::supersede(Credential credential) {
    const Credential before = credential;
    credential.sealed.reset();
    credential.superseded_at = author_.at;
    const Result<bool> ended = credential_store::supersede(tx_, credential.id, author_.at);
    if (!ended) return ended.error();
    return *ended ? note("superseded", &before, credential) : Status{};
}

Status DeviceLedger::supersede_pending() {
    const Credential* pending = pending_of(credentials_);
    SOC_ASSERT(pending != nullptr);
    if (const Status ended = supersede(*pending); !ended) return ended;
    return reload();
}

Status DeviceLedger::revoke_all() {
    for (const std::vector<Credential>* list : {&credentials_, &of_other_logins_}) {
        for (const Credential& one : *list) {
            Credential after = one;
            after.sealed.reset();
            after.revocation = {author_.at, author_.actor};
            const Result<bool> ended = credential_store::revoke(tx_, one.id, *after.revocation);
            if (!ended) return ended.error();
            if (!*ended) continue;
            if (const Status noted = note("revoked", &one, after); !noted) return noted;
        }
    }
    return reload();
}

}  // namespace soc
