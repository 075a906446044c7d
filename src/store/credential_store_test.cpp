#include "store/credential_store.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <barrier>
#include <string>
#include <thread>
#include <vector>

#include "support/store_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

class CredentialStoreTest : public StoreTest {
protected:
    void SetUp() override {
        register_places();
        lamp = register_device("lamp");
    }

    [[nodiscard]] Credential a_credential(const DeviceId& device) {
        Credential credential;
        credential.id = fresh<CredentialId>();
        credential.device = device;
        credential.login = "senso_30aea4000004";
        random.fill(credential.secret.salt);
        random.fill(credential.secret.digest);
        credential.sealed = "1.key.nonce.hidden";
        credential.created_at = now;
        credential.created_by = "otto";
        return credential;
    }
    /// With everything that can happen to one.
    [[nodiscard]] Credential a_full_credential(const DeviceId& device) {
        Credential credential = a_credential(device);
        credential.sealed.reset();
        credential.window_until = now + 7 * 24h;
        credential.delivery = {now + 1h, "192.0.2.7"};
        credential.lost_at = now + 2h;
        credential.withheld = {now + 3h, "window"};
        credential.first_use = {now + 4h, "main", "192.0.2.7"};
        credential.last_use = {now + 5h, "second", ""};
        credential.superseded_at = now + 6h;
        credential.revocation = {now + 7h, "vera"};
        return credential;
    }
    /// Its id is greater than those before.
    Device another_device(const std::string& name) {
        now += 1ms;
        return register_device(name);
    }
    std::string insert(const Credential& credential) {
        return summary(
            write([&](Transaction& tx) { return credential_store::insert(tx, credential); }));
    }
    Credential inserted(const Credential& credential) {
        EXPECT_EQ(insert(credential), "success");
        return credential;
    }
    Credential found(const CredentialId& id) {
        const auto one = read([&](Transaction& tx) { return credential_store::find(tx, id); });
        EXPECT_TRUE(one && *one) << summary(one);
        return one && *one ? **one : Credential{};
    }
    bool deliver(const CredentialId& id, WallTime at) {
        const Result<bool> won = write([&](Transaction& tx) {
            return credential_store::deliver(tx, id, {at, "192.0.2.7"});
        });
        EXPECT_TRUE(won) << summary(won);
        return won && *won;
    }
    bool supersede(const CredentialId& id) {
        return *write([&](Transaction& tx) {
            return credential_store::supersede(tx, id, now + 1h);
        });
    }
    bool revoke(const CredentialId& id) {
        return *write([&](Transaction& tx) {
            return credential_store::revoke(tx, id, {now + 2h, "otto"});
        });
    }
    void note_uses(const std::vector<CredentialUseRow>& uses) {
        const Status done =
            write([&](Transaction& tx) { return credential_store::note_uses(tx, uses); });
        EXPECT_TRUE(done) << summary(done);
    }

    Device lamp;
};
INSTANTIATE_TEST_SUITE_P(Both, CredentialStoreTest, both_databases, name_of_kind);

TEST_P(CredentialStoreTest, KeepsEverythingThatHappened) {
    const Credential fresh_one = inserted(a_credential(lamp.id));
    const Credential full = inserted(a_full_credential(lamp.id));
    EXPECT_EQ(found(fresh_one.id), fresh_one);
    EXPECT_EQ(found(full.id), full);
    const auto nobody = read([&](Transaction& tx) {
        return credential_store::find(tx, fresh<CredentialId>());
    });
    ASSERT_TRUE(nobody) << summary(nobody);
    EXPECT_FALSE(*nobody);
}

TEST_P(CredentialStoreTest, FindsThemByDeviceAndByLoginTheOldestFirst) {
    const Device other = register_device("other");
    Credential late = a_full_credential(lamp.id);
    late.created_at = now + 1us;
    const Credential early = a_credential(lamp.id);
    Credential elsewhere = a_credential(other.id);
    elsewhere.login = "senso_30aea4000005";
    for (const Credential& one : {late, early, elsewhere}) inserted(one);

    const auto of_device =
        read([&](Transaction& tx) { return credential_store::list_of_device(tx, lamp.id); });
    ASSERT_TRUE(of_device) << summary(of_device);
    EXPECT_EQ(*of_device, (std::vector{early, late}));
    const auto by_login = read([&](Transaction& tx) {
        return credential_store::list_by_login(tx, "senso_30aea4000005");
    });
    ASSERT_TRUE(by_login) << summary(by_login);
    EXPECT_EQ(*by_login, std::vector{elsewhere});
    const auto none = read(
        [&](Transaction& tx) { return credential_store::list_by_login(tx, "SENSO_30aea4000005"); });
    EXPECT_TRUE(none && none->empty());
}

