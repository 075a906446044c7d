#include "access/access_explanation.h"

#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "domain/subscription.h"
#include "domain/topic_name.h"

namespace soc {
namespace {

void add_grants(std::vector<Rule>& rules, RuleSource source, std::span<const GrantRule> grants) {
    for (const GrantRule& grant : grants) {
        rules.push_back({source, std::string{grant.filter.text()}, grant.access});
    }
}

Rule rule_of_room(const RoomRule& room, Access access) {
    Rule rule{.source = RuleSource::room, .filter = std::string{room.base_topic}, .access = access};
    rule.filter += access == Access::publish ? "/+" : "/+/command";
    if (room.until != WallTime::max()) rule.until = room.until;
    return rule;
}

/// The rights that could count for `asked`, in the order in which decisions look at them.
std::vector<Rule> candidates(const AccountRules& account, std::string_view asked) {
    std::vector<Rule> rules;
    add_grants(rules, RuleSource::fixed, fixed_rules(account.kind));
    if (has_fixed_rules_only(account, asked)) return rules;
    for (const RoomRule& room : account.rooms) {
        rules.push_back(rule_of_room(room, Access::publish));
        rules.push_back(rule_of_room(room, Access::subscribe));
    }
    add_grants(rules, RuleSource::grant, account.grants);
    return rules;
}

/// What was asked, without its group; nothing when it is no topic or filter.
std::optional<std::string_view> asked_of(const AccessRequest& request) {
    if (request.action == Action::connect) return std::nullopt;
    if (request.action == Action::subscribe) {
        const SubscriptionParts parts = split_subscription(request.topic);
        return parts.fault ? std::nullopt : std::optional{parts.filter};
    }
    return fault_of_name(request.topic) ? std::nullopt : std::optional{request.topic};
}

std::optional<NearestRule> nearest_of(std::vector<Rule> rules, const AccessRequest& request,
                                      std::string_view asked, WallTime now) {
    std::optional<NearestRule> nearest;
    for (Rule& rule : rules) {
        NearestRule next{.rule = std::move(rule)};
        next.levels_apart = levels_apart(TopicFilterView::of_checked(next.rule.filter),
                                         TopicFilterView::of_checked(asked));
        next.other_direction = !gives(next.rule.access, request.action);
        next.ended = next.rule.until && *next.rule.until <= now;
        const auto rank = [](const NearestRule& of) {
            return std::tuple{of.changes(), of.levels_apart};
        };
        if (!nearest || rank(next) < rank(*nearest)) nearest = std::move(next);
    }
    return nearest;
}

Rule deciding_rule(const AccountRules& account, Action action, const RuleReference& reference) {
    if (reference.source == RuleSource::room) {
        return rule_of_room(account.rooms[reference.index],
                            action == Action::publish ? Access::publish : Access::subscribe);
    }
    const std::span<const GrantRule> grants = reference.source == RuleSource::fixed
                                                  ? fixed_rules(account.kind)
                                                  : account.grants;
    const GrantRule& grant = grants[reference.index];
    return {reference.source, std::string{grant.filter.text()}, grant.access};
}

}  // namespace

Explanation explain(const std::optional<AccountRules>& account, const AccessRequest& request,
                    WallTime now) {
    Explanation explanation{.decision = decide(account, request, now), .rule = {}, .nearest = {}};
    const std::optional<std::string_view> asked = asked_of(request);
    if (!account || !asked) return explanation;
    if (explanation.decision.allowed()) {
        explanation.rule = deciding_rule(*account, request.action, *explanation.decision.rule);
    } else {
        explanation.nearest = nearest_of(candidates(*account, *asked), request, *asked, now);
    }
    return explanation;
}

}  // namespace soc
