#pragma once

#include "core/clock.h"
#include "http/middleware/middleware.h"
#include "service/login_service.h"

namespace soc {

/// Finds the reader behind the session cookie, or behind the control socket, and refuses whoever
/// lacks the right of the route: 401 `not_signed_in`, 403 `role_too_low`. Routes without a right
/// are not looked at, so they answer while the database is down.
class Session final : public Middleware {
public:
    Session(LoginService& logins, Clock& clock) : logins_{logins}, clock_{clock} {}
    [[nodiscard]] Response handle(Request& request, const Next& next) override;

    /// Whether finding the reader may have to wait for the database: anybody can send the cookie
    /// of a session that nobody knows.
    [[nodiscard]] static bool asks_database(const LoginService& logins, const Request& request);

private:
    [[nodiscard]] Status identify(Request& request);

    LoginService& logins_;
    Clock& clock_;
};

}  // namespace soc
