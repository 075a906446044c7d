#include "plugin/gatekeeper.h"

#include <algorithm>
#include <utility>

#include "access/secret_hash.h"
#include "domain/base_topic.h"

namespace soc::plugin {

Gatekeeper::Gatekeeper(Bootstrap bootstrap)
    : bootstrap_{std::move(bootstrap)},
      bootstrap_secret_{StoredSecret{.salt = {}, .digest = bootstrap_.secret_digest}} {}

std::optional<AccountRules> Gatekeeper::find(std::string_view login) const {
    std::optional<AccountRules> rules = table_.find(login);
    if (is_server(login)) {
        // The table may give it more topics; who it is and its secret are this broker's own.
        const bool has_more = rules && rules->kind == AccountKind::bootstrap;
        AccountRules own;
        own.kind = AccountKind::bootstrap;
        own.secrets = bootstrap_secret_;
        if (has_more) own.grants = rules->grants;
        return own;
    }
    if (rules && rules->kind == AccountKind::bootstrap) return std::nullopt;  // of another broker
    return rules;
}

std::optional<StoredSecret> Gatekeeper::opening_secret(const Visitor& visitor, WallTime now,
                                                       std::string_view& reason) const {
    if (is_server(visitor.login)) {
        if (matches_digest(bootstrap_.secret_digest, visitor.secret)) return bootstrap_secret_[0];
        reason = "wrong_secret";
        return std::nullopt;
    }
    const std::optional<AccountRules> rules = find(visitor.login);
    const Decision decision = soc::decide(
        rules, {.proof = Proof::secret(visitor.secret), .action = Action::connect}, now);
    reason = decision.reason;
    if (!decision.allowed()) return std::nullopt;
    return rules->secrets[decision.rule->index];
}

std::string_view Gatekeeper::connect(const Visitor& visitor, WallTime now) {
    std::string_view reason;
    const std::optional<StoredSecret> secret = opening_secret(visitor, now, reason);
    if (!secret) return reason;
    if (!is_server(visitor.login) && visitor.client_id.starts_with(bootstrap_.client_prefix)) {
        return "reserved_client_id";
    }
    if (visitor.is_repeated && !sessions_.is_in(visitor.client_id, visitor.client)) return {};
    const std::string_view owner = sessions_.login_of(visitor.client_id);
    if (!owner.empty() && owner != visitor.login) return "client_id_in_use";
    sessions_.enter(visitor.client_id, {.client = visitor.client,
                                        .login = std::string{visitor.login},
                                        .opened_with = *secret});
    return {};
}

Decision Gatekeeper::decide(const Visitor& visitor, Action action, std::string_view topic,
                            WallTime now) const {
    if (action == Action::publish && base_topic_of(topic) &&
        !sessions_.is_in(visitor.client_id, visitor.client)) {
        return {.rule = std::nullopt, .reason = "will"};
    }
    return soc::decide(find(visitor.login),
                       {.proof = Proof::session(), .action = action, .topic = topic}, now);
}

void Gatekeeper::leave(std::string_view client_id, SessionMap::Client client) {
    // The next connection may have entered already: the client id does not tell who leaves.
    if (client == pusher_) end_push();
    sessions_.leave(client_id, client);
}

void Gatekeeper::end_push() {
    table_.forget_push();
    pusher_ = nullptr;
}

std::optional<ControlOutcome> Gatekeeper::control(const Visitor& sender,
                                                  std::string_view message) {
    if (!is_server(sender.login)) return std::nullopt;
    if (sender.client != pusher_) end_push();
    pusher_ = sender.client;
    const Result<ControlFrame> frame = parse_frame(message);
    const Applied applied =
        frame ? table_.apply(*frame) : Applied{.status = TableStatus::malformed};
    ControlOutcome outcome;
    outcome.keep = applied.changed;
    if (applied.replaced) unchecked_ = sessions_.all_clients();
    for (const std::string& changed : applied.logins) {
        for (const std::string& client_id : sessions_.clients_of(changed)) {
            if (!is_still_welcome(*sessions_.find(client_id))) {
                outcome.disconnect.push_back(client_id);
            }
        }
    }
    outcome.answer = answer(applied.status);
    return outcome;
}

TableAnswer Gatekeeper::answer(TableStatus status) const {
    return {.status = status,
            .epoch = table_.epoch(),
            .applied = table_.version(),
            .accounts = static_cast<std::uint32_t>(table_.size()),
            .sessions = static_cast<std::uint32_t>(sessions_.size())};
}

std::vector<std::string> Gatekeeper::check_sessions(std::size_t count) {
    std::vector<std::string> ended;
    for (; count > 0 && !unchecked_.empty(); --count) {
        const std::string client_id = std::move(unchecked_.back());
        unchecked_.pop_back();
        const SessionMap::Session* session = sessions_.find(client_id);
        if (session != nullptr && !is_still_welcome(*session)) ended.push_back(client_id);
    }
    return ended;
}

bool Gatekeeper::is_still_welcome(const SessionMap::Session& session) const {
    const std::optional<AccountRules> rules = find(session.login);
    if (!rules || rules->disabled) return false;
    return std::find(rules->secrets.begin(), rules->secrets.end(), session.opened_with) !=
           rules->secrets.end();
}

}  // namespace soc::plugin
