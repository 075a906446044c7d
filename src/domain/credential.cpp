#include "domain/credential.h"

#include <algorithm>
#include <chrono>

namespace soc {
namespace {

/// How long an address counts as the board's (R38).
constexpr std::chrono::hours address_counts_for{24};

template <class Predicate>
const Credential* find_in(std::span<const Credential> ledger, Predicate predicate) {
    const auto found = std::ranges::find_if(ledger, predicate);
    return found == ledger.end() ? nullptr : &*found;
}

bool is_where_used(const Credential& in_use, std::string_view address, WallTime now) {
    const Credential::Use& use = in_use.last_use ? *in_use.last_use : *in_use.first_use;
    return !address.empty() && use.from == address && use.at >= now - address_counts_for;
}

}  // namespace

bool is_valid(const Credential& credential) {
    return !credential.superseded_at && !credential.revocation;
}

const Credential* pending_of(std::span<const Credential> ledger) {
    return find_in(ledger, [](const Credential& one) { return is_valid(one) && !one.first_use; });
}

const Credential* in_use_of(std::span<const Credential> ledger) {
    return find_in(ledger, [](const Credential& one) { return is_valid(one) && one.first_use; });
}

DeliveryJudgement judge_delivery(std::span<const Credential> ledger, std::string_view address,
                                 WallTime now) {
    const Credential* pending = pending_of(ledger);
    if (pending == nullptr) return {};
    if (pending->delivery) {
        return {pending->lost_at ? DeliveryStep::nothing : DeliveryStep::lose, {}};
    }
    const auto withhold = [pending](std::string_view why) {
        const bool is_new = !pending->withheld || pending->withheld->why != why;
        return DeliveryJudgement{is_new ? DeliveryStep::withhold : DeliveryStep::nothing, why};
    };
    const bool in_window = !pending->window_until || now < *pending->window_until;
    const Credential* in_use = in_use_of(ledger);
    if (in_use == nullptr) {
        return in_window ? DeliveryJudgement{DeliveryStep::deliver, {}} : withhold("window");
    }
    if (is_where_used(*in_use, address, now) || (pending->window_until && in_window)) {
        return {DeliveryStep::deliver, {}};
    }
    return withhold("address");
}

}  // namespace soc
