#pragma once

#include "core/clock.h"
#include "http/request.h"
#include "http/response.h"
#include "service/user_service.h"

namespace soc {

/// People who may sign in; for administrators.
class UserHandlers {
public:
    UserHandlers(UserService& users, Clock& clock) : users_{users}, clock_{clock} {}

    /// GET /api/v1/users
    [[nodiscard]] Response list(const Request& request) const;
    /// POST /api/v1/users
    [[nodiscard]] Response create(const Request& request) const;
    /// PUT /api/v1/users/{name}/password
    [[nodiscard]] Response set_password(const Request& request) const;

private:
    UserService& users_;
    Clock& clock_;
};

}  // namespace soc
