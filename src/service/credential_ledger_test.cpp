#include "service/credential_ledger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "access/access_decision.h"
#include "store/change_store.h"
#include "support/access_fixture.h"
#include "support/faulty_database.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

class CredentialLedgerTest : public AccessTest {
protected:
    static IpAddress address(const char* text) { return *IpAddress::parse(text); }

    /// `login`, `login+password`, or the reason of the refusal.
    std::string ask(const std::string& mac, const char* from = "192.0.2.7") {
        const Result<BoardAnswer> answer = ledger.deliver(mac, address(from), now);
        if (!answer) return answer.error().reason;
        EXPECT_EQ(answer->login, lamp_login);
        if (answer->password) password = std::string{answer->password->reveal()};
        return answer->password ? "login+password" : "login";
    }
    std::string ask() { return ask(lamp_mac); }
    /// Whether the present password opens, as a broker would find.
    [[nodiscard]] bool opens(const std::string& said) const {
        const auto table = directory.table();
        return decide(table->find(lamp_login), {Proof::secret(said), Action::connect}, now)
            .allowed();
    }
    void use(const std::string& said, const char* from = "192.0.2.7") {
        const auto of_device = ledger.list(lamp.id);
        ASSERT_TRUE(of_device);
        std::vector<LoginUse> uses;
        for (const Credential& one : *of_device) {
            if (!matches_secret(one.secret, said)) continue;
            uses.push_back({lamp_login, one.secret, {now, "main", from}});
        }
        ASSERT_EQ(uses.size(), 1U);
        const Status noted = ledger.note_uses(uses);
        ASSERT_TRUE(noted) << summary(noted);
    }
    /// Of the credentials only: `action by actor`.
    std::vector<std::string> changes() {
        const auto list =
            read([](Transaction& tx) { return change_store::after(tx, 0, 1'000); });
        std::vector<std::string> actions;
        for (const Change& change : *list) {
            if (change.content.entity != "credential") continue;
            actions.push_back(change.content.action + " by " + change.content.actor);
        }
        return actions;
    }
    std::string password;
};
INSTANTIATE_TEST_SUITE_P(Both, CredentialLedgerTest, both_databases, name_of_kind);

using Texts = std::vector<std::string>;

// contract/http.md, first two rows of the table.
TEST_P(CredentialLedgerTest, GivesThePasswordOnce) {
    ASSERT_TRUE(ledger.issue(lamp.id, otto()));
    EXPECT_TRUE(ledger.asks_database(lamp_mac));
    EXPECT_EQ(ask(), "login+password");
    EXPECT_EQ(password.size(), 36U);
    EXPECT_TRUE(opens(password));
    EXPECT_EQ(ask(), "login");
    EXPECT_EQ(ask(), "login");
    EXPECT_FALSE(ledger.asks_database(lamp_mac));

    const std::vector<Credential> lines = *ledger.list(lamp.id);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].created_by, "otto");
    EXPECT_EQ(lines[0].delivery, (Credential::Delivery{now, "192.0.2.7"}));
    EXPECT_EQ(lines[0].sealed, std::nullopt);
}

TEST_P(CredentialLedgerTest, KnowsABoardByEverySpellingOfItsMac) {
    for (const char* mac : {"30:ae:a4:00:00:04", "30-ae-a4-00-00-04", "30:AE:A4:00:00:04",
                            "30:ae-A4:00-00:04", "  30:ae:a4:00:00:04\t"}) {
        EXPECT_TRUE(ask(mac).starts_with("login")) << mac;
    }
    for (const char* mac : {"", " ", "30aea4000004", "30:ae:a4:00:00", "30:ae:a4:00:00:0",
                            "30:ae:a4:00:00:04:05", "30:ae:a4:00:00:0g", "mac", "30:aea4:00:00:04",
                            "30 ae a4 00 00 04", "senso_30aea4000004"}) {
        EXPECT_EQ(ask(mac), "not_a_mac") << mac;
        EXPECT_FALSE(ledger.asks_database(mac));
    }
    EXPECT_EQ(ask("30:ae:a4:00:00:05"), "unknown_mac");
    EXPECT_FALSE(ledger.asks_database("30:ae:a4:00:00:05"));
}

TEST_P(CredentialLedgerTest, NamesTheBrokerOfADeviceThatHasItsOwn) {
    const OwnBroker own{"mqtt.example.org", 10'883};
    ASSERT_TRUE(write([&](Transaction& tx) -> Status {
        if (const Status set = device_store::set_own_broker(tx, lamp.id, own); !set) return set;
        return tx.add_change({now, "otto", "device", lamp.id.to_string(), "updated", {}, {}});
    }));
    follow();
    for (int i = 0; i < 2; ++i) {
        const Result<BoardAnswer> answer =
            ledger.deliver(lamp_mac, address("192.0.2.7"), now);
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->broker, own);
        EXPECT_EQ(answer->password.has_value(), i == 0);
    }
}

TEST_P(CredentialLedgerTest, RefusesWhoIsShutOutOrHasNone) {
    lamp.enabled = false;
    store(lamp, "updated");
    follow();
    EXPECT_EQ(ask(), "shut_out");
    lamp.enabled = true;
    lamp.life_cycle = LifeCycle::retired;
    store(lamp, "updated");
    follow();
    EXPECT_EQ(ask(), "shut_out");
    EXPECT_EQ(summary(ledger.issue(lamp.id, otto())), "conflict/device/retired");

    DeviceType sensor = a_type("sensor");
    sensor.connectivity = Connectivity::lorawan;
    ASSERT_TRUE(write([&](Transaction& tx) { return type_store::insert(tx, sensor); }));
    lamp.life_cycle = LifeCycle::in_service;
    lamp.type = sensor.id;
    store(lamp, "updated");
    ASSERT_TRUE(directory.load());
    EXPECT_EQ(ask(), "no_credentials");
    EXPECT_EQ(summary(ledger.issue(lamp.id, otto())), "conflict/device/no_credentials");

    const Device bare = register_device("without a mac");
    EXPECT_EQ(summary(ledger.issue(bare.id, otto())), "conflict/device/no_mac");
    EXPECT_EQ(summary(ledger.issue(fresh<DeviceId>(), otto())), "not_found/device/not_found");
}

// R38, for a device that came with a campus file: its window began when it was created.
TEST_P(CredentialLedgerTest, GivesADeviceWithoutASecretOneWithinItsWindow) {
    now += 7 * 24h - 1us;
    EXPECT_EQ(ask(), "login+password");
    EXPECT_EQ(changes(), (Texts{"created by senso_30aea4000004",
                                "delivered by senso_30aea4000004"}));
}

TEST_P(CredentialLedgerTest, WithholdsASecretAfterItsWindowAndSaysSoOnce) {
    now += 7 * 24h;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(ask(), "login");
    EXPECT_EQ(changes(), (Texts{"created by senso_30aea4000004",
                                "withheld by senso_30aea4000004"}));
    EXPECT_EQ(ledger.list(lamp.id)->front().withheld, (Credential::Withheld{now, "window"}));

    ASSERT_TRUE(ledger.redeliver(lamp.id, otto()));
    EXPECT_EQ(ask(), "login+password");
    EXPECT_TRUE(opens(password));
}

TEST_P(CredentialLedgerTest, SeesALostDeliveryAndRescuesItInOneStep) {
    EXPECT_EQ(ask(), "login+password");
    const std::string first = password;
    now += 1min;
    EXPECT_EQ(ask(), "login");
    EXPECT_EQ(ask(), "login");
    EXPECT_EQ(ledger.list(lamp.id)->front().lost_at, now);

    ASSERT_TRUE(ledger.redeliver(lamp.id, otto()));
    EXPECT_FALSE(opens(first)) << "whoever has it must not use it";
    EXPECT_EQ(ask(), "login+password");
    EXPECT_NE(password, first);
    EXPECT_TRUE(opens(password));
    EXPECT_EQ(changes(),
              (Texts{"created by senso_30aea4000004", "delivered by senso_30aea4000004",
                     "delivery_lost by senso_30aea4000004", "superseded by otto",
                     "created by otto", "delivered by senso_30aea4000004"}));
}

TEST_P(CredentialLedgerTest, IsNotLostWhenItWasUsed) {
    EXPECT_EQ(ask(), "login+password");
    use(password);
    EXPECT_EQ(ask(), "login");
    EXPECT_EQ(ledger.list(lamp.id)->front().lost_at, std::nullopt);
    EXPECT_EQ(summary(ledger.redeliver(lamp.id, otto())), "conflict/device/nothing_pending");
    EXPECT_TRUE(opens(password));
}

TEST_P(CredentialLedgerTest, RevokesAtOnceAndGivesTheNextRequestAnother) {
    EXPECT_EQ(ask(), "login+password");
    const std::string first = password;
    use(first);
    ASSERT_TRUE(ledger.revoke(lamp.id, otto()));
    EXPECT_FALSE(opens(first));
    EXPECT_EQ(ask(), "login+password");
    EXPECT_EQ(ask(), "login");
    EXPECT_TRUE(opens(password));
    const Credential revoked = ledger.list(lamp.id)->front();
    EXPECT_EQ(revoked.revocation, (Credential::Revocation{now, "otto"}));
}

// R38: the old secret opens until the new one is first used, and the new one goes only to where
// the old one is in use.
TEST_P(CredentialLedgerTest, RotatesWithoutCuttingOff) {
    EXPECT_EQ(summary(ledger.rotate(lamp.id, otto())), "conflict/device/never_used");
    EXPECT_EQ(ask(), "login+password");
    EXPECT_EQ(summary(ledger.rotate(lamp.id, otto())), "conflict/device/never_used");
    const std::string first = password;
    use(first);
    now += 23h;
    use(first, "192.0.2.9");  // it moved; memory must not judge by its old address
    ASSERT_TRUE(ledger.rotate(lamp.id, otto()));
    EXPECT_EQ(summary(ledger.rotate(lamp.id, otto())), "conflict/device/rotation_pending");

    EXPECT_EQ(ask(lamp_mac, "192.0.2.7"), "login");
    EXPECT_EQ(ledger.list(lamp.id)->back().withheld, (Credential::Withheld{now, "address"}));
    EXPECT_EQ(ask(lamp_mac, "192.0.2.9"), "login+password");
    EXPECT_TRUE(opens(first));
    EXPECT_TRUE(opens(password));

    use(password);
    EXPECT_FALSE(opens(first));
    EXPECT_TRUE(opens(password));
    EXPECT_EQ(ledger.list(lamp.id)->front().superseded_at, now);
    EXPECT_EQ(ask(lamp_mac, "192.0.2.7"), "login");
    ASSERT_TRUE(ledger.rotate(lamp.id, otto())) << "and once more";
}

TEST_P(CredentialLedgerTest, RescuesALostRotationToAnyAddressAndKeepsTheOldSecret) {
    EXPECT_EQ(ask(), "login+password");
    const std::string first = password;
    use(first);
    ASSERT_TRUE(ledger.rotate(lamp.id, otto()));
    EXPECT_EQ(ask(), "login+password");
    const std::string lost = password;
    ASSERT_TRUE(ledger.redeliver(lamp.id, otto()));
    EXPECT_FALSE(opens(lost));
    EXPECT_TRUE(opens(first));
    EXPECT_EQ(ask(lamp_mac, "198.51.100.1"), "login+password");
    EXPECT_TRUE(opens(first));
}

TEST_P(CredentialLedgerTest, IssuesOneAtATime) {
    ASSERT_TRUE(ledger.issue(lamp.id, otto()));
    EXPECT_EQ(summary(ledger.issue(lamp.id, otto())), "conflict/device/already_issued");
}

// Two requests at the same moment, each time for a secret that waits and for one that is yet to be
// made: one of them has it (R37).
TEST_P(CredentialLedgerTest, GivesItToOneOfManyThatAskAtOnce) {
    for (const bool waits : {false, true}) {
        if (waits) {
            ASSERT_TRUE(ledger.revoke(lamp.id, otto()));
        }
        Guarded<std::vector<std::string>> given;
        {
            std::vector<std::jthread> boards;
            boards.reserve(4);
            for (int i = 0; i < 4; ++i) {
                boards.emplace_back([&] {
                    const auto answer =
                        ledger.deliver(lamp_mac, address("192.0.2.7"), now);
                    ASSERT_TRUE(answer) << summary(answer);
                    if (!answer->password) return;
                    given.with([&](auto& list) { list.emplace_back(answer->password->reveal()); });
                });
            }
        }
        const Texts passwords = given.with([](const auto& list) { return list; });
        ASSERT_EQ(passwords.size(), 1U);
        EXPECT_TRUE(opens(passwords[0]));
    }
}

TEST_P(CredentialLedgerTest, LeavesNoSecretInTheFeed) {
    ASSERT_TRUE(ledger.issue(lamp.id, otto()));
    const std::string sealed = *ledger.list(lamp.id)->front().sealed;
    const StoredSecret stored = ledger.list(lamp.id)->front().secret;
    EXPECT_EQ(ask(), "login+password");
    use(password);
    ASSERT_TRUE(ledger.rotate(lamp.id, otto()));
    ASSERT_TRUE(ledger.revoke(lamp.id, otto()));
    const auto list = read([](Transaction& tx) { return change_store::after(tx, 0, 1'000); });
    ASSERT_GT(list->size(), 6U);
    for (const Change& change : *list) {
        const std::string all =
            change.content.before.value_or("") + change.content.after.value_or("");
        for (const std::string& hidden : {password, sealed, to_hex(stored.salt),
                                          to_hex(stored.digest), std::string{"192.0.2.7"}}) {
            EXPECT_EQ(all.find(hidden), std::string::npos) << all;
        }
    }
    EXPECT_EQ(metrics.scrape().find(password), std::string::npos);
}

// A board that was given another MAC by hand is a new board: its old secret opens nothing, and ends
// when there is a new one.
TEST_P(CredentialLedgerTest, LetsANewMacStartAnew) {
    EXPECT_EQ(ask(), "login+password");
    const std::string first = password;
    lamp.identifiers = {{IdentifierKind::mac, "30:ae:a4:00:00:99"}};
    store(lamp, "updated");
    follow();
    EXPECT_FALSE(opens(first));
    EXPECT_EQ(ask(), "unknown_mac");
    const auto answer =
        ledger.deliver("30:ae:a4:00:00:99", address("192.0.2.7"), now);
    ASSERT_TRUE(answer) << summary(answer);
    EXPECT_EQ(answer->login, "senso_30aea4000099");
    EXPECT_TRUE(answer->password);
    EXPECT_EQ(ledger.list(lamp.id)->front().superseded_at, now);
}

// R36: without its key a secret goes on waiting, and whoever has his keeps working.
TEST_P(CredentialLedgerTest, KeepsASecretThatItCannotReadWaiting) {
    ASSERT_TRUE(ledger.issue(lamp.id, otto()));
    const std::filesystem::path path = data.path() / "master.key";
    std::filesystem::rename(path, data.path() / "away");
    KeyHolder none{path.string(), false, random};
    CredentialLedger keyless{{*database, directory, none, random, metrics}};
    const auto refused = keyless.deliver(lamp_mac, address("192.0.2.7"), now);
    EXPECT_EQ(summary(refused), "unavailable//master_key");

    KeyHolder another{path.string(), true, random};
    CredentialLedger other{{*database, directory, another, random, metrics}};
    EXPECT_EQ(summary(other.deliver(lamp_mac, address("192.0.2.7"), now)),
              "unavailable//master_key");
    EXPECT_EQ(ask(), "login+password");
}

// R25: only what must be written waits for the database.
TEST_P(CredentialLedgerTest, AnswersFromMemoryWhileTheDatabaseIsAway) {
    register_board("second", "30:ae:a4:00:00:05");
    follow();
    EXPECT_EQ(ask(), "login+password");  // it has its secret, and has not used it
    const auto faults = std::make_shared<FaultSwitch>();
    auto faulty = open_faulty_database(place.url(), faults);
    ASSERT_TRUE(faulty) << summary(faulty);
    CredentialLedger cut_off{{**faulty, directory, keys, random, metrics}};
    faults->fail(FaultAt::statement, Error::unavailable("database_down"));
    const auto asked = [&](const char* mac) {
        const auto answer = cut_off.deliver(mac, address("192.0.2.7"), now);
        if (!answer) return answer.error().reason;
        return std::string{answer->password ? "login+password" : "login"};
    };
    EXPECT_EQ(asked(lamp_mac), "login");
    EXPECT_EQ(asked("30:ae:a4:00:00:05"), "database_down");
    EXPECT_EQ(asked("30:ae:a4:00:00:07"), "unknown_mac");
    faults->heal();
    EXPECT_EQ(asked("30:ae:a4:00:00:05"), "login+password");
    EXPECT_EQ(asked(lamp_mac), "login");
    EXPECT_EQ(ledger.list(lamp.id)->front().lost_at, now) << "noted when that is possible again";
}

TEST_P(CredentialLedgerTest, NotesUsesInBatches) {
    EXPECT_EQ(ask(), "login+password");
    const StoredSecret secret = ledger.list(lamp.id)->front().secret;
    std::vector<LoginUse> uses;
    for (int i = 0; i < 250; ++i) {
        uses.push_back({lamp_login, secret, {now + i * 1s, "main", "192.0.2.7"}});
        uses.push_back({"nobody", secret, {now, "main", ""}});
    }
    ASSERT_TRUE(ledger.note_uses(uses));
    const Credential used = ledger.list(lamp.id)->front();
    EXPECT_EQ(used.first_use->at, now);
    EXPECT_EQ(used.last_use->at, now + 249s);
    ASSERT_TRUE(ledger.note_uses({}));
    EXPECT_EQ(std::ranges::count(changes(), "first_used by senso_30aea4000004"), 1);
}

}  // namespace
}  // namespace soc::testing
