#include "service/login_service.h"

#include <algorithm>
#include <utility>

#include "core/log.h"
#include "metrics/names.h"
#include "people/password_hash.h"
#include "store/database.h"
#include "store/session_store.h"
#include "store/user_store.h"

namespace soc {
namespace {

/// Longer than any request that may still hold a row it read before the session ended.
constexpr std::chrono::minutes ended_kept{5};
/// What a browser is told while the database is down.
constexpr seconds database_retry{5};

Error wrong_name_or_password() {
    return Error::unauthenticated("wrong_name_or_password");
}

}  // namespace

LoginService::LoginService(Parts parts, SessionPolicy policy, ThrottleOptions throttle)
    : parts_{parts},
      policy_{policy},
      throttle_{throttle},
      browser_marks_{parts.random},
      succeeded_total_{parts.metrics.counter(metrics::logins, "succeeded")},
      refused_total_{parts.metrics.counter(metrics::logins, "refused")},
      throttled_total_{parts.metrics.counter(metrics::logins, "throttled")},
      unavailable_total_{parts.metrics.counter(metrics::logins, "unavailable")} {}

std::variant<LoginService::SignedIn, LoginService::Refusal> LoginService::sign_in(
    const Attempt& attempt, Moment now) {
    const LoginThrottle::Source source{
        attempt.name, attempt.from,
        browser_marks_.find(attempt.browser_mark, attempt.name).value_or("")};
    const seconds wait = throttle_.begin(source, now);
    if (wait > seconds{0}) {
        throttled_total_.increment();
        log::warning_limited("sign-in slowed", {{"address", attempt.from.to_string()}});
        return Refusal{Error::slow_down("too_many_attempts"), wait};
    }
    const auto unavailable = [&](const Error& error) {
        throttle_.undecided(source);
        unavailable_total_.increment();
        return Refusal{error, database_retry};
    };

    const Result<std::optional<UserWithPassword>> found = parts_.database.read(
        [&](Transaction& tx) { return user_store::find_by_name(tx, attempt.name); });
    if (!found) return unavailable(found.error());
    const PasswordCheck check = *found
                                    ? check_password(attempt.password, (*found)->password_hash)
                                    : check_nobodys_password(attempt.password);
    if (!check.matches) {
        refused_total_.increment();
        return Refusal{wrong_name_or_password()};
    }

    Result<SignedIn> opened = parts_.database.is_read_only()
                                  ? open_unstored_session(**found, now)
                                  : open_session(attempt, **found, check.outdated, now);
    if (!opened && opened.error().code == ErrorCode::unauthenticated) {
        refused_total_.increment();
        return Refusal{opened.error()};
    }
    if (!opened) return unavailable(opened.error());
    throttle_.succeeded(source);
    opened->browser_mark = browser_marks_.make(attempt.name, parts_.random);
    succeeded_total_.increment();
    log::info("signed in", {{"user", attempt.name}, {"address", attempt.from.to_string()}});
    return *std::move(opened);
}

Result<LoginService::SignedIn> LoginService::open_session(const Attempt& attempt,
                                                          const UserWithPassword& found,
                                                          bool outdated, Moment now) {
    std::string new_hash;
    if (outdated) {
        Result<std::string> made = hash_password(attempt.password);
        if (!made) return made.error();
        new_hash = *std::move(made);
    }
    const SessionToken token = SessionToken::make(parts_.random);
    const WallTime expires_at = now.wall + std::min(policy_.idle, policy_.absolute);
    const SessionRow row{token.hash(), found.user.id, now.wall, expires_at,
                         attempt.from.to_string()};
    const Status written =
        parts_.database.transact(Durability::full, [&](Transaction& tx) -> Status {
            // First the update: it waits for a change of this password that is under way, and
            // what is read after it is what that change left.
            if (Status done = user_store::set_last_login(tx, found.user.id, now.wall); !done) {
                return done;
            }
            const auto current = user_store::find_by_name(tx, attempt.name);
            if (!current) return current.error();
            if (!*current || (*current)->password_hash != found.password_hash) {
                return wrong_name_or_password();
            }
            if (!new_hash.empty()) {
                const Status done = user_store::set_password(tx, found.user.id, new_hash);
                if (!done) return done;
            }
            return session_store::insert(tx, row);
        });
    if (!written) return written.error();

    Principal principal{found.user.id, found.user.name, found.user.role, row.token_hash};
    if (!remember({principal, now.wall, expires_at, expires_at, {}})) {
        return wrong_name_or_password();
    }
    return SignedIn{std::move(principal), token};
}

Result<LoginService::SignedIn> LoginService::open_unstored_session(const UserWithPassword& found,
                                                                   Moment now) {
    const SessionToken token = SessionToken::make(parts_.random);
    const WallTime expires_at = now.wall + std::min(policy_.idle, policy_.absolute);
    Principal principal{found.user.id, found.user.name, found.user.role, token.hash()};
    if (!remember({principal, now.wall, expires_at, expires_at, found.password_hash})) {
        return wrong_name_or_password();
    }
    return SignedIn{std::move(principal), token};
}

Status LoginService::sign_out(const Principal& principal, Moment now) {
    sessions_.with([&](Sessions& sessions) {
        sessions.live.erase(principal.session);
        mark_ended(sessions, principal.session, now.wall + policy_.absolute);
    });
    if (parts_.database.is_read_only()) return {};
    const Result<bool> removed = parts_.database.transact(
        Durability::full,
        [&](Transaction& tx) { return session_store::remove(tx, principal.session); });
    if (!removed) return removed.error();
    sessions_.with([&](Sessions& sessions) {
        mark_ended(sessions, principal.session, now.wall + ended_kept);
    });
    log::info("signed out", {{"user", principal.name}});
    return {};
}

Result<std::optional<Principal>> LoginService::find_session(const SessionToken& token,
                                                            Moment now) {
    using Found = std::optional<Principal>;
    const std::string hash = token.hash();
    bool known = true;
    const Found in_memory = sessions_.with([&](Sessions& sessions) -> Found {
        const auto found = sessions.live.find(hash);
        known = found != sessions.live.end() || sessions.ended.contains(hash);
        if (found == sessions.live.end()) return std::nullopt;
        Session& session = found->second;
        if (session.expires_at <= now.wall) {
            sessions.live.erase(found);
            return std::nullopt;
        }
        session.expires_at =
            std::min(now.wall + policy_.idle, session.created_at + policy_.absolute);
        return session.principal;
    });
    // What another server has stored is no session of a read-only one.
    if (known || parts_.database.is_read_only()) return in_memory;

    const Result<std::optional<Session>> loaded = load_session(hash);
    if (!loaded) return loaded.error();
    if (!*loaded || (*loaded)->expires_at <= now.wall || !remember(**loaded)) return Found{};
    return Found{(*loaded)->principal};
}

bool LoginService::is_in_memory(const SessionToken& token) const {
    const std::string hash = token.hash();
    return sessions_.with([&](const Sessions& sessions) {
        return sessions.live.contains(hash) || sessions.ended.contains(hash);
    });
}

Result<std::optional<LoginService::Session>> LoginService::load_session(const std::string& hash) {
    const Result<std::optional<SessionWithUser>> row = parts_.database.read(
        [&](Transaction& tx) { return session_store::find(tx, hash); });
    if (!row) return row.error();

    std::optional<Session> session;
    if (*row) {
        const auto& [stored, user] = **row;
        session = Session{{user.id, user.name, user.role, hash},
                          stored.created_at, stored.expires_at, stored.expires_at, {}};
    }
    return session;
}

bool LoginService::is_live(const std::string& session, Moment now) const {
    return sessions_.with([&](const Sessions& sessions) {
        const auto found = sessions.live.find(session);
        return found != sessions.live.end() && found->second.expires_at > now.wall;
    });
}

void LoginService::end_sessions(const UserId& user, const std::vector<std::string>& removed,
                                Moment now) {
    sessions_.with([&](Sessions& sessions) {
        std::erase_if(sessions.live,
                      [&](const auto& entry) { return entry.second.principal.user == user; });
        for (const std::string& hash : removed) {
            mark_ended(sessions, hash, now.wall + ended_kept);
        }
    });
}

bool LoginService::remember(Session session) {
    return sessions_.with([&](Sessions& sessions) {
        const std::string hash = session.principal.session;
        if (sessions.ended.contains(hash)) return false;
        if (sessions.live.size() >= limits::sessions_cached_max) {
            const auto first = std::min_element(
                sessions.live.begin(), sessions.live.end(), [](const auto& a, const auto& b) {
                    return a.second.expires_at < b.second.expires_at;
                });
            sessions.live.erase(first);
        }
        sessions.live.insert_or_assign(hash, std::move(session));
        return true;
    });
}

void LoginService::mark_ended(Sessions& sessions, const std::string& hash, WallTime until) {
    if (sessions.ended.size() >= limits::sessions_cached_max) {
        const auto first = std::min_element(
            sessions.ended.begin(), sessions.ended.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
        sessions.ended.erase(first);
    }
    sessions.ended.insert_or_assign(hash, until);
}

Status LoginService::tidy(Moment now) {
    std::vector<SessionExpiry> moved;
    sessions_.with([&](Sessions& sessions) {
        std::erase_if(sessions.live,
                      [&](const auto& entry) { return entry.second.expires_at <= now.wall; });
        std::erase_if(sessions.ended, [&](const auto& entry) { return entry.second <= now.wall; });
        for (const auto& [hash, session] : sessions.live) {
            if (session.expires_at > session.stored_expiry) {
                moved.push_back({hash, session.expires_at});
            }
        }
    });
    if (parts_.database.is_read_only()) return end_sessions_of_old_passwords();
    const Status written =
        parts_.database.transact(Durability::relaxed, [&](Transaction& tx) -> Status {
            if (Status done = session_store::extend(tx, moved); !done) return done;
            const auto removed = session_store::remove_expired(tx, now.wall);
            return removed ? Status{} : Status{removed.error()};
        });
    if (!written) return written;

    sessions_.with([&](Sessions& sessions) {
        for (const SessionExpiry& expiry : moved) {
            const auto found = sessions.live.find(expiry.token_hash);
            if (found != sessions.live.end()) found->second.stored_expiry = expiry.expires_at;
        }
    });
    return {};
}

Status LoginService::end_sessions_of_old_passwords() {
    std::unordered_map<std::string, std::string> hashes;  // by name
    sessions_.with([&](const Sessions& sessions) {
        for (const auto& [hash, session] : sessions.live) hashes[session.principal.name];
    });
    const Status read = parts_.database.read([&](Transaction& tx) -> Status {
        for (auto& [name, hash] : hashes) {
            const auto found = user_store::find_by_name(tx, name);
            if (!found) return found.error();
            hash = *found ? (*found)->password_hash : std::string{};
        }
        return {};
    });
    if (!read) return read;
    sessions_.with([&](Sessions& sessions) {
        std::erase_if(sessions.live, [&](const auto& entry) {
            const auto now = hashes.find(entry.second.principal.name);
            return now != hashes.end() && now->second != entry.second.password_hash;
        });
    });
    return {};
}

}  // namespace soc
