#include "domain/credential.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace soc {
namespace {

using namespace std::chrono_literals;

const WallTime now = *parse_rfc3339("2026-01-05T08:00:00Z");
constexpr const char* here = "192.0.2.7";
constexpr const char* elsewhere = "192.0.2.8";

Credential waiting(std::optional<WallTime> window_until = now + 1us) {
    Credential credential;
    credential.sealed = "sealed";
    credential.window_until = window_until;
    return credential;
}

Credential delivered() {
    Credential credential;
    credential.delivery = {now - 1h, here};
    return credential;
}

Credential in_use(WallTime at = now - 1h) {
    Credential credential = delivered();
    credential.first_use = {now - 48h, "main", elsewhere};
    credential.last_use = {at, "main", here};
    return credential;
}

Credential lost() {
    Credential credential = delivered();
    credential.lost_at = now - 1min;
    return credential;
}

Credential withheld(Credential credential, const std::string& why) {
    credential.withheld = {now - 1min, why};
    return credential;
}

Credential revoked(Credential credential) {
    credential.sealed.reset();
    credential.revocation = {now - 1h, "otto"};
    return credential;
}

Credential superseded(Credential credential) {
    credential.sealed.reset();
    credential.superseded_at = now - 1h;
    return credential;
}

std::string judged(const std::vector<Credential>& ledger, const char* address = here) {
    const DeliveryJudgement judgement = judge_delivery(ledger, address, now);
    switch (judgement.step) {
        case DeliveryStep::nothing: return "nothing";
        case DeliveryStep::deliver: return "deliver";
        case DeliveryStep::lose: return "lose";
        case DeliveryStep::withhold: return "withhold " + std::string{judgement.why};
    }
    return "";
}

TEST(CredentialDelivery, FollowsTheRulesOfWindowAddressAndUse) {
    const struct {
        const char* what;
        std::vector<Credential> ledger;
        const char* expected;
        const char* address = here;
    } cases[] = {
        {"never had one", {}, "nothing"},
        {"a first one, within its window", {waiting()}, "deliver"},
        {"at the end of its window", {waiting(now)}, "withhold window"},
        {"seen before", {withheld(waiting(now), "window")}, "nothing"},
        {"an imported one has no window", {waiting(std::nullopt)}, "deliver"},
        {"asked again, never used", {delivered()}, "lose"},
        {"and again", {lost()}, "nothing"},
        {"in use", {in_use()}, "nothing"},
        {"after a revocation", {revoked(in_use()), waiting()}, "deliver"},
        {"after a revocation, from anywhere", {revoked(in_use()), waiting()}, "deliver", elsewhere},
        {"revoked while it waited", {revoked(waiting())}, "nothing"},
        {"superseded while it waited", {superseded(waiting())}, "nothing"},

        {"rotated, where it is in use", {in_use(), waiting(std::nullopt)}, "deliver"},
        {"at the edge of a day", {in_use(now - 24h), waiting(std::nullopt)}, "deliver"},
        {"a day later", {in_use(now - 24h - 1us), waiting(std::nullopt)}, "withhold address"},
        {"rotated, from elsewhere", {in_use(), waiting(std::nullopt)}, "withhold address",
         elsewhere},
        {"seen before", {in_use(), withheld(waiting(std::nullopt), "address")}, "nothing",
         elsewhere},
        {"an unknown address is no address", {in_use(), waiting(std::nullopt)},
         "withhold address", ""},
        {"in a window that was opened", {in_use(), waiting()}, "deliver", elsewhere},
        {"after that window", {in_use(), waiting(now)}, "withhold address", elsewhere},
        {"after that window, where it is in use", {in_use(), waiting(now)}, "deliver"},
        {"withheld, then asked for from the right place",
         {in_use(), withheld(waiting(std::nullopt), "address")}, "deliver"},
        {"rotated, delivered, asked again", {in_use(), delivered()}, "lose"},
        {"rotated and used", {superseded(in_use()), in_use()}, "nothing"},
    };
    for (const auto& row : cases) {
        EXPECT_EQ(judged(row.ledger, row.address), row.expected) << row.what;
    }
}

TEST(CredentialLife, HasOnePendingAndOneInUseAtMost) {
    const std::vector<Credential> ledger{superseded(in_use()), revoked(delivered()), in_use(),
                                         waiting()};
    EXPECT_EQ(in_use_of(ledger), &ledger[2]);
    EXPECT_EQ(pending_of(ledger), &ledger[3]);
    EXPECT_FALSE(is_valid(ledger[0]));
    EXPECT_FALSE(is_valid(ledger[1]));
    EXPECT_EQ(pending_of({}), nullptr);
    EXPECT_EQ(in_use_of({}), nullptr);
}

}  // namespace
}  // namespace soc
