#include "http/handlers/login_handlers.h"

#include "http/cookie.h"
#include "wire/json_writer.h"
#include "wire/user_json.h"

namespace soc {

Response LoginHandlers::login(const Request& request) const {
    Result<wire::Login> asked = wire::parse_login(request.body);
    if (!asked) return error_response(asked.error());

    const std::string cookies = request.headers.joined("Cookie");
    const std::string_view mark =
        find_cookie(cookies, mark_cookie_name(request.secure)).value_or("");
    const LoginService::Attempt attempt{std::move(asked->name), std::move(asked->password),
                                        request.client, std::string{mark}};
    const auto outcome = logins_.sign_in(attempt, clock_.now());
    if (const auto* refusal = std::get_if<LoginService::Refusal>(&outcome)) {
        if (refusal->retry_after.count() == 0) return error_response(refusal->error);
        return retry_later(refusal->error, refusal->retry_after);
    }
    const auto& signed_in = std::get<LoginService::SignedIn>(outcome);
    return describe(signed_in.principal, signed_in.token.csrf_token())
        .with_header("Set-Cookie", session_cookie(signed_in.token, request.secure))
        .with_header("Set-Cookie", mark_cookie(signed_in.browser_mark, request.secure));
}

Response LoginHandlers::logout(const Request& request) const {
    // The control socket has no session to end.
    if (request.reader().is_local()) return no_content();
    const Status ended = logins_.sign_out(request.reader(), clock_.now());
    Response response = ended ? no_content() : error_response(ended.error());
    return std::move(response).with_header("Set-Cookie", expired_session_cookie(request.secure));
}

Response LoginHandlers::me(const Request& request) const {
    return describe(request.reader(),
                    request.session_token ? request.session_token->csrf_token() : std::string{});
}

Response LoginHandlers::describe(const Principal& reader, std::string csrf_token) const {
    const wire::Me me{reader.name,          reader.role,
                      std::move(csrf_token), installation_.instance,
                      installation_.version, installation_.demonstration};
    return json_response(http_status::ok, wire::serialize(wire::to_json(me)));
}

}  // namespace soc
