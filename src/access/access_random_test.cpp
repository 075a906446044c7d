#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "access/access_decision.h"
#include "access/access_explanation.h"
#include "access/access_reference.h"
#include "access/access_table.h"
#include "core/random.h"
#include "domain/subscription.h"

namespace soc {
namespace {

/// Accounts and requests over so few words that they meet often.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_{seed} {}

    std::size_t below(std::size_t end) { return random_.next_u64() % end; }

    /// One to `levels_max` levels, with wildcards or without; not always well-formed.
    std::string text(std::size_t levels_max, bool wildcards) {
        static constexpr std::array<std::string_view, 8> words{
            "", "a", "b", "command", "$CONTROL", "$a", "+", "#"};
        std::string made;
        const std::size_t levels = 1 + below(levels_max);
        for (std::size_t i = 0; i < levels; ++i) {
            if (i > 0) made += '/';
            // `$` matters at the front; deeper down it is a letter.
            const std::size_t known = wildcards ? words.size() : words.size() - 2;
            made += words[i == 0 || below(2) == 0 ? below(known) : below(4)];
        }
        return made;
    }

    /// `filter` with each wildcard filled or, with `wildcards`, sometimes left; now and then with
    /// one level too many or too few.
    std::string near(std::string_view filter, bool wildcards) {
        std::vector<std::string> levels = reference::split(filter);
        for (std::string& level : levels) {
            const bool is_wildcard = level == "+" || level == "#";
            if (is_wildcard && !(wildcards && below(2) == 0)) level = text(2, false);
        }
        if (below(4) == 0) levels.push_back(text(1, wildcards));
        if (below(4) == 0 && levels.size() > 1) levels.pop_back();
        std::string joined = levels.front();
        for (std::size_t i = 1; i < levels.size(); ++i) joined += '/' + levels[i];
        return joined;
    }

    Account account() {
        Account made{.login = "d"};
        if (below(8) == 0) {
            made = {.login = "test", .kind = AccountKind::sandbox};
            made.secrets.resize(1);
            return made;
        }
        made.kind = std::array{AccountKind::device, AccountKind::device, AccountKind::service,
                               AccountKind::bootstrap}[below(4)];
        made.disabled = below(10) == 0;
        made.secrets.resize(below(10) == 0 ? 0 : 1);
        if (made.kind == AccountKind::device) {
            for (std::size_t i = below(3); i > 0; --i) {
                Result<TopicName> base = TopicName::parse(text(2, false));
                if (!base) continue;
                RoomRight right{.base_topic = *std::move(base)};
                if (below(3) == 0) right.until = from_micros(static_cast<int>(below(3)));
                made.rooms.push_back(std::move(right));
            }
        }
        for (std::size_t i = below(4); i > 0; --i) {
            Result<TopicFilter> filter = TopicFilter::parse(text(4, true));
            if (!filter) continue;
            made.grants.push_back(
                {*std::move(filter),
                 std::array{Access::publish, Access::subscribe, Access::all}[below(3)]});
        }
        return made;
    }