TEST_P(CredentialStoreTest, ListsTheValidOnesOfARangeOfDevices) {
    const Device second = another_device("second");
    const Device third = another_device("third");
    const Credential of_lamp = inserted(a_credential(lamp.id));
    inserted(a_full_credential(lamp.id));
    const Credential of_second = inserted(a_credential(second.id));
    const Credential of_third = inserted(a_credential(third.id));
    const auto between = [&](const DeviceId& first, const DeviceId& last) {
        return *read([&](Transaction& tx) {
            return credential_store::list_valid_between(tx, first, last);
        });
    };
    EXPECT_EQ(between(lamp.id, third.id), (std::vector{of_lamp, of_second, of_third}));
    EXPECT_EQ(between(second.id, second.id), std::vector{of_second});
}

TEST_P(CredentialStoreTest, RefusesASecondThatWaitsAndAnUnknownDevice) {
    const Credential first = inserted(a_credential(lamp.id));
    EXPECT_EQ(insert(a_credential(lamp.id)), "conflict/credential/already_waiting");
    ASSERT_TRUE(deliver(first.id, now));
    EXPECT_EQ(insert(a_credential(lamp.id)), "success");
    EXPECT_EQ(insert(a_credential(fresh<DeviceId>())), "conflict//reference_missing");
}

TEST_P(CredentialStoreTest, DeliversOnceAndForgetsWhatWasSealed) {
    const Credential one = inserted(a_credential(lamp.id));
    EXPECT_TRUE(deliver(one.id, now + 1h));
    EXPECT_FALSE(deliver(one.id, now + 2h));
    const Credential after = found(one.id);
    EXPECT_EQ(after.sealed, std::nullopt);
    EXPECT_EQ(after.delivery, (Credential::Delivery{now + 1h, "192.0.2.7"}));
}

// Two requests for one secret, on two connections, at the same moment, many times: each time one
// of them has it (R37).
TEST_P(CredentialStoreTest, DeliversToOneOfTwoThatAskAtOnce) {
    constexpr int rounds = 40;
    std::vector<Credential> credentials;
    credentials.reserve(rounds);
    for (int i = 0; i < rounds; ++i) {
        credentials.push_back(
            inserted(a_credential(register_device("d" + std::to_string(i)).id)));
    }
    std::array<std::atomic<int>, rounds> winners{};
    std::barrier together{2};
    const auto ask_for_all = [&] {
        for (std::size_t i = 0; i < credentials.size(); ++i) {
            together.arrive_and_wait();
            const Result<bool> won = write([&](Transaction& tx) {
                return credential_store::deliver(tx, credentials[i].id, {now, "192.0.2.7"});
            });
            EXPECT_TRUE(won) << summary(won);
            if (won && *won) ++winners[i];
        }
    };
    {
        const std::jthread one{ask_for_all};
        const std::jthread other{ask_for_all};
    }
    for (const std::atomic<int>& count : winners) EXPECT_EQ(count, 1);
}

