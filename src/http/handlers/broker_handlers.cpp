#include "http/handlers/broker_handlers.h"

#include <charconv>
#include <optional>
#include <string>

#include "access/access_decision.h"
#include "access/action.h"
#include "core/limits.h"
#include "domain/text.h"
#include "metrics/names.h"

namespace soc {
namespace {

Result<FormFields> form_of(const Request& request) {
    return parse_form(request.headers.find("Content-Type").value_or(std::string_view{}),
                      request.body);
}

/// A field without the blanks around it.
Result<std::string_view> field_of(const FormFields& form, std::string_view name) {
    const std::vector<std::string_view> values = form.all(name);
    // Two readers may each believe another one of both.
    if (values.size() > 1) return Error::invalid(std::string{name}, "repeated");
    const std::string_view value = values.empty() ? std::string_view{} : trimmed(values.front());
    if (value.empty()) return Error::forbidden("field_missing", std::string{name});
    if (character_count(value) > limits::broker_field_characters_max) {
        return Error::forbidden("field_too_long",
                                std::to_string(limits::broker_field_characters_max));
    }
    return value;
}

Result<int> number_in(std::string_view text) {
    int number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size()) {
        return Error::invalid("acc", "not_an_integer");
    }
    return number;
}

Status to_status(const Decision& decision) {
    return decision.allowed() ? Status{} : Error::forbidden(std::string{decision.reason});
}

std::string name_of_asker(const Request& request) {
    return request.channel == Channel::control ? "local" : request.client.to_string();
}

}  // namespace

BrokerHandlers::BrokerHandlers(Parts parts)
    : parts_{parts}, granted_{parts.metrics.counter(metrics::broker_answers, "granted")} {}

Response BrokerHandlers::auth(const Request& request) const {
    const Result<FormFields> form = form_of(request);
    return answer(form ? judge_login(*form, request) : Status{form.error()});
}

Response BrokerHandlers::superuser(const Request& request) const {
    const Result<FormFields> form = form_of(request);
    return answer(form ? Error::forbidden("no_superuser") : form.error());
}

Response BrokerHandlers::acl(const Request& request) const {
    const Result<FormFields> form = form_of(request);
    return answer(form ? judge_topic(*form) : Status{form.error()});
}

Status BrokerHandlers::judge_login(const FormFields& form, const Request& request) const {
    const auto login = field_of(form, "username");
    if (!login) return login.error();
    const auto secret = field_of(form, "password");
    if (!secret) return secret.error();

    const WallTime now = parts_.clock.now().wall;
    const std::shared_ptr<const AccessTable> table = parts_.directory.table();
    const std::optional<AccountRules> account = table->find(*login);
    const Decision decision = decide(account, {Proof::secret(*secret), Action::connect}, now);
    if (decision.allowed() && account->kind == AccountKind::device) {
        parts_.uses.add({std::string{*login}, account->secrets[decision.rule->index],
                         {now, name_of_asker(request), {}}});
    }
    return to_status(decision);
}

Status BrokerHandlers::judge_topic(const FormFields& form) const {
    const auto login = field_of(form, "username");
    if (!login) return login.error();
    const auto topic = field_of(form, "topic");
    if (!topic) return topic.error();
    if (const auto client_id = field_of(form, "clientid"); !client_id) return client_id.error();
    const auto acc = field_of(form, "acc");
    if (!acc) return acc.error();
    const Result<int> number = number_in(*acc);
    if (!number) return number.error();
    const std::span<const Action> actions = actions_of_acc(*number);
    if (actions.empty()) return Error::forbidden("unknown_acc", "1, 2, 3 or 4");

    const WallTime now = parts_.clock.now().wall;
    const std::shared_ptr<const AccessTable> table = parts_.directory.table();
    const std::optional<AccountRules> account = table->find(*login);
    for (const Action action : actions) {
        const Decision decision = decide(account, {Proof::session(), action, *topic}, now);
        if (!decision.allowed()) return to_status(decision);
    }
    return {};
}

Response BrokerHandlers::answer(const Status& judged) const {
    if (judged) {
        granted_.increment();
        return {};
    }
    parts_.metrics.counter(metrics::broker_answers, judged.error().reason).increment();
    return error_response(judged.error());
}

}  // namespace soc
