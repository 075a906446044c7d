#include "http/handlers/board_handlers.h"

#include "metrics/names.h"
#include "wire/credential_json.h"

namespace soc {
namespace {

/// How long a board waits before it asks again; its own pause is longer.
constexpr seconds ask_again_after{10};

std::string_view mac_in(const Request& request) {
    return request.target.query.find("mac").value_or(std::string_view{});
}

}  // namespace

Response BoardHandlers::credentials(const Request& request) const {
    const Moment now = clock_.now();
    const Result<BoardAnswer> answer =
        ledger_.deliver(mac_in(request), request.client, now.wall);
    if (answer) {
        wire::BoardCredentials credentials{answer->login, {}, answer->broker};
        if (answer->password) credentials.password = answer->password->reveal();
        return json_response(http_status::ok, wire::board_json(credentials));
    }
    const Error& error = answer.error();
    if (error.code == ErrorCode::unavailable) return retry_later(error, ask_again_after);
    if (error.reason == "unknown_mac" || error.reason == "not_a_mac") {
        const seconds wait = strangers_.count(request.client, now.steady);
        if (wait > seconds{0}) {
            metrics_.counter(metrics::credential_answers, "slow_down").increment();
            return retry_later(Error::slow_down("too_many_unknown_macs"), wait);
        }
    }
    return error_response(error);
}

bool BoardHandlers::credentials_may_wait(const Request& request) const {
    return ledger_.asks_database(mac_in(request));
}

Response BoardHandlers::change(const Request& request) const {
    const Result<DeviceId> device = DeviceId::parse(request.path_values[0]);
    if (!device) return error_response(Error::not_found("device"));
    const std::string& action = request.path_values[1];
    const Authorship author{request.reader().name, clock_.now().wall};
    Status done = Error::not_found("action");
    if (action == "issue") done = ledger_.issue(*device, author);
    if (action == "rotate") done = ledger_.rotate(*device, author);
    if (action == "revoke") done = ledger_.revoke(*device, author);
    if (action == "redeliver") done = ledger_.redeliver(*device, author);
    return done ? no_content() : error_response(done.error());
}

}  // namespace soc
