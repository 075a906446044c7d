#include "wire/credential_json.h"

#include <gtest/gtest.h>

#include "core/random.h"

namespace soc {
namespace {

using namespace std::chrono_literals;

TEST(CredentialJson, TellsWhatHappenedAndNeitherSecretNorAddress) {
    const WallTime now = *parse_rfc3339("2026-01-05T08:00:00Z");
    Credential credential;
    credential.login = "senso_30aea4000004";
    credential.secret.salt.fill(0xab);
    credential.secret.digest.fill(0xcd);
    credential.sealed = "1.key.nonce.hidden";
    credential.created_at = now;
    credential.delivery = {now + 1h, "192.0.2.7"};
    credential.withheld = {now, "window"};
    credential.first_use = {now + 2h, "main", "192.0.2.7"};
    credential.last_use = credential.first_use;
    credential.revocation = {now + 3h, "otto"};
    EXPECT_EQ(wire::change_json(credential),
              R"({"device":"00000000-0000-0000-0000-000000000000","login":"senso_30aea4000004",)"
              R"("created_at":"2026-01-05T08:00:00.000Z","window_until":null,)"
              R"("delivered_at":"2026-01-05T09:00:00.000Z","lost_at":null,)"
              R"("withheld_at":"2026-01-05T08:00:00.000Z",)"
              R"("first_used_at":"2026-01-05T10:00:00.000Z","superseded_at":null,)"
              R"("revoked_at":"2026-01-05T11:00:00.000Z","withheld_why":"window",)"
              R"("first_used_on":"main"})");
}

// contract/http.md: the order of the keys, and each of the optional ones.
TEST(BoardJson, HasItsKeysInTheOrderThatBoardsKnow) {
    const OwnBroker own{"mqtt.example.org", 10'883};
    EXPECT_EQ(wire::board_json({"senso_30aea4000004", {}, {}}),
              R"({"login":"senso_30aea4000004"})");
    EXPECT_EQ(wire::board_json({"senso_30aea4000004", "36f675cc", own}),
              R"({"login":"senso_30aea4000004","password":"36f675cc",)"
              R"("server":"mqtt.example.org","port":10883})");
    EXPECT_EQ(wire::board_json({"senso_30aea4000004", {}, own}),
              R"({"login":"senso_30aea4000004","server":"mqtt.example.org","port":10883})");
}

}  // namespace
}  // namespace soc
