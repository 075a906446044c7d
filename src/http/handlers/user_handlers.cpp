#include "http/handlers/user_handlers.h"

#include "wire/json_writer.h"
#include "wire/user_json.h"

namespace soc {

Response UserHandlers::list(const Request&) const {
    const Result<std::vector<User>> users = users_.list();
    if (!users) return error_response(users.error());
    return json_response(http_status::ok, wire::serialize(wire::user_list_json(*users)));
}

Response UserHandlers::create(const Request& request) const {
    Result<wire::NewUser> asked = wire::parse_new_user(request.body);
    if (!asked) return error_response(asked.error());

    const NewPerson person{std::move(asked->name), asked->role, std::move(asked->password)};
    const Result<User> user = users_.add(person, request.reader(), clock_.now());
    if (!user) return error_response(user.error());
    return json_response(http_status::created, wire::serialize(wire::to_json(*user)));
}

Response UserHandlers::set_password(const Request& request) const {
    const Result<Secret> password = wire::parse_new_password(request.body);
    if (!password) return error_response(password.error());

    const Status set = users_.set_password(request.path_values.front(), *password,
                                           request.reader(), clock_.now());
    if (!set) return error_response(set.error());
    return no_content();
}

}  // namespace soc
