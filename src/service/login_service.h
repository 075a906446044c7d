#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "core/clock.h"
#include "core/guarded.h"
#include "core/limits.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "metrics/registry.h"
#include "people/browser_mark.h"
#include "people/ip_address.h"
#include "people/login_throttle.h"
#include "people/session_token.h"
#include "service/principal.h"

namespace soc {

class Database;
struct UserWithPassword;

/// How long a sign-in lasts: one setting each.
struct SessionPolicy {
    seconds idle{12 * 3'600};           ///< without a request
    seconds absolute{30 * 24 * 3'600};  ///< in all
};

/// Signing in and out, and who a session is. Sessions in use are held in memory, so that they go
/// on while the database is down (R25). Over a database that is opened read-only they are in
/// memory alone. May be called from any thread.
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
        Secret password;
        IpAddress from;
        std::string browser_mark{};  ///< what the browser sent, if anything
    };
    struct SignedIn {
        Principal principal;
        SessionToken token;
        std::string browser_mark{};  ///< for the browser to keep
    };
    struct Refusal {
        Error error;  ///< `wrong_name_or_password`, `too_many_attempts`, or why the database fails
        seconds retry_after{0};
    };

    /// Hashes a password: slow lane only.
    [[nodiscard]] std::variant<SignedIn, Refusal> sign_in(const Attempt& attempt, Moment now);

    /// The session ends at once in memory. `unavailable` when the database could not be told:
    /// it then stays ended for as long as this process lives.
    [[nodiscard]] Status sign_out(const Principal& principal, Moment now);

    /// Nothing: no such session, or it has ended. `unavailable`: not in memory, and the database
    /// is down. Begins the idle time anew.
    [[nodiscard]] Result<std::optional<Principal>> find_session(const SessionToken& token,
                                                                Moment now);

    /// Whether `find_session` can answer without the database.
    [[nodiscard]] bool is_in_memory(const SessionToken& token) const;

    /// Whether a session, by the hash in its `Principal`, is still alive; memory only.
    [[nodiscard]] bool is_live(const std::string& session, Moment now) const;

    /// Ends every session of a person in memory. `removed` are the hashes of the rows that the
    /// caller's committed transaction removed.
    void end_sessions(const UserId& user, const std::vector<std::string>& removed, Moment now);

    /// Writes how far the sessions in use now reach and removes the rows of the ended ones. For a
    /// maintenance loop, about once a minute; what it could not write is tried the next time.
    /// Over a read-only database it ends the sessions of those whose password is another one now.
    [[nodiscard]] Status tidy(Moment now);

private:
    struct Session {
        Principal principal;
        WallTime created_at;
        WallTime expires_at;
        WallTime stored_expiry;  ///< as the database has it
        std::string password_hash;  ///< only over a read-only database: what it must still be
    };
    struct Sessions {
        std::unordered_map<std::string, Session> live;  ///< by hash of the token
        /// Ended here, until this time: a row read before the end must not bring one back.
        std::unordered_map<std::string, WallTime> ended;
    };

    [[nodiscard]] Result<SignedIn> open_session(const Attempt& attempt,
                                                const UserWithPassword& found, bool outdated,
                                                Moment now);
    [[nodiscard]] Result<SignedIn> open_unstored_session(const UserWithPassword& found,
                                                         Moment now);
    [[nodiscard]] Status end_sessions_of_old_passwords();
    [[nodiscard]] Result<std::optional<Session>> load_session(const std::string& hash);
    [[nodiscard]] bool remember(Session session);
    static void mark_ended(Sessions& sessions, const std::string& hash, WallTime until);

    Parts parts_;
    const SessionPolicy policy_;
    LoginThrottle throttle_;
    const BrowserMarks browser_marks_;
    metrics::Counter succeeded_total_;
    metrics::Counter refused_total_;
    metrics::Counter throttled_total_;
    metrics::Counter unavailable_total_;
    Guarded<Sessions> sessions_;
};

}  // namespace soc
