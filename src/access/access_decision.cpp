#include "access/access_decision.h"

#include "access/secret_hash.h"
#include "domain/subscription.h"
#include "domain/topic_name.h"

namespace soc {
namespace {

constexpr std::string_view control_root = "$CONTROL";
constexpr std::string_view command_levels = "/command";

Decision allow(RuleSource source, std::size_t index) {
    return {.rule = RuleReference{source, static_cast<std::uint32_t>(index)}, .reason = {}};
}

Decision refuse(std::string_view reason) { return {.rule = std::nullopt, .reason = reason}; }

/// Whether this login may do anything at all.
Decision decide_login(const AccountRules& account, const Proof& proof) {
    if (account.disabled) return refuse("disabled");
    if (account.secrets.empty()) return refuse("no_secret");
    if (!proof.said()) return allow(RuleSource::secret, 0);
    for (std::size_t i = 0; i < account.secrets.size(); ++i) {
        if (matches_secret(account.secrets[i], *proof.said())) return allow(RuleSource::secret, i);
    }
    return refuse("wrong_secret");
}

/// Whether `<base topic>/+` covers `asked`. A base topic has no wildcards, so equal bytes are equal
/// levels.
bool is_below(std::string_view base_topic, std::string_view asked) {
    return asked.size() > base_topic.size() && asked.starts_with(base_topic) &&
           asked[base_topic.size()] == '/' &&
           asked.find('/', base_topic.size() + 1) == std::string_view::npos;
}

bool room_allows(const RoomRule& room, Action action, std::string_view asked) {
    if (action == Action::publish) return is_below(room.base_topic, asked);
    // What stands for `+` is a level or `+`, never `#`: that is the last of its filter.
    if (!asked.ends_with(command_levels)) return false;
    asked.remove_suffix(command_levels.size());
    return is_below(room.base_topic, asked);
}

std::optional<std::size_t> find_grant(std::span<const GrantRule> rules, Action action,
                                      std::string_view asked) {
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (gives(rules[i].access, action) &&
            covers(rules[i].filter, TopicFilterView::of_checked(asked))) {
            return i;
        }
    }
    return std::nullopt;
}

bool is_control(std::string_view asked) {
    return asked.substr(0, asked.find('/')) == control_root;
}

/// `asked` without its group and known to be well-formed.
Decision decide_topic(const AccountRules& account, Action action, std::string_view asked,
                      WallTime now) {
    const auto fixed = find_grant(fixed_rules(account.kind), action, asked);
    if (fixed) return allow(RuleSource::fixed, *fixed);
    if (has_fixed_rules_only(account, asked)) {
        return refuse(is_control(asked) ? "control_topic" : "not_granted");
    }

    for (std::size_t i = 0; i < account.rooms.size(); ++i) {
        const RoomRule& room = account.rooms[i];
        if (now < room.until && room_allows(room, action, asked)) {
            return allow(RuleSource::room, i);
        }
    }
    const auto grant = find_grant(account.grants, action, asked);
    return grant ? allow(RuleSource::grant, *grant) : refuse("not_granted");
}

}  // namespace

std::string_view to_word(RuleSource source) {
    switch (source) {
        case RuleSource::secret: return "secret";
        case RuleSource::fixed: return "fixed";
        case RuleSource::room: return "room";
        case RuleSource::grant: return "grant";
    }
    return "secret";
}

bool gives(Access access, Action action) {
    return access == Access::all || (access == Access::publish) == (action == Action::publish);
}

bool has_fixed_rules_only(const AccountRules& account, std::string_view asked) {
    return account.kind == AccountKind::sandbox || is_control(asked);
}

Decision decide(const std::optional<AccountRules>& account, const AccessRequest& request,
                WallTime now) {
    if (!account) return refuse("unknown_login");
    const Decision login = decide_login(*account, request.proof);
    if (!login.allowed() || request.action == Action::connect) return login;

    if (request.action == Action::subscribe) {
        const SubscriptionParts parts = split_subscription(request.topic);
        if (parts.fault) return refuse(parts.fault.reason);
        return decide_topic(*account, request.action, parts.filter, now);
    }
    if (const TopicFault fault = fault_of_name(request.topic)) return refuse(fault.reason);
    return decide_topic(*account, request.action, request.topic, now);
}

}  // namespace soc
