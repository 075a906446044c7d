// Sessions over a real database: how long they last, how they end, and what an outage leaves.
#include "service/login_service.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <array>
#include <functional>
#include <memory>
#include <string>

#include "service/user_service.h"
#include "store/session_store.h"
#include "store/user_store.h"
#include "support/faulty_database.h"
#include "support/manual_clock.h"
#include "support/test_database.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;

constexpr const char* right_password = "correct horse battery";
const Error down = Error::unavailable("database_down");

class Logins : public ::testing::Test {
protected:
    Logins() {
        const std::string url = "sqlite:" + (directory.path() / "test.db").string();
        auto opened = open_faulty_database(url, faults);
        EXPECT_TRUE(opened);
        database = *std::move(opened);
        restart();
        for (const char* name : {"ada", "vic"}) {
            const NewPerson person{name, Role::operator_, Secret{right_password}};
            EXPECT_TRUE(users->add(person, local_administrator(), clock.now()));
        }
    }

    /// Another process with the same database.
    void restart() {
        logins = std::make_unique<LoginService>(LoginService::Parts{*database, random, metrics});
        users = std::make_unique<UserService>(UserService::Parts{*database, *logins, random});
    }
    std::variant<LoginService::SignedIn, LoginService::Refusal> attempt(
        const std::string& name, const std::string& password) {
        const LoginService::Attempt asked{name, Secret{password},
                                          *IpAddress::parse("192.0.2.1")};
        return logins->sign_in(asked, clock.now());
    }
    LoginService::SignedIn sign_in(const std::string& name) {
        auto outcome = attempt(name, right_password);
        if (const auto* refusal = std::get_if<LoginService::Refusal>(&outcome)) {
            ADD_FAILURE() << refusal->error.reason;
            return {{}, SessionToken::make(random)};
        }
        return std::get<LoginService::SignedIn>(std::move(outcome));
    }
    std::string refusal(const std::string& name, const std::string& password) {
        const auto outcome = attempt(name, password);
        const auto* refused = std::get_if<LoginService::Refusal>(&outcome);
        return refused != nullptr ? refused->error.reason : "signed in";
    }
    /// The name behind a token, `nobody`, or why that cannot be said.
    std::string who(const SessionToken& token) {
        const auto found = logins->find_session(token, clock.now());
        if (!found) return found.error().reason;
        return *found ? (*found)->name : "nobody";
    }
    std::optional<SessionWithUser> stored(const SessionToken& token) {
        const auto row = database->read(
            [&](Transaction& tx) { return session_store::find(tx, token.hash()); });
        EXPECT_TRUE(row);
        return row ? *row : std::nullopt;
    }

    TemporaryDirectory directory;
    std::shared_ptr<FaultSwitch> faults = std::make_shared<FaultSwitch>();
    ManualClock clock;
    SystemRandom random;
    metrics::Registry metrics;
    std::unique_ptr<Database> database;
    std::unique_ptr<LoginService> logins;
    std::unique_ptr<UserService> users;
};

TEST_F(Logins, SayWhoSignedIn) {
    const LoginService::SignedIn ada = sign_in("ada");
    EXPECT_EQ(ada.principal.name, "ada");
    EXPECT_EQ(ada.principal.role, Role::operator_);
    EXPECT_FALSE(ada.principal.is_local());
    EXPECT_EQ(who(ada.token), "ada");
    EXPECT_TRUE(logins->is_live(ada.principal.session, clock.now()));
    EXPECT_EQ(who(SessionToken::make(random)), "nobody");
    EXPECT_FALSE(logins->is_live("", clock.now()));
}

// The database holds the hash of the token, the address and the end; never the token.
TEST_F(Logins, StoreWhatASessionIs) {
    const LoginService::SignedIn ada = sign_in("ada");
    const auto row = stored(ada.token);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->session.address, "192.0.2.1");
    EXPECT_EQ(row->session.expires_at, clock.now().wall + 12h);
    EXPECT_EQ(row->user.last_login_at, clock.now().wall);
    EXPECT_NE(row->session.token_hash, ada.token.reveal());
}

