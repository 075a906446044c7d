#include "service/user_service.h"

#include <gtest/gtest.h>

#include <string>

#include "store/change_store.h"
#include "support/manual_clock.h"
#include "support/test_database.h"

namespace soc::testing {
namespace {

class Users : public ::testing::Test {
protected:
    Result<User> add(const std::string& name, const std::string& password,
                     Role role = Role::viewer) {
        return users.add({name, role, Secret{password}}, ada, clock.now());
    }
    std::vector<Change> changes() {
        auto found = database->read(
            [](Transaction& tx) { return change_store::after(tx, 0, 100); });
        EXPECT_TRUE(found);
        return found ? *std::move(found) : std::vector<Change>{};
    }

    ManualClock clock;
    SystemRandom random;
    metrics::Registry metrics;
    DatabasePlace place{DatabaseKind::sqlite};
    std::unique_ptr<Database> database = place.open();
    LoginService logins{LoginService::Parts{*database, random, metrics}};
    UserService users{UserService::Parts{*database, logins, random}};
    const Principal ada{UserId{}, "ada", Role::administrator, "some session"};
};

TEST_F(Users, AreListedByName) {
    ASSERT_TRUE(add("vic", "correct horse battery"));
    ASSERT_TRUE(add("eve", "correct horse battery", Role::operator_));
    const Result<std::vector<User>> list = users.list();
    ASSERT_TRUE(list);
    ASSERT_EQ(list->size(), 2U);
    EXPECT_EQ(list->at(0).name, "eve");
    EXPECT_EQ(list->at(0).role, Role::operator_);
    EXPECT_EQ(list->at(0).created_at, clock.now().wall);
    EXPECT_EQ(list->at(0).last_login_at, std::nullopt);
    EXPECT_EQ(list->at(1).name, "vic");
}

// Who did what to whom is in the durable feed; what a password or its hash looks like is not.
TEST_F(Users, LeaveATraceWithoutSecrets) {
    const Result<User> eve = add("eve", "correct horse battery");
    ASSERT_TRUE(eve);
    ASSERT_TRUE(users.set_password("eve", Secret{"another horse battery"}, ada, clock.now()));
    const std::vector<Change> trace = changes();
    ASSERT_EQ(trace.size(), 2U);
    for (const Change& change : trace) {
        EXPECT_EQ(change.content.actor, "ada");
        EXPECT_EQ(change.content.entity, "user");
        EXPECT_EQ(change.content.entity_id, eve->id.to_string());
        const std::string all = change.content.before.value_or("") +
                                change.content.after.value_or("") + change.content.action;
        EXPECT_EQ(all.find("horse"), std::string::npos) << all;
        EXPECT_EQ(all.find("argon2"), std::string::npos) << all;
    }
    EXPECT_EQ(trace[0].content.action, "created");
    EXPECT_NE(trace[0].content.after->find(R"("name":"eve")"), std::string::npos);
    EXPECT_EQ(trace[1].content.action, "password_set");
}

TEST_F(Users, AreRefusedWithAReasonAndWithoutATrace) {
    ASSERT_TRUE(add("eve", "correct horse battery"));
    EXPECT_EQ(add("eve", "correct horse battery").error().reason, "already_registered");
    EXPECT_EQ(add("e v e", "correct horse battery").error().reason, "bad_name");
    EXPECT_EQ(add("system", "correct horse battery").error().reason, "reserved");
    EXPECT_EQ(add("bob", "short").error().reason, "too_short");
    EXPECT_EQ(add("administrator", "administrator").error().reason, "contains_name");
    const auto set = [&](const std::string& name, const std::string& password) {
        return users.set_password(name, Secret{password}, ada, clock.now()).error().reason;
    };
    EXPECT_EQ(set("nobody", "correct horse battery"), "not_found");
    EXPECT_EQ(set("eve", "short"), "too_short");
    EXPECT_EQ(changes().size(), 1U);
    EXPECT_EQ(users.list()->size(), 1U);
}

}  // namespace
}  // namespace soc::testing
