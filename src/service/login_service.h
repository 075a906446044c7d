#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "core/clock.h"
#include "core/guarded.h"
#include "core/limits.h"
#include "core/random.h"
#include "core/result.h"
#include "domain/password.h"
#include "metrics/registry.h"
#include "people/ip_address.h"
#include "people/login_throttle.h"
#include "people/session_token.h"
#include "service/principal.h"

namespace soc {

class Database;

/// How long a sign-in lasts: one setting each.
struct SessionPolicy {
    seconds idle{12 * 3'600};            ///< without a request
    seconds absolute{30 * 24 * 3'600};   ///< in all
    /// How often a used session's new end is written; below it the memory's word counts.
    seconds write_every{600};
};

/// Signing in and out, and who a session is. Sessions in use are held in memory, so that they go
/// on while the database is down (R25). May be called from any thread.
class LoginService {
public:
    struct Parts {
        Database& database;
        RandomSource& random;
        metrics::Registry& metrics;
    };
    explicit LoginService(Parts parts, SessionPolicy policy = {}, ThrottleOptions throttle = {});

    struct Attempt {
        std::string name;
        Password password;
        IpAddress from;
    };
    struct SignedIn {
        Principal principal;
        SessionToken token;
    };
    struct Refusal {
        Error error;  ///< `wrong_name_or_password`, `too_many_attempts`, `database_unavailable`
        seconds retry_after{0};
    };

    /// Hashes a password: slow lane only.
    [[nodiscard]] std::variant<SignedIn, Refusal> sign_in(const Attempt& attempt, Moment now);

    /// The session ends at once in memory. `unavailable` when the database could not be told:
    /// it then stays ended for as long as this process lives.
    [[nodiscard]] Status sign_out(const Principal& principal);

    /// Nothing: no such session, or it has ended. `unavailable`: not in memory, and the database
    /// is down. Extends the idle time.
    [[nodiscard]] Result<std::optional<Principal>> find_session(const SessionToken& token,
                                                                Moment now);

    /// Whether a session, by the hash in its `Principal`, is still alive; memory only.
    [[nodiscard]] bool is_live(std::string_view session, Moment now) const;

    /// Ends every session of a person in memory; their rows are the caller's transaction.
    void forget_sessions_of(UserId user);

private:
    struct Session {
        Principal principal;
        WallTime created_at;
        WallTime expires_at;
        WallTime written_expiry;  ///< as the database has it
    };
    struct Sessions {
        std::unordered_map<std::string, Session> live;  ///< by hash of the token
        std::unordered_map<std::string, WallTime> ended;  ///< rows that may still be there
    };

    Parts parts_;
    const SessionPolicy policy_;
    LoginThrottle throttle_;
    Guarded<Sessions> sessions_;
};

}  // namespace soc
