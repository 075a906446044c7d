#include "http/middleware/session.h"

#include "http/cookie.h"

namespace soc {
namespace {

/// The least role that has a right. `none` is asked of nobody.
Role least_role(Right right) {
    switch (right) {
        case Right::none:
        case Right::viewer: return Role::viewer;
        case Right::operator_: return Role::operator_;
        case Right::administrator: return Role::administrator;
    }
    return Role::administrator;
}

}  // namespace

Response Session::handle(Request& request, const Next& next) {
    if (request.route == nullptr || request.route->right == Right::none) return next(request);
    if (const Status known = identify(request); !known) return error_response(known.error());
    const Role needed = least_role(request.route->right);
    if (request.reader().role < needed) {
        return error_response(Error::forbidden("role_too_low", std::string{to_word(needed)}));
    }
    return next(request);
}

bool Session::asks_database(const LoginService& logins, const Request& request) {
    if (request.channel == Channel::control) return false;
    const std::string cookies = request.headers.joined("Cookie");
    for (const bool secure : {false, true}) {  // which of both counts, a proxy's headers decide
        const auto value = find_cookie(cookies, session_cookie_name(secure));
        const auto token = value ? SessionToken::parse(*value) : std::nullopt;
        if (token && !logins.is_in_memory(*token)) return true;
    }
    return false;
}

Status Session::identify(Request& request) {
    if (request.channel == Channel::control) {
        request.principal = local_administrator();
        return {};
    }
    const std::string cookies = request.headers.joined("Cookie");
    const auto value = find_cookie(cookies, session_cookie_name(request.secure));
    request.session_token = value ? SessionToken::parse(*value) : std::nullopt;
    if (!request.session_token) return Error::unauthenticated("not_signed_in");

    Result<std::optional<Principal>> found =
        logins_.find_session(*request.session_token, clock_.now());
    if (!found) return found.error();
    if (!*found) return Error::unauthenticated("not_signed_in");
    request.principal = **std::move(found);
    return {};
}

}  // namespace soc
