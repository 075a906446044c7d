#include "service/credential_ledger.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "access/board_credentials.h"
#include "core/log.h"
#include "domain/text.h"
#include "metrics/names.h"
#include "store/change_store.h"
#include "store/credential_store.h"

namespace soc {
namespace {

/// In which a board is given its first secret (R38).
constexpr std::chrono::days enrolment_window{7};

/// Of one transaction while the server works (R23).
constexpr std::size_t uses_at_once = 100;

/// Digits alone name a board everywhere but here (R3): the first generation refused them.
std::optional<MacAddress> mac_of(std::string_view text) {
    const std::string_view bare = trimmed(text);
    if (bare.find_first_of(":-") == std::string_view::npos) return std::nullopt;
    const Result<MacAddress> mac = MacAddress::parse(bare);
    return mac ? std::optional{*mac} : std::nullopt;
}

/// What memory says; a rotation is judged by the last use, which only the database knows.
enum class Known { login_only, ask, ask_for_secret };

Known known_of(const Board& board, std::string_view address, WallTime now) {
    if (!board.open_ledger) return Known::login_only;
    const std::vector<Credential>& ledger = *board.open_ledger;
    if (ledger.empty()) return Known::ask_for_secret;
    const DeliveryStep step = judge_delivery(ledger, address, now).step;
    if (step == DeliveryStep::deliver) return Known::ask_for_secret;
    const Credential* pending = pending_of(ledger);
    const bool is_rotation = in_use_of(ledger) != nullptr && pending && !pending->delivery;
    return step == DeliveryStep::nothing && !is_rotation ? Known::login_only : Known::ask;
}

bool is_about_the_key(const Error& error) {
    return error.field == "master_key" || error.field == "sealed";
}

}  // namespace

// ---- answering boards ----------------------------------------------------------------------

void CredentialLedger::count(std::string_view outcome) {
    parts_.metrics.counter(metrics::credential_answers, outcome).increment();
}

void CredentialLedger::refresh(const DeviceId& device) {
    // Whoever follows the feed reads it again within a second.
    const Status done = parts_.directory.refresh(device);
    if (!done) log::warning_limited("access not refreshed", {{"reason", done.error().reason}});
}

Result<BoardAnswer> CredentialLedger::deliver(std::string_view mac, const IpAddress& from,
                                              WallTime now) {
    Result<BoardAnswer> given = answer(mac, from, now);
    if (!given) {
        count(given.error().code == ErrorCode::unavailable ? "unavailable"
                                                           : given.error().reason);
    } else {
        count(given->password ? "delivered" : "login_only");
    }
    return given;
}

bool CredentialLedger::asks_database(std::string_view mac_text) const {
    const std::optional<MacAddress> mac = mac_of(mac_text);
    if (!mac) return false;
    const std::optional<Board> board = parts_.directory.find_board(*mac);
    return board && board->has_credentials && !board->shut_out && board->open_ledger;
}

Result<BoardAnswer> CredentialLedger::answer(std::string_view mac_text, const IpAddress& from,
                                             WallTime now) {
    const std::optional<MacAddress> mac = mac_of(mac_text);
    if (!mac) return Error::forbidden("not_a_mac", "30:ae:a4:0c:11:9f");
    const std::optional<Board> board = parts_.directory.find_board(*mac);
    if (!board) return Error::forbidden("unknown_mac", "a registered device");
    if (!board->has_credentials) {
        return Error::forbidden("no_credentials", "a device of a type that speaks MQTT");
    }
    if (board->shut_out) return Error::forbidden("shut_out", "a device that is enabled");

    const Claim claim{board->device, board_login(*mac), from.to_string(), now};
    BoardAnswer answer{claim.login, {}, {}};
    if (board->broker) answer.broker = *board->broker;
    const Known known = known_of(*board, claim.address, now);
    if (known == Known::login_only) return answer;
    Result<std::optional<Secret>> secret = ask_ledger(claim);
    if (secret) {
        answer.password = *std::move(secret);
        return answer;
    }
    if (secret.error().code == ErrorCode::not_found) return Error::forbidden("unknown_mac");
    if (secret.error().code == ErrorCode::conflict) return Error::forbidden("shut_out");
    // What was to be noted is noted at the next request; what was to be given must be given.
    if (known == Known::ask_for_secret) return secret.error();
    return answer;
}

Result<std::optional<Secret>> CredentialLedger::ask_ledger(const Claim& claim) {
    if (parts_.database.is_read_only()) {
        return Error::unavailable("read_only", "the server that owns the data delivers");
    }
    Result<std::optional<Secret>> secret = parts_.database.transact(
        Durability::full, [&](Transaction& tx) { return hand_out(tx, claim); });
    if (!secret && is_about_the_key(secret.error())) {
        const Error& error = secret.error();
        log::warning_limited("secret cannot be delivered", {{"login", claim.login},
                                                            {"reason", error.reason},
                                                            {"detail", error.detail}});
        return Error::unavailable("master_key", error.reason);
    }
    if (secret) refresh(claim.device);
    return secret;
}

Result<std::optional<Secret>> CredentialLedger::hand_out(Transaction& tx, const Claim& claim) {
    Result<DeviceLedger> ledger = DeviceLedger::open(tx, claim.device, {claim.login, claim.now});
    if (!ledger) return ledger.error();
    if (ledger->login() != claim.login) return Error::not_found("device");  // has another MAC now
    const auto key = [this] { return parts_.keys.key(); };
    if (ledger->credentials().empty()) {
        const auto created = change_store::created_at(tx, "device", claim.device.to_string());
        if (!created) return created.error();
        const auto master = key();
        if (!master) return master.error();
        // A device whose creation nobody remembers is older than any window.
        const WallTime until = *created ? **created + enrolment_window : claim.now;
        if (const Status made = ledger->add(**master, parts_.random, until); !made) {
            return made.error();
        }
    }
    const DeliveryJudgement judgement =
        judge_delivery(ledger->credentials(), claim.address, claim.now);
    switch (judgement.step) {
        case DeliveryStep::nothing: return std::optional<Secret>{};
        case DeliveryStep::deliver: {
            const auto master = key();
            if (!master) return master.error();
            return ledger->deliver(**master, claim.address);
        }
        case DeliveryStep::lose:
            if (const Status done = ledger->mark_lost(); !done) return done.error();
            break;
        case DeliveryStep::withhold:
            if (const Status done = ledger->mark_withheld(judgement.why); !done) {
                return done.error();
            }
            break;
    }
    return std::optional<Secret>{};
}

// ---- changing ------------------------------------------------------------------------------

Status CredentialLedger::change(const DeviceId& device, Authorship author, const Change& change) {
    const auto key = parts_.keys.key();
    if (!key) return key.error();
    const Status done = parts_.database.transact(Durability::full, [&](Transaction& tx) -> Status {
        Result<DeviceLedger> ledger = DeviceLedger::open(tx, device, author);
        if (!ledger) return ledger.error();
        return change(*ledger, **key);
    });
    if (done) refresh(device);
    return done;
}

Status CredentialLedger::issue(const DeviceId& device, Authorship author) {
    const WallTime now = author.at;
    return change(device, std::move(author), [&](DeviceLedger& ledger, const MasterKey& key) {
        if (!ledger.credentials().empty()) {
            return Status{Error::conflict("device", "already_issued")};
        }
        return ledger.add(key, parts_.random, now + enrolment_window);
    });
}

Status CredentialLedger::rotate(const DeviceId& device, Authorship author) {
    return change(device, std::move(author), [&](DeviceLedger& ledger, const MasterKey& key) {
        if (in_use_of(ledger.credentials()) == nullptr) {
            return Status{Error::conflict("device", "never_used")};
        }
        if (pending_of(ledger.credentials()) != nullptr) {
            return Status{Error::conflict("device", "rotation_pending")};
        }
        return ledger.add(key, parts_.random, std::nullopt);
    });
}

Status CredentialLedger::revoke(const DeviceId& device, Authorship author) {
    const WallTime now = author.at;
    return change(device, std::move(author), [&](DeviceLedger& ledger, const MasterKey& key) {
        if (const Status revoked = ledger.revoke_all(); !revoked) return revoked;
        return ledger.add(key, parts_.random, now + enrolment_window);
    });
}

Status CredentialLedger::redeliver(const DeviceId& device, Authorship author) {
    const WallTime now = author.at;
    return change(device, std::move(author), [&](DeviceLedger& ledger, const MasterKey& key) {
        if (pending_of(ledger.credentials()) == nullptr) {
            return Status{Error::conflict("device", "nothing_pending")};
        }
        if (const Status ended = ledger.supersede_pending(); !ended) return ended;
        return ledger.add(key, parts_.random, now + enrolment_window);
    });
}

Result<std::vector<Credential>> CredentialLedger::list(const DeviceId& device) {
    return parts_.database.read(
        [&](Transaction& tx) { return credential_store::list_of_device(tx, device); });
}

// ---- noting uses ---------------------------------------------------------------------------

Status CredentialLedger::note_uses(std::span<const LoginUse> uses) {
    if (parts_.database.is_read_only()) return {};
    while (!uses.empty()) {
        const auto part = uses.first(std::min(uses.size(), uses_at_once));
        uses = uses.subspan(part.size());
        std::vector<CredentialUseRow> firsts;
        std::vector<CredentialUseRow> others;
        const Status read = parts_.database.read([&](Transaction& tx) -> Status {
            for (const LoginUse& use : part) {
                const auto ledger = credential_store::list_by_login(tx, use.login);
                if (!ledger) return ledger.error();
                const auto used = std::ranges::find(*ledger, use.secret, &Credential::secret);
                if (used == ledger->end()) continue;
                (used->first_use ? others : firsts).push_back({used->id, use.use});
            }
            return {};
        });
        if (!read) return read;
        if (const Status begun = begin_uses(firsts); !begun) return begun;
        const Status noted = parts_.database.transact(Durability::relaxed, [&](Transaction& tx) {
            return credential_store::note_uses(tx, others);
        });
        if (!noted) return noted;
    }
    return {};
}

Status CredentialLedger::begin_uses(std::span<const CredentialUseRow> firsts) {
    for (const CredentialUseRow& first : firsts) {
        DeviceId device;
        const Status done =
            parts_.database.transact(Durability::full, [&](Transaction& tx) -> Status {
                const auto credential = credential_store::find(tx, first.credential);
                if (!credential) return credential.error();
                if (!*credential) return {};
                device = (*credential)->device;
                Result<DeviceLedger> ledger =
                    DeviceLedger::open(tx, device, {(*credential)->login, first.use.at});
                // Of a device that can have none any more there is nothing to replace.
                if (!ledger && ledger.error().code == ErrorCode::conflict) {
                    return credential_store::note_uses(tx, {&first, 1});
                }
                if (!ledger) return ledger.error();
                return ledger->begin_use(first.credential, first.use);
            });
        if (!done) return done;
        refresh(device);
    }
    return {};
}

}  // namespace soc
