#include "access/access_decision.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "access/access_table.h"
#include "access/secret_hash.h"
#include "core/limits.h"

namespace soc {
namespace {

const WallTime noon = *parse_rfc3339("2026-11-22T12:00:00Z");

StoredSecret hashed(std::string_view secret) {
    static SystemRandom random;
    return hash_secret(Secret{std::string{secret}}, random);
}

RoomRight room(const std::string& base_topic, std::optional<WallTime> until = {}) {
    return {.base_topic = *TopicName::parse(base_topic), .until = until};
}

Grant grant(const std::string& filter, Access access) {
    return {*TopicFilter::parse(filter), access};
}

/// A board in one room, as contract/http.md has it.
Account board() {
    return {.login = "senso_30aea4000004",
            .secrets = {hashed("s3cret")},
            .rooms = {room("u4/300")}};
}

/// The word of the source that allows, else of the refusal.
std::string answer(const Account& account, const AccessRequest& request, WallTime now = noon) {
    const AccessTable table = AccessTable{}.after({.put = {account}});
    const Decision decision = decide(table.find(account.login), request, now);
    EXPECT_EQ(decision.allowed(), decision.reason.empty());
    return std::string{decision.allowed() ? to_word(decision.rule->source) : decision.reason};
}

std::string answer(const Account& account, Action action, std::string_view topic) {
    return answer(account, {.proof = Proof::session(), .action = action, .topic = topic});
}

/// What a broker's `acc` number is answered: all of its actions must be allowed.
bool allowed(const Account& account, int acc, std::string_view topic) {
    bool all = !actions_of_acc(acc).empty();
    for (const Action action : actions_of_acc(acc)) {
        const std::string word = answer(account, action, topic);
        all = all && (word == "room" || word == "grant" || word == "fixed");
    }
    return all;
}

struct ContractRow {
    int acc;
    const char* topic;
    bool allowed;
};

// contract/http.md, "Permissions and topic matching": the rights that follow from a room, for
// each number `acc`.
TEST(AccessContract, ARoomGivesItsDeviceTwoRights) {
    const std::vector<ContractRow> rows{
        // "For each of its rooms a device may PUB <topic>/+ ..."
        {2, "u4/300/device", true},
        {2, "u4/300/temperature", true},
        {2, "u4/300/", true},
        {2, "u4/300", false},
        {2, "u4/300/device/command", false},
        {2, "u4/301/device", false},
        {2, "u4/3000/device", false},
        {2, "/u4/300/device", false},
        {2, "U4/300/device", false},
        // "... and SUB <topic>/+/command."
        {4, "u4/300/device/command", true},
        {4, "u4/300/+/command", true},
        {4, "u4/300//command", true},
        {1, "u4/300/device/command", true},
        {1, "u4/300/device", false},
        {1, "u4/300/command", false},
        {1, "u4/300/a/b/command", false},
        // acc 4: the requested filter must be covered by a right.
        {4, "u4/300/#", false},
        {4, "#", false},
        {4, "+/300/device/command", false},
        {4, "u4/300/+/#", false},
        {4, "u4/300/+/+", false},
        {4, "u4/+/+/command", false},
        {4, "u4/300/device", false},
        {4, "u4/300/+", false},
        // R32: what a group shares is judged by its filter.
        {4, "$share/g/u4/300/+/command", true},
        {4, "$share/g/#", false},
        // acc 3 needs both directions, which no room gives; other numbers are none.
        {3, "u4/300/device", false},
        {3, "u4/300/device/command", false},
        {0, "u4/300/device", false},
        {5, "u4/300/device", false},
        {8, "u4/300/device/command", false},
        {-1, "u4/300/device", false},
    };
    for (const ContractRow& row : rows) {
        EXPECT_EQ(allowed(board(), row.acc, row.topic), row.allowed) << row.acc << " " << row.topic;
    }
}

struct GrantRow {
    const char* filter;
    Access access;
    int acc;
    const char* topic;
    bool allowed;
};

// The same section: "It may have extra permissions (topic filter, PUB/SUB/ALL)", and what was
// wrong in the old matcher.
TEST(AccessContract, AGrantGivesWhatItsFilterAndWordSay) {
    const std::vector<GrantRow> rows{
        {"lab/+", Access::publish, 2, "lab/x", true},
        {"lab/+", Access::publish, 1, "lab/x", false},
        {"lab/+", Access::publish, 4, "lab/x", false},
        {"lab/+", Access::publish, 3, "lab/x", false},
        {"lab/+", Access::subscribe, 2, "lab/x", false},
        {"lab/+", Access::subscribe, 1, "lab/x", true},
        {"lab/+", Access::subscribe, 4, "lab/x", true},
        {"lab/+", Access::subscribe, 4, "lab/+", true},
        {"lab/+", Access::subscribe, 3, "lab/x", false},
        {"lab/+", Access::all, 1, "lab/x", true},
        {"lab/+", Access::all, 2, "lab/x", true},
        {"lab/+", Access::all, 3, "lab/x", true},
        {"lab/+", Access::all, 4, "lab/x", true},
        // A filter shorter than the topic crashed the old server.
        {"lab/+", Access::all, 2, "lab/x/y", false},
        {"lab", Access::all, 2, "lab/x/y/z", false},
        // `u4/#` did not match `u4`: the parent level.
        {"u4/#", Access::publish, 2, "u4", true},
        {"u4/#", Access::publish, 2, "u4/", true},
        {"u4/#", Access::publish, 2, "u4/301/device", true},
        {"u4/#", Access::publish, 2, "u40", false},
        {"u4/#", Access::subscribe, 4, "u4", true},
        {"u4/#", Access::subscribe, 4, "u4/#", true},
        {"u4/#", Access::subscribe, 4, "u4/+/#", true},
        {"u4/+/#", Access::subscribe, 4, "u4/#", false},
        // A wildcard request was compared as plain text.
        {"+/301/+", Access::subscribe, 4, "u4/301/+", true},
        {"u4/301/+", Access::subscribe, 4, "+/301/+", false},
        {"+", Access::subscribe, 4, "#", false},
        // A leading wildcard is not for topics that begin with `$`.
        {"#", Access::all, 2, "$SYS/x", false},
        {"#", Access::all, 1, "$SYS/broker/uptime", false},
        {"#", Access::all, 4, "$SYS/#", false},
        {"+/x", Access::all, 2, "$SYS/x", false},
        {"$SYS/#", Access::subscribe, 4, "$SYS/broker/+", true},
        {"$SYS/#", Access::subscribe, 1, "$SYS/broker/uptime", true},
        {"#", Access::subscribe, 4, "#", true},
        {"#", Access::subscribe, 4, "$share/g/#", true},
        {"#", Access::subscribe, 4, "$share/g/$SYS/#", false},
    };
    for (const GrantRow& row : rows) {
        Account account{.login = "d",
                        .secrets = {hashed("s")},
                        .grants = {grant(row.filter, row.access)}};
        EXPECT_EQ(allowed(account, row.acc, row.topic), row.allowed)
            << row.filter << " " << to_word(row.access) << " " << row.acc << " " << row.topic;
        account.kind = AccountKind::service;
        EXPECT_EQ(allowed(account, row.acc, row.topic), row.allowed) << row.filter;
    }
}

struct BadRow {
    Action action;
    std::string topic;
    const char* reason;
};

// Refused before any rule is looked at, with the word that says why.
TEST(AccessDecision, RefusesWhatIsNoTopicOrFilter) {
    const std::string too_long(limits::topic_bytes_max + 1, 'a');
    const std::vector<BadRow> rows{
        {Action::publish, "", "empty"},
        {Action::publish, "u4/300/+", "has_wildcard"},
        {Action::publish, "u4/300/dev#", "has_wildcard"},
        {Action::publish, "#", "has_wildcard"},
        {Action::publish, std::string{"u4/300/\0", 8}, "has_nul"},
        {Action::publish, "u4/300/\xff", "not_utf8"},
        {Action::publish, "u4/300/\xed\xa0\x80", "not_utf8"},
        {Action::publish, too_long, "too_long"},
        {Action::receive, "u4/300/+/command", "has_wildcard"},
        {Action::receive, "", "empty"},
        {Action::subscribe, "", "empty"},
        {Action::subscribe, "#/device", "hash_not_last"},
        {Action::subscribe, "u4/300/dev+", "wildcard_inside_level"},
        {Action::subscribe, "u4/300/\xc0\xaf", "not_utf8"},
        {Action::subscribe, std::string{"a\0b", 3}, "has_nul"},
        {Action::subscribe, too_long, "too_long"},
        {Action::subscribe, "$share/g", "bad_share_group"},
        {Action::subscribe, "$share//u4/300/+/command", "bad_share_group"},
        {Action::subscribe, "$share/+/u4/300/+/command", "bad_share_group"},
        {Action::subscribe, "$share/g/$share/h/u4/300/+/command", "shared_subscription"},
    };
    Account everything = board();
    everything.grants = {grant("#", Access::all)};
    for (const BadRow& row : rows) {
        EXPECT_EQ(answer(board(), row.action, row.topic), row.reason) << row.topic.substr(0, 40);
        EXPECT_EQ(answer(everything, row.action, row.topic), row.reason);
    }
    // As deep as MQTT allows: an answer, and none that depends on the depth.
    const std::string deep(limits::topic_bytes_max, '/');
    EXPECT_EQ(answer(board(), Action::publish, deep), "not_granted");
    EXPECT_EQ(answer(board(), Action::subscribe, deep), "not_granted");
    EXPECT_EQ(answer(board(), Action::publish, "u4/300" + deep.substr(6)), "not_granted");
}

TEST(AccessDecision, OpensToARightSecretOnly) {
    const auto connect = [](const Account& account, std::string_view said) {
        return answer(account, {.proof = Proof::secret(said), .action = Action::connect});
    };
    EXPECT_EQ(connect(board(), "s3cret"), "secret");
    EXPECT_EQ(connect(board(), "S3cret"), "wrong_secret");
    EXPECT_EQ(connect(board(), ""), "wrong_secret");
    EXPECT_EQ(connect(board(), std::string(100'000, 's')), "wrong_secret");

    Account revoked = board();
    revoked.secrets.clear();
    EXPECT_EQ(connect(revoked, "s3cret"), "no_secret");
    EXPECT_EQ(connect(revoked, ""), "no_secret");
    EXPECT_EQ(decide(AccessTable{}.find("nobody"), {.proof = Proof::secret("s3cret")}, noon).reason,
              "unknown_login");
}

// A rotation keeps the old secret until the new one is first used: the answer tells which it was.
TEST(AccessDecision, TellsWhichSecretOpened) {
    Account account = board();
    account.secrets.push_back(hashed("next"));
    const AccessTable table = AccessTable{}.after({.put = {account}});
    const auto secret_of = [&](const Proof& proof) {
        return decide(table.find(account.login), {.proof = proof}, noon).rule->index;
    };
    EXPECT_EQ(secret_of(Proof::secret("s3cret")), 0U);
    EXPECT_EQ(secret_of(Proof::secret("next")), 1U);
    EXPECT_EQ(secret_of(Proof::session()), 0U);
}

// The secret is asked for each action that comes with one: a door that has it need not trust.
TEST(AccessDecision, ChecksTheProofBeforeTheTopic) {
    AccessRequest publish{.proof = Proof::secret("wrong"),
                          .action = Action::publish,
                          .topic = "u4/300/device"};
    EXPECT_EQ(answer(board(), publish), "wrong_secret");
    publish.proof = Proof::secret("s3cret");
    EXPECT_EQ(answer(board(), publish), "room");
}

// contract/http.md, deliberate change 1; and a login without a valid secret has no session left.
TEST(AccessDecision, RefusesTheDisabledAndTheRevokedEverywhere) {
    Account disabled = board();
    disabled.disabled = true;
    Account revoked = board();
    revoked.secrets.clear();
    for (const Proof& proof : {Proof::session(), Proof::secret("s3cret")}) {
        for (const Action action :
             {Action::connect, Action::publish, Action::subscribe, Action::receive}) {
            const AccessRequest request{
                .proof = proof, .action = action, .topic = "u4/300/device/command"};
            EXPECT_EQ(answer(disabled, request), "disabled") << to_word(action);
            EXPECT_EQ(answer(revoked, request), "no_secret") << to_word(action);
        }
    }
}

// R33, and nothing else: everybody knows the secret of the sandbox.
TEST(AccessDecision, KeepsTheSandboxInItsTwoFilters) {
    const Account sandbox{
        .login = "test", .kind = AccountKind::sandbox, .secrets = {hashed("test")}};
    const auto word = [&](Action action, std::string_view topic) {
        return answer(sandbox, action, topic);
    };
    EXPECT_EQ(answer(sandbox, {.proof = Proof::secret("test")}), "secret");
    EXPECT_EQ(word(Action::publish, "TestTopic/neOSensor_119f/device"), "fixed");
    EXPECT_EQ(word(Action::subscribe, "TestTopic/neOSensor_119f/device/command"), "fixed");
    EXPECT_EQ(word(Action::receive, "TestTopic/neOSensor_119f/device/command"), "fixed");
    EXPECT_EQ(word(Action::publish, "TestTopic/neOSensor_119f/device/command"), "not_granted");
    EXPECT_EQ(word(Action::subscribe, "TestTopic/+/+"), "not_granted");
    EXPECT_EQ(word(Action::subscribe, "TestTopic/#"), "not_granted");
    EXPECT_EQ(word(Action::subscribe, "$share/g/TestTopic/#"), "not_granted");
    EXPECT_EQ(word(Action::publish, "u4/300/device"), "not_granted");
    EXPECT_EQ(word(Action::publish, "TestTopic/x"), "not_granted");
}

// Even if a table gave it more: the server's cannot, a damaged copy of it might.
TEST(AccessDecision, KeepsTheSandboxInItsTwoFiltersWhateverATableSays) {
    const std::vector<StoredSecret> secrets{hashed("test")};
    const std::vector<RoomRule> rooms{{.base_topic = "u4/300"}};
    const std::vector<GrantRule> grants{{.filter = TopicFilterView::of_checked("#")}};
    const AccountRules sandbox{
        .kind = AccountKind::sandbox, .secrets = secrets, .rooms = rooms, .grants = grants};
    for (const std::string_view topic : {"u4/300/device", "x"}) {
        const AccessRequest request{
            .proof = Proof::session(), .action = Action::publish, .topic = topic};
        EXPECT_EQ(decide(sandbox, request, noon).reason, "not_granted") << topic;
    }
}

// R28: it controls its broker before any table has come; what else it may is granted to it.
TEST(AccessDecision, LeavesTheControlTopicsToTheBootstrapAccount) {
    Account bootstrap{
        .login = "server", .kind = AccountKind::bootstrap, .secrets = {hashed("long")}};
    constexpr std::string_view control = "$CONTROL/sensocampus/v1/table";
    EXPECT_EQ(answer(bootstrap, Action::publish, control), "fixed");
    EXPECT_EQ(answer(bootstrap, Action::subscribe, "$CONTROL/sensocampus/v1/#"), "fixed");
    EXPECT_EQ(answer(bootstrap, Action::receive, "$CONTROL/sensocampus/v1/response"), "fixed");
    EXPECT_EQ(answer(bootstrap, Action::publish, "u4/300/device/command"), "not_granted");
    EXPECT_EQ(answer(bootstrap, Action::publish, "$CONTROL/dynamic-security/v1"),
              "control_topic");

    bootstrap.grants = {grant("#", Access::all), grant("$CONTROL/#", Access::all)};
    EXPECT_EQ(answer(bootstrap, Action::publish, "u4/300/device/command"), "grant");
    EXPECT_EQ(answer(bootstrap, Action::publish, "$CONTROL/dynamic-security/v1"),
              "control_topic");

    // Not even an administrator's mistake opens them to others.
    for (const AccountKind kind : {AccountKind::device, AccountKind::service}) {
        const Account other{.login = "d",
                            .kind = kind,
                            .secrets = {hashed("s")},
                            .grants = {grant("$CONTROL/#", Access::all),
                                       grant("$CONTROL/sensocampus/v1/table", Access::all)}};
        EXPECT_EQ(answer(other, Action::publish, control), "control_topic");
        EXPECT_EQ(answer(other, Action::subscribe, "$CONTROL/#"), "control_topic");
        EXPECT_EQ(answer(other, Action::receive, "$CONTROL"), "control_topic");
        EXPECT_EQ(answer(other, Action::publish, "$CONTROLLER/x"), "not_granted");
    }
}

// R39: old rights stay for a while beside the new ones, up to an instant.
TEST(AccessDecision, EndsTheRightsOfARoomThatWasLeft) {
    const WallTime end = noon + std::chrono::hours{24 * 7};
    Account moved = board();
    moved.rooms = {room("u4/301"), room("u4/300", end)};
    const AccessRequest old_room{
        .proof = Proof::session(), .action = Action::publish, .topic = "u4/300/device"};
    const AccessRequest new_room{
        .proof = Proof::session(), .action = Action::publish, .topic = "u4/301/device"};
    EXPECT_EQ(answer(moved, old_room, noon), "room");
    EXPECT_EQ(answer(moved, old_room, end - microseconds{1}), "room");
    EXPECT_EQ(answer(moved, old_room, end), "not_granted");
    EXPECT_EQ(answer(moved, new_room, end), "room");
}

TEST(AccessDecision, NamesTheFirstRuleThatAllows) {
    Account account = board();
    account.rooms = {room("u4/301"), room("u4/300")};
    account.grants = {grant("lab/#", Access::subscribe), grant("lab/#", Access::publish),
                      grant("u4/#", Access::all)};
    const AccessTable table = AccessTable{}.after({.put = {account}});
    const auto rule = [&](std::string_view topic) {
        const AccessRequest request{
            .proof = Proof::session(), .action = Action::publish, .topic = topic};
        return *decide(table.find(account.login), request, noon).rule;
    };
    EXPECT_EQ(rule("u4/300/device"), (RuleReference{RuleSource::room, 1}));
    EXPECT_EQ(rule("lab/x"), (RuleReference{RuleSource::grant, 1}));
    EXPECT_EQ(rule("u4/302/device"), (RuleReference{RuleSource::grant, 2}));
}

}  // namespace
}  // namespace soc
