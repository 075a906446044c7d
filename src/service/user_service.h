#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "domain/user.h"
#include "service/login_service.h"
#include "service/principal.h"

namespace soc {

class Database;

struct NewPerson {
    std::string name;
    Role role = Role::viewer;
    Secret password;
};

/// People who may sign in. Each change is one transaction with its line in `change`, which never
/// holds a password or its hash. May be called from any thread.
class UserService {
public:
    struct Parts {
        Database& database;
        LoginService& logins;
        RandomSource& random;
    };
    explicit UserService(Parts parts) : parts_{parts} {}

    /// By name.
    [[nodiscard]] Result<std::vector<User>> list();

    /// Slow lane only. `conflict` on `name` (`already_registered`), or the reasons of
    /// people/password_rules.h.
    [[nodiscard]] Result<User> add(const NewPerson& person, const Principal& actor, Moment now);

    /// Slow lane only. Ends the person's sessions, the actor's own included when it is his.
    /// `not_found` on `name`.
    [[nodiscard]] Status set_password(std::string_view name, const Secret& password,
                                      const Principal& actor, Moment now);

private:
    Parts parts_;
};

}  // namespace soc