// What one reads of a ledger after the lock is still so when it writes.
TEST_P(CredentialStoreTest, LetsOneAtATimeChangeALedger) {
    constexpr std::size_t rounds = 20;
    std::barrier together{2};
    const auto add_one_if_there_is_none = [&](std::vector<Credential> mine) {
        for (std::size_t i = 0; i < rounds; ++i) {
            together.arrive_and_wait();
            const Status done = write([&](Transaction& tx) -> Status {
                const Status locked = credential_store::lock_device(tx, lamp.id);
                if (!locked) return locked;
                const auto ledger = credential_store::list_of_device(tx, lamp.id);
                if (!ledger) return ledger.error();
                if (ledger->size() > i) return {};
                return credential_store::insert(tx, mine[i]);
            });
            EXPECT_TRUE(done) << summary(done);
            together.arrive_and_wait();
        }
    };
    std::array<std::vector<Credential>, 2> made;
    for (std::vector<Credential>& list : made) {
        for (std::size_t i = 0; i < rounds; ++i) list.push_back(a_full_credential(lamp.id));
    }
    {
        const std::jthread one{add_one_if_there_is_none, made[0]};
        const std::jthread other{add_one_if_there_is_none, made[1]};
    }
    const auto ledger =
        read([&](Transaction& tx) { return credential_store::list_of_device(tx, lamp.id); });
    ASSERT_TRUE(ledger);
    EXPECT_EQ(ledger->size(), rounds);
    EXPECT_EQ(summary(write([&](Transaction& tx) {
                  return credential_store::lock_device(tx, fresh<DeviceId>());
              })),
              "not_found/device/not_found");
}

TEST_P(CredentialStoreTest, MarksTheFirstTimeThatADeliveryLooksLost) {
    const Credential one = inserted(a_credential(lamp.id));
    const auto mark = [&](WallTime at) {
        return *write(
            [&](Transaction& tx) { return credential_store::mark_lost(tx, one.id, at); });
    };
    EXPECT_FALSE(mark(now)) << "it still waits";
    ASSERT_TRUE(deliver(one.id, now));
    EXPECT_TRUE(mark(now + 1h));
    EXPECT_FALSE(mark(now + 2h));
    EXPECT_EQ(found(one.id).lost_at, now + 1h);

    const Credential used = inserted(a_credential(register_device("used").id));
    ASSERT_TRUE(deliver(used.id, now));
    note_uses({{used.id, {now, "main", ""}}});
    EXPECT_FALSE(*write(
        [&](Transaction& tx) { return credential_store::mark_lost(tx, used.id, now); }));
}

TEST_P(CredentialStoreTest, MarksWhatWasWithheld) {
    const Credential one = inserted(a_credential(lamp.id));
    for (const Credential::Withheld& withheld :
         {Credential::Withheld{now, "window"}, Credential::Withheld{now + 1h, "address"}}) {
        ASSERT_TRUE(write([&](Transaction& tx) {
            return credential_store::mark_withheld(tx, one.id, withheld);
        }));
        EXPECT_EQ(found(one.id).withheld, withheld);
    }
    EXPECT_TRUE(found(one.id).sealed);
}

TEST_P(CredentialStoreTest, NotesTheFirstAndTheLatestUseWhateverTheOrder) {
    const Credential one = inserted(a_credential(lamp.id));
    const Credential other = inserted(a_credential(register_device("other").id));
    const Credential::Use first{now + 1h, "main", "192.0.2.7"};
    const Credential::Use latest{now + 3h, "second", "192.0.2.8"};
    const Credential::Use between{now + 2h, "third", ""};
    note_uses({{one.id, first}, {one.id, latest}, {other.id, between}, {one.id, between}});
    EXPECT_EQ(found(one.id).first_use, first);
    EXPECT_EQ(found(one.id).last_use, latest);
    EXPECT_EQ(found(other.id).first_use, between);
    EXPECT_EQ(found(other.id).last_use, between);
    note_uses({});
}

TEST_P(CredentialStoreTest, EndsEachOnceAndForgetsWhatWasSealed) {
    const Credential replaced = inserted(a_credential(lamp.id));
    EXPECT_TRUE(supersede(replaced.id));
    EXPECT_FALSE(supersede(replaced.id));
    EXPECT_FALSE(revoke(replaced.id));
    EXPECT_EQ(found(replaced.id).superseded_at, now + 1h);
    EXPECT_EQ(found(replaced.id).sealed, std::nullopt);

    const Credential revoked = inserted(a_credential(lamp.id));
    EXPECT_TRUE(revoke(revoked.id));
    EXPECT_FALSE(revoke(revoked.id));
    EXPECT_FALSE(supersede(revoked.id));
    EXPECT_EQ(found(revoked.id).revocation, (Credential::Revocation{now + 2h, "otto"}));
    EXPECT_FALSE(deliver(revoked.id, now)) << "it was waiting";
}

}  // namespace
}  // namespace soc::testing
