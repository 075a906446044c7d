#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "access/access_decision.h"
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

bool is_well_formed(Action action, const std::string& topic) {
    if (action == Action::connect) return true;
    if (action == Action::subscribe) return Subscription::parse(topic).has_value();
    return TopicName::parse(topic).has_value();
}

// The decision is the rules' text taken literally, whatever the account and the request.
TEST(AccessDecision, AgreesWithTheRulesOnRandomAccounts) {
    Dice dice{60};
    const WallTime now = from_micros(1);
    std::size_t allowed_total = 0;
    std::size_t asked_total = 0;
    for (int i = 0; i < 4'000; ++i) {
        const Account account = dice.account();
        const AccessTable table = AccessTable{}.after({.put = {account}});
        const std::optional<AccountRules> rules = table.find(account.login);
        const std::vector<reference::Right> rights = reference::rights_of(account, now);
        for (int j = 0; j < 40; ++j) {
            const Action action = dice.action();
            const bool wildcards = action == Action::subscribe;
            const bool at_random = rights.empty() || dice.below(2) == 0;
            std::string topic =
                at_random ? dice.text(4, wildcards)
                          : dice.near(rights[dice.below(rights.size())].filter, wildcards);
            if (wildcards && dice.below(4) == 0) topic = "$share/g/" + topic;
            const AccessRequest request{
                .proof = Proof::session(), .action = action, .topic = topic};
            const bool expected = is_well_formed(action, topic) &&
                                  reference::allows(account, request, now);
            const Decision decision = decide(rules, request, now);
            ASSERT_EQ(decision.allowed(), expected)
                << to_word(account.kind) << " " << to_word(action) << " " << topic << " "
                << decision.reason;
            ++asked_total;
            if (action != Action::connect && expected) ++allowed_total;
        }
    }
    // Both answers are common, or the comparison would say little.
    EXPECT_GT(allowed_total, asked_total / 20);
    EXPECT_LT(allowed_total, asked_total / 2);
}

}  // namespace
}  // namespace soc