TEST_F(Logins, RefuseInOneWord) {
    EXPECT_EQ(refusal("ada", "wrong"), "wrong_name_or_password");
    EXPECT_EQ(refusal("nobody", right_password), "wrong_name_or_password");
    EXPECT_EQ(refusal("", ""), "wrong_name_or_password");
    EXPECT_EQ(refusal("ada", right_password), "signed in");
}

TEST_F(Logins, KeepASessionOverARestart) {
    const LoginService::SignedIn ada = sign_in("ada");
    restart();
    EXPECT_FALSE(logins->is_live(ada.principal.session, clock.now())) << "memory only";
    EXPECT_EQ(who(ada.token), "ada");
    EXPECT_TRUE(logins->is_live(ada.principal.session, clock.now()));
}

TEST_F(Logins, EndASessionAfterTwelveIdleHours) {
    const LoginService::SignedIn ada = sign_in("ada");
    clock.advance(12h - 1us);
    EXPECT_TRUE(logins->is_live(ada.principal.session, clock.now()));
    clock.advance(1us);
    EXPECT_FALSE(logins->is_live(ada.principal.session, clock.now()));
    EXPECT_EQ(who(ada.token), "nobody");
    restart();
    EXPECT_EQ(who(ada.token), "nobody") << "the row has ended as well";
}

TEST_F(Logins, EndEverySessionAfterThirtyDays) {
    const LoginService::SignedIn ada = sign_in("ada");
    for (int i = 0; i < 30 * 24 / 10 - 1; ++i) {
        clock.advance(10h);
        ASSERT_EQ(who(ada.token), "ada") << i;
    }
    clock.advance(10h - 1us);
    EXPECT_EQ(who(ada.token), "ada");
    clock.advance(1us);
    EXPECT_EQ(who(ada.token), "nobody");
}

TEST_F(Logins, TidyWritesHowFarSessionsReach) {
    const LoginService::SignedIn used = sign_in("ada");
    const LoginService::SignedIn forgotten = sign_in("vic");
    clock.advance(11h);
    ASSERT_EQ(who(used.token), "ada");
    ASSERT_TRUE(logins->tidy(clock.now()));
    EXPECT_EQ(stored(used.token)->session.expires_at, clock.now().wall + 12h);

    clock.advance(1h);
    ASSERT_TRUE(logins->tidy(clock.now()));
    EXPECT_FALSE(stored(forgotten.token)) << "what has ended leaves the database";
    restart();
    EXPECT_EQ(who(used.token), "ada");
}

TEST_F(Logins, TidyTriesAgainAfterAnOutage) {
    const LoginService::SignedIn ada = sign_in("ada");
    clock.advance(11h);
    ASSERT_EQ(who(ada.token), "ada");
    faults->fail(FaultAt::commit, down);
    EXPECT_FALSE(logins->tidy(clock.now()));
    faults->heal();
    ASSERT_TRUE(logins->tidy(clock.now()));
    EXPECT_EQ(stored(ada.token)->session.expires_at, clock.now().wall + 12h);
}

TEST_F(Logins, EndASessionAtSignOut) {
    const LoginService::SignedIn ada = sign_in("ada");
    const LoginService::SignedIn other = sign_in("ada");
    ASSERT_TRUE(logins->sign_out(ada.principal, clock.now()));
    EXPECT_EQ(who(ada.token), "nobody");
    EXPECT_FALSE(stored(ada.token));
    EXPECT_EQ(who(other.token), "ada") << "her other browser stays signed in";
}

