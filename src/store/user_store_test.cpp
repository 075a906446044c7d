#include "store/user_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "store/session_store.h"
#include "support/store_fixture.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

class UserStoreTest : public StoreTest {
protected:
    User add_user(const std::string& name, Role role = Role::viewer) {
        const User user{fresh<UserId>(), name, role, now, {}};
        const Status done =
            write([&](Transaction& tx) { return user_store::insert(tx, user, "hash of " + name); });
        EXPECT_TRUE(done) << summary(done);
        return user;
    }
    std::optional<UserWithPassword> find(const std::string& name) {
        const auto user =
            read([&](Transaction& tx) { return user_store::find_by_name(tx, name); });
        EXPECT_TRUE(user) << summary(user);
        return user ? *user : std::nullopt;
    }
    SessionRow add_session(const User& user, const std::string& token_hash, WallTime expires) {
        const SessionRow session{token_hash, user.id, now, expires, "192.0.2.7"};
        const Status done =
            write([&](Transaction& tx) { return session_store::insert(tx, session); });
        EXPECT_TRUE(done) << summary(done);
        return session;
    }
    /// The next to end first.
    std::vector<std::string> session_hashes() {
        const auto rows = read([](Transaction& tx) {
            return tx.query("SELECT token_hash FROM session ORDER BY expires_at_us, token_hash");
        });
        EXPECT_TRUE(rows) << summary(rows);
        std::vector<std::string> hashes;
        for (const Row row : *rows) hashes.emplace_back(row.text("token_hash"));
        return hashes;
    }
};
INSTANTIATE_TEST_SUITE_P(Both, UserStoreTest, both_databases, name_of_kind);

using Texts = std::vector<std::string>;

TEST_P(UserStoreTest, KeepsUsers) {
    const User marie = add_user("marie", Role::administrator);
    add_user("Jean", Role::operator_);
    const auto users = read([](Transaction& tx) { return user_store::list(tx); });
    ASSERT_TRUE(users) << summary(users);
    ASSERT_EQ(users->size(), 2U);
    EXPECT_EQ(users->at(0).name, "Jean");
    EXPECT_EQ(users->at(0).role, Role::operator_);
    EXPECT_EQ(users->at(1).id, marie.id);
    EXPECT_EQ(users->at(1).created_at, now);
    EXPECT_EQ(*read([](Transaction& tx) { return user_store::count(tx); }), 2);

    const auto found = find("marie");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->user.id, marie.id);
    EXPECT_EQ(found->user.role, Role::administrator);
    EXPECT_EQ(found->password_hash, "hash of marie");
    EXPECT_EQ(found->user.last_login_at, std::nullopt);
    EXPECT_FALSE(find("Marie"));
}

TEST_P(UserStoreTest, RefusesATakenName) {
    add_user("marie");
    const User other{fresh<UserId>(), "marie", Role::viewer, now, {}};
    const Status done = write([&](Transaction& tx) { return user_store::insert(tx, other, "h"); });
    EXPECT_EQ(summary(done), "conflict/name/already_registered");
    EXPECT_EQ(find("marie")->password_hash, "hash of marie");
}

TEST_P(UserStoreTest, ChangesPasswordAndLastLogin) {
    const User marie = add_user("marie");
    ASSERT_TRUE(write(
        [&](Transaction& tx) { return user_store::set_password(tx, marie.id, "new hash"); }));
    ASSERT_TRUE(write(
        [&](Transaction& tx) { return user_store::set_last_login(tx, marie.id, now + 1h); }));
    EXPECT_EQ(find("marie")->password_hash, "new hash");
    EXPECT_EQ(find("marie")->user.last_login_at, now + 1h);

    const UserId nobody = fresh<UserId>();
    EXPECT_EQ(summary(write([&](Transaction& tx) {
                  return user_store::set_password(tx, nobody, "h");
              })),
              "not_found/user/not_found");
    EXPECT_EQ(summary(write([&](Transaction& tx) {
                  return user_store::set_last_login(tx, nobody, now);
              })),
              "not_found/user/not_found");
}

TEST_P(UserStoreTest, FindsASessionWithItsUser) {
    const User marie = add_user("marie", Role::operator_);
    const SessionRow session = add_session(marie, "abc", now + 12h);
    const auto found = read([](Transaction& tx) { return session_store::find(tx, "abc"); });
    ASSERT_TRUE(found && *found) << summary(found);
    EXPECT_EQ((*found)->session, session);
    EXPECT_EQ((*found)->user.name, "marie");
    EXPECT_EQ((*found)->user.role, Role::operator_);
    EXPECT_EQ((*found)->user.created_at, now);
    EXPECT_EQ(*read([](Transaction& tx) { return session_store::find(tx, "abd"); }), std::nullopt);
}

TEST_P(UserStoreTest, RefusesASessionOfNobodyAndATokenTwice) {
    const User marie = add_user("marie");
    add_session(marie, "abc", now);
    const auto insert = [&](const SessionRow& session) {
        return summary(
            write([&](Transaction& tx) { return session_store::insert(tx, session); }));
    };
    EXPECT_EQ(insert({"abc", marie.id, now, now, ""}), "conflict//already_registered");
    EXPECT_EQ(insert({"new", fresh<UserId>(), now, now, ""}), "conflict//reference_missing");
}

TEST_P(UserStoreTest, EndsSessions) {
    const User marie = add_user("marie");
    const User jean = add_user("jean");
    add_session(marie, "m1", now + 3h);
    add_session(marie, "m2", now + 1h);
    add_session(jean, "j1", now + 2h);
    EXPECT_EQ(session_hashes(), (Texts{"m2", "j1", "m1"}));

    const auto remove = [&](const char* hash) {
        return *write([&](Transaction& tx) { return session_store::remove(tx, hash); });
    };
    EXPECT_TRUE(remove("j1"));
    EXPECT_FALSE(remove("j1"));
    add_session(jean, "j2", now + 2h);
    auto ended =
        *write([&](Transaction& tx) { return session_store::remove_of_user(tx, marie.id); });
    std::ranges::sort(ended);
    EXPECT_EQ(ended, (Texts{"m1", "m2"}));
    EXPECT_EQ(session_hashes(), Texts{"j2"});
}

TEST_P(UserStoreTest, MovesTheEndsOfSessionsThatAreStillThere) {
    const User marie = add_user("marie");
    add_session(marie, "a", now + 1h);
    add_session(marie, "b", now + 2h);
    const std::vector<SessionExpiry> later{{"a", now + 3h}, {"gone", now + 3h}};
    ASSERT_TRUE(write([&](Transaction& tx) { return session_store::extend(tx, later); }));
    EXPECT_EQ(session_hashes(), (Texts{"b", "a"}));
    const auto found = read([](Transaction& tx) { return session_store::find(tx, "a"); });
    EXPECT_EQ((*found)->session.expires_at, now + 3h);
}

// At its end, and not before.
TEST_P(UserStoreTest, RemovesSessionsThatAreOver) {
    const User marie = add_user("marie");
    add_session(marie, "a", now + 1h);
    add_session(marie, "b", now + 2h);
    const auto remove_expired = [&](WallTime at) {
        return *write([&](Transaction& tx) { return session_store::remove_expired(tx, at); });
    };
    EXPECT_EQ(remove_expired(now + 1h - 1us), Texts{});
    EXPECT_EQ(remove_expired(now + 1h), Texts{"a"});
    EXPECT_EQ(session_hashes(), Texts{"b"});
}

}  // namespace
}  // namespace soc::testing
