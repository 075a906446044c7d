#include "service/user_service.h"

#include "core/log.h"
#include "people/password_hash.h"
#include "people/password_rules.h"
#include "people/user_name.h"
#include "store/database.h"
#include "store/session_store.h"
#include "store/user_store.h"
#include "wire/json_writer.h"
#include "wire/user_json.h"

namespace soc {
namespace {

/// A line of the audit log about a person; passwords and hashes have no way into it.
NewChange change_of(const User& user, std::string action, const Principal& actor, Moment now) {
    NewChange change;
    change.at = now.wall;
    change.actor = actor.name;
    change.entity = "user";
    change.entity_id = user.id.to_string();
    change.action = std::move(action);
    return change;
}

}  // namespace

Result<std::vector<User>> UserService::list() {
    return parts_.database.read([](Transaction& tx) { return user_store::list(tx); });
}

Result<User> UserService::add(const NewPerson& person, const Principal& actor, Moment now) {
    if (const Status fine = check_user_name(person.name); !fine) return fine.error();
    const Status fine = check_new_password(person.password, person.name);
    if (!fine) return fine.error();
    const Result<std::string> hash = hash_password(person.password);
    if (!hash) return hash.error();

    const User user{UserId{Uuid::v7(now.wall, parts_.random)}, person.name, person.role, now.wall,
                    std::nullopt};
    const Status written =
        parts_.database.transact(Durability::full, [&](Transaction& tx) -> Status {
            if (Status done = user_store::insert(tx, user, *hash); !done) return done;
            NewChange change = change_of(user, "created", actor, now);
            change.after = wire::serialize(wire::to_json(user));
            return tx.add_change(std::move(change));
        });
    if (!written) return written.error();
    log::info("user added", {{"user", user.name}, {"role", to_word(user.role)},
                             {"actor", actor.name}});
    return user;
}

Status UserService::set_password(std::string_view name, const Secret& password,
                                 const Principal& actor, Moment now) {
    if (const Status fine = check_new_password(password, name); !fine) return fine;
    const Result<std::string> hash = hash_password(password);
    if (!hash) return hash.error();

    struct Changed {
        UserId user;
        std::vector<std::string> ended;
    };
    const Result<Changed> changed =
        parts_.database.transact(Durability::full, [&](Transaction& tx) -> Result<Changed> {
            const auto found = user_store::find_by_name(tx, name);
            if (!found) return found.error();
            if (!*found) return Error::not_found("name");
            const User& user = (*found)->user;
            // In this order: a sign-in under way has either committed its session, which is then
            // removed here, or sees the new password (LoginService::open_session).
            const Status done = user_store::set_password(tx, user.id, *hash);
            if (!done) return done.error();
            Result<std::vector<std::string>> ended = session_store::remove_of_user(tx, user.id);
            if (!ended) return ended.error();
            const Status noted = tx.add_change(change_of(user, "password_set", actor, now));
            if (!noted) return noted.error();
            return Changed{user.id, *std::move(ended)};
        });
    if (!changed) return changed.error();
    parts_.logins.end_sessions(changed->user, changed->ended, now);
    log::info("password set", {{"user", name}, {"actor", actor.name}});
    return {};
}

}  // namespace soc