TEST_F(Logins, EndAllSessionsWithANewPassword) {
    const LoginService::SignedIn here = sign_in("ada");
    const LoginService::SignedIn there = sign_in("ada");
    const LoginService::SignedIn vic = sign_in("vic");
    ASSERT_TRUE(users->set_password("ada", Secret{"another horse battery"},
                                    local_administrator(), clock.now()));
    EXPECT_EQ(who(here.token), "nobody");
    EXPECT_EQ(who(there.token), "nobody");
    EXPECT_EQ(who(vic.token), "vic");
    restart();
    EXPECT_EQ(who(here.token), "nobody");
}

// A sign-in read the old password, then the password changed, then the sign-in went on: it must
// not leave a session behind. The password is changed under the reader's feet, in the database.
TEST_F(Logins, DoNotOpenASessionWithAPasswordThatJustChanged) {
    struct Meddler final : RandomSource {
        std::function<void()> act;
        SystemRandom real;
        void fill(std::span<std::uint8_t> bytes) override {
            if (act) std::exchange(act, nullptr)();
            real.fill(bytes);
        }
    } meddler;
    LoginService racing{LoginService::Parts{*database, meddler, metrics}};
    // The token is made after the password was checked and before the session is written.
    meddler.act = [&] {
        ASSERT_TRUE(users->set_password("ada", Secret{"another horse battery"},
                                        local_administrator(), clock.now()));
    };
    const LoginService::Attempt asked{"ada", Secret{right_password},
                                      *IpAddress::parse("192.0.2.1")};
    const auto outcome = racing.sign_in(asked, clock.now());
    ASSERT_TRUE(std::holds_alternative<LoginService::Refusal>(outcome));
    EXPECT_EQ(std::get<LoginService::Refusal>(outcome).error.reason, "wrong_name_or_password");
}

// ---- the database is down (R25) ------------------------------------------------------------

TEST_F(Logins, KeepKnownSessionsDuringAnOutage) {
    const LoginService::SignedIn known = sign_in("ada");
    const LoginService::SignedIn unknown = sign_in("vic");
    restart();
    ASSERT_EQ(who(known.token), "ada");
    faults->fail(FaultAt::statement, down);
    EXPECT_EQ(who(known.token), "ada");
    EXPECT_EQ(who(unknown.token), "database_down");
    EXPECT_EQ(refusal("ada", right_password), "database_down");
    faults->heal();
    EXPECT_EQ(who(unknown.token), "vic");
}

TEST_F(Logins, DoNotCountAnAttemptThatTheOutageSpoiled) {
    faults->fail(FaultAt::statement, down);
    for (int i = 0; i < 50; ++i) ASSERT_EQ(refusal("ada", right_password), "database_down");
    faults->heal();
    EXPECT_EQ(refusal("ada", right_password), "signed in");
}

TEST_F(Logins, EndASessionThatTheDatabaseCannotForget) {
    const LoginService::SignedIn ada = sign_in("ada");
    faults->fail(FaultAt::statement, down);
    EXPECT_EQ(logins->sign_out(ada.principal, clock.now()).error().reason, "database_down");
    EXPECT_EQ(who(ada.token), "nobody");
    faults->heal();
    EXPECT_TRUE(stored(ada.token)) << "the row is there";
    EXPECT_EQ(who(ada.token), "nobody") << "and brings nothing back";
    clock.advance(10h);
    EXPECT_EQ(who(ada.token), "nobody");
}

// ---- over a read-only database -------------------------------------------------------------

/// A second service over the same file, which a read-only server has.
struct ReadOnlyServer {
    explicit ReadOnlyServer(const TemporaryDirectory& directory)
        : opened{open_database("sqlite:" + (directory.path() / "test.db").string(),
                               DatabaseOptions{.read_only = true})},
          logins{{**opened, random, metrics}} {}

    SeededRandom random{11};
    metrics::Registry metrics;
    Result<std::unique_ptr<Database>> opened;
    LoginService logins;
};

