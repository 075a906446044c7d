#pragma once

#include <string>

#include "core/clock.h"
#include "http/request.h"
#include "http/response.h"
#include "service/login_service.h"

namespace soc {

/// What every page shows of this server.
struct Installation {
    std::string instance;
    std::string version;
    bool demonstration = false;
};

/// Signing in and out, and who is signed in.
class LoginHandlers {
public:
    LoginHandlers(LoginService& logins, Clock& clock, Installation installation)
        : logins_{logins}, clock_{clock}, installation_{std::move(installation)} {}

    /// POST /api/v1/login
    [[nodiscard]] Response login(const Request& request) const;
    /// POST /api/v1/logout
    [[nodiscard]] Response logout(const Request& request) const;
    /// GET /api/v1/me
    [[nodiscard]] Response me(const Request& request) const;

private:
    [[nodiscard]] Response describe(const Principal& reader, std::string csrf_token) const;

    LoginService& logins_;
    Clock& clock_;
    const Installation installation_;
};

}  // namespace soc
