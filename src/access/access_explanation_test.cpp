#include "access/access_explanation.h"

#include <gtest/gtest.h>

#include <string>

#include "access/access_table.h"

namespace soc {
namespace {

const WallTime noon = *parse_rfc3339("2026-11-22T12:00:00Z");
const WallTime midnight = *parse_rfc3339("2026-11-22T00:00:00Z");

Grant grant(const std::string& filter, Access access) {
    return {*TopicFilter::parse(filter), access};
}

/// In u4/300, moved out of u4/299 since midnight, and with a right to listen to the laboratory.
Account board() {
    Account account{.login = "d"};
    account.secrets.resize(1);
    account.rooms = {{.base_topic = *TopicName::parse("u4/300")},
                     {.base_topic = *TopicName::parse("u4/299"), .until = midnight}};
    account.grants = {grant("lab/#", Access::subscribe)};
    return account;
}

Explanation explained(const Account& account, Action action, std::string_view topic) {
    const AccessTable table = AccessTable{}.after({.put = {account}});
    return explain(table.find(account.login),
                   {.proof = Proof::session(), .action = action, .topic = topic}, noon);
}

Rule room_rule(std::string filter, Access access) {
    return {.source = RuleSource::room, .filter = std::move(filter), .access = access};
}

TEST(AccessExplanation, NamesTheRightThatAllowed) {
    const Explanation publish = explained(board(), Action::publish, "u4/300/device");
    EXPECT_TRUE(publish.decision.allowed());
    EXPECT_EQ(publish.rule, room_rule("u4/300/+", Access::publish));
    EXPECT_FALSE(publish.nearest);

    EXPECT_EQ(explained(board(), Action::receive, "u4/300/device/command").rule,
              room_rule("u4/300/+/command", Access::subscribe));
    EXPECT_EQ(explained(board(), Action::subscribe, "$share/g/lab/#").rule,
              (Rule{RuleSource::grant, "lab/#", Access::subscribe}));

    const Account sandbox{
        .login = "test", .kind = AccountKind::sandbox, .secrets = std::vector<StoredSecret>(1)};
    EXPECT_EQ(explained(sandbox, Action::publish, "TestTopic/x/device").rule,
              (Rule{RuleSource::fixed, "TestTopic/+/+", Access::publish}));
}

// A secret opened, no right did.
TEST(AccessExplanation, NamesNoRightForAConnect) {
    const Explanation connect = explained(board(), Action::connect, "");
    EXPECT_TRUE(connect.decision.allowed());
    EXPECT_FALSE(connect.rule);
    EXPECT_FALSE(connect.nearest);
}

TEST(AccessExplanation, NamesTheRightThatIsAFewLevelsAway) {
    const Explanation other_room = explained(board(), Action::publish, "u4/301/device");
    EXPECT_EQ(other_room.decision.reason, "not_granted");
    EXPECT_FALSE(other_room.rule);
    EXPECT_EQ(other_room.nearest, (NearestRule{.rule = room_rule("u4/300/+", Access::publish),
                                               .levels_apart = 1}));
    EXPECT_EQ(explained(board(), Action::publish, "u4/300").nearest->levels_apart, 1U);
    EXPECT_EQ(explained(board(), Action::subscribe, "u4/300/#").nearest,
              (NearestRule{.rule = {RuleSource::grant, "lab/#", Access::subscribe},
                           .levels_apart = 1}));
}

// `u4/300/device/command` is one level from `u4/300/+`, but the right that fits it says more.
TEST(AccessExplanation, PrefersTheRightThatFitsAndIsForTheOtherDirection) {
    EXPECT_EQ(explained(board(), Action::publish, "u4/300/device/command").nearest,
              (NearestRule{.rule = room_rule("u4/300/+/command", Access::subscribe),
                           .other_direction = true}));
    EXPECT_EQ(explained(board(), Action::publish, "lab/x").nearest,
              (NearestRule{.rule = {RuleSource::grant, "lab/#", Access::subscribe},
                           .other_direction = true}));
}

TEST(AccessExplanation, TellsThatARightHasEnded) {
    Rule ended = room_rule("u4/299/+", Access::publish);
    ended.until = midnight;
    EXPECT_EQ(explained(board(), Action::publish, "u4/299/device").nearest,
              (NearestRule{.rule = ended, .ended = true}));
}

// The refusal is of the login: what it could do is told all the same.
TEST(AccessExplanation, LooksBehindADisabledLogin) {
    Account disabled = board();
    disabled.disabled = true;
    const Explanation refused = explained(disabled, Action::publish, "u4/300/device");
    EXPECT_EQ(refused.decision.reason, "disabled");
    EXPECT_FALSE(refused.rule);
    ASSERT_TRUE(refused.nearest);
    EXPECT_EQ(refused.nearest->rule, room_rule("u4/300/+", Access::publish));
    EXPECT_EQ(refused.nearest->changes(), 0U);
}

TEST(AccessExplanation, NamesNoRightWhereNoneCouldCount) {
    EXPECT_FALSE(explained(board(), Action::publish, "u4/300/+").nearest) << "no topic";
    EXPECT_FALSE(explained(board(), Action::subscribe, "#/device").nearest) << "no filter";

    Account greedy = board();
    greedy.grants = {grant("$CONTROL/#", Access::all)};
    const Explanation control = explained(greedy, Action::publish, "$CONTROL/x");
    EXPECT_EQ(control.decision.reason, "control_topic");
    EXPECT_FALSE(control.nearest) << "a grant that could not be used is no help";

    Account homeless{.login = "d"};
    homeless.secrets.resize(1);
    EXPECT_FALSE(explained(homeless, Action::publish, "u4/300/device").nearest);

    const Explanation unknown =
        explain(std::nullopt,
                {.proof = Proof::session(), .action = Action::publish, .topic = "u4/300/device"},
                noon);
    EXPECT_EQ(unknown.decision.reason, "unknown_login");
    EXPECT_FALSE(unknown.nearest);
}

}  // namespace
}  // namespace soc