TEST_F(Logins, OverAReadOnlyDatabaseAreKeptInMemoryAlone) {
    ReadOnlyServer read_only{directory};
    const auto outcome = read_only.logins.sign_in(
        {"ada", Secret{right_password}, *IpAddress::parse("192.0.2.1")}, clock.now());
    const auto* ada = std::get_if<LoginService::SignedIn>(&outcome);
    ASSERT_NE(ada, nullptr);
    const auto who_is = [&](const SessionToken& token) {
        const auto found = read_only.logins.find_session(token, clock.now());
        EXPECT_TRUE(found);
        return found && *found ? (*found)->name : "nobody";
    };
    EXPECT_EQ(who_is(ada->token), "ada");
    EXPECT_FALSE(stored(ada->token));
    const auto find = [](Transaction& tx) { return user_store::find_by_name(tx, "ada"); };
    EXPECT_FALSE((*database->read(find))->user.last_login_at);
    EXPECT_EQ(who_is(sign_in("vic").token), "nobody") << "signed in elsewhere";

    clock.advance(11h);
    EXPECT_EQ(who_is(ada->token), "ada");
    clock.advance(11h);
    EXPECT_TRUE(read_only.logins.tidy(clock.now()));
    EXPECT_EQ(who_is(ada->token), "ada") << "in use";
    EXPECT_TRUE(read_only.logins.sign_out(ada->principal, clock.now()));
    EXPECT_EQ(who_is(ada->token), "nobody");
}

TEST_F(Logins, OverAReadOnlyDatabaseEndWithTheirPassword) {
    ReadOnlyServer read_only{directory};
    const auto sign_in_as = [&](const char* name) {
        auto outcome = read_only.logins.sign_in(
            {name, Secret{right_password}, *IpAddress::parse("192.0.2.1")}, clock.now());
        return std::get<LoginService::SignedIn>(std::move(outcome)).principal.session;
    };
    const std::string ada = sign_in_as("ada");
    const std::string vic = sign_in_as("vic");
    ASSERT_TRUE(users->set_password("ada", Secret{"another fine password"},
                                    local_administrator(), clock.now()));
    EXPECT_TRUE(read_only.logins.tidy(clock.now()));
    EXPECT_FALSE(read_only.logins.is_live(ada, clock.now()));
    EXPECT_TRUE(read_only.logins.is_live(vic, clock.now()));
}

// ---- slowing and hashing -------------------------------------------------------------------

TEST_F(Logins, AreSlowedAndSayForHowLong) {
    for (int i = 0; i < 5; ++i) ASSERT_EQ(refusal("ada", "wrong"), "wrong_name_or_password");
    const auto outcome = attempt("ada", right_password);
    ASSERT_TRUE(std::holds_alternative<LoginService::Refusal>(outcome));
    EXPECT_EQ(std::get<LoginService::Refusal>(outcome).error.code, ErrorCode::slow_down);
    EXPECT_EQ(std::get<LoginService::Refusal>(outcome).retry_after, 1s);
    clock.advance(1s);
    EXPECT_EQ(refusal("ada", right_password), "signed in");
    for (int i = 0; i < 5; ++i) {
        ASSERT_EQ(refusal("ada", "wrong"), "wrong_name_or_password") << "forgiven all";
    }
}

TEST_F(Logins, HashAnOldPasswordAnew) {
    std::array<char, crypto_pwhash_STRBYTES> old{};
    const std::string text = right_password;
    ASSERT_EQ(crypto_pwhash_str(old.data(), text.data(), text.size(), 1, 8 * 1024 * 1024), 0);
    const auto find = [&](Transaction& tx) { return user_store::find_by_name(tx, "ada"); };
    const UserId ada = (*database->read(find))->user.id;
    ASSERT_TRUE(database->transact(Durability::full, [&](Transaction& tx) {
        return user_store::set_password(tx, ada, old.data());
    }));
    sign_in("ada");
    const std::string renewed = (*database->read(find))->password_hash;
    EXPECT_TRUE(renewed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << renewed;
    sign_in("ada");
    EXPECT_EQ((*database->read(find))->password_hash, renewed) << "once is enough";
}

}  // namespace
}  // namespace soc::testing