    Action action() {
        return std::array{Action::connect, Action::publish, Action::subscribe,
                          Action::receive}[below(4)];
    }

private:
    SeededRandom random_;
};

const WallTime moment = from_micros(1);

bool is_well_formed(const AccessRequest& request) {
    const std::string topic{request.topic};
    if (request.action == Action::connect) return true;
    if (request.action == Action::subscribe) return Subscription::parse(topic).has_value();
    return TopicName::parse(topic).has_value();
}

/// Asks many random accounts many random things, half of them near to what they may.
template <class Check>
void for_random_requests(std::uint64_t seed, const Check& check) {
    Dice dice{seed};
    for (int i = 0; i < 4'000; ++i) {
        const Account account = dice.account();
        const AccessTable table = AccessTable{}.after({.put = {account}});
        const std::vector<reference::Right> rights = reference::rights_of(account, moment);
        for (int j = 0; j < 40 && !::testing::Test::HasFatalFailure(); ++j) {
            const Action action = dice.action();
            const bool wildcards = action == Action::subscribe;
            const bool at_random = rights.empty() || dice.below(2) == 0;
            std::string topic =
                at_random ? dice.text(4, wildcards)
                          : dice.near(rights[dice.below(rights.size())].filter, wildcards);
            if (wildcards && dice.below(4) == 0) topic = "$share/g/" + topic;
            SCOPED_TRACE(std::string{to_word(account.kind)} + " " +
                         std::string{to_word(action)} + " " + topic);
            check(account, *table.find(account.login),
                  {.proof = Proof::session(), .action = action, .topic = topic});
        }
    }
}

// The decision is the rules' text taken literally, whatever the account and the request.
TEST(AccessDecision, AgreesWithTheRulesOnRandomAccounts) {
    std::size_t allowed_total = 0;
    std::size_t asked_total = 0;
    for_random_requests(60, [&](const Account& account, const AccountRules& rules,
                                const AccessRequest& request) {
        const bool expected = is_well_formed(request) &&
                              reference::allows(account, request, moment);
        const Decision decision = decide(rules, request, moment);
        ASSERT_EQ(decision.allowed(), expected) << decision.reason;
        ++asked_total;
        if (request.action != Action::connect && expected) ++allowed_total;
    });
    // Both answers are common, or the comparison would say little.
    EXPECT_GT(allowed_total, asked_total / 20);
    EXPECT_LT(allowed_total, asked_total / 2);
}

/// The fewest changes after which some right of the account would allow `asked`, its login aside.
std::optional<std::size_t> fewest_changes(const Account& account, const AccessRequest& request,
                                          const std::string& asked) {
    std::optional<std::size_t> fewest;
    for (const reference::Right& right : reference::rights_of(account, moment)) {
        if (!reference::counts_for(account, right, asked)) continue;
        const bool direction = request.action == Action::publish ? right.publish : right.subscribe;
        const std::size_t changes = levels_apart(TopicFilterView::of_checked(right.filter),
                                                 TopicFilterView::of_checked(asked)) +
                                    (direction ? 0U : 1U) + (right.ended ? 1U : 0U);
        if (!fewest || changes < *fewest) fewest = changes;
    }
    return fewest;
}

TEST(AccessExplanation, NamesARightThatAllowedOrTheNearestOne) {
    for_random_requests(61, [](const Account& account, const AccountRules& rules,
                               const AccessRequest& request) {
        const Explanation explanation = explain(rules, request, moment);
        const Decision decision = decide(rules, request, moment);
        ASSERT_EQ(explanation.decision.rule, decision.rule);
        ASSERT_EQ(explanation.decision.reason, decision.reason);
        const bool about_a_topic = request.action != Action::connect && is_well_formed(request);
        ASSERT_EQ(explanation.rule.has_value(), decision.allowed() && about_a_topic);
        const std::string asked = reference::without_group(request.topic);
        if (explanation.rule) {
            const reference::Right right{explanation.rule->filter,
                                         explanation.rule->access != Access::subscribe,
                                         explanation.rule->access != Access::publish};
            ASSERT_TRUE(reference::gives(right, request.action, asked)) << right.filter;
            ASSERT_TRUE(!explanation.rule->until || moment < *explanation.rule->until);
        }
        std::optional<std::size_t> fewest;
        if (about_a_topic && !decision.allowed()) fewest = fewest_changes(account, request, asked);
        ASSERT_EQ(explanation.nearest.has_value(), fewest.has_value());
        if (!fewest) return;
        ASSERT_EQ(explanation.nearest->changes(), *fewest) << explanation.nearest->rule.filter;
        // None is needed only where the login was refused, not the topic.
        if (*fewest == 0) { ASSERT_TRUE(account.disabled || account.secrets.empty()); }
    });
}

}  // namespace
}  // namespace soc
