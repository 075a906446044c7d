#include "wire/user_json.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <utility>

#include "wire/json_reader.h"
#include "wire/json_writer.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

constexpr TextBounds name_bounds{.least = 1, .most = 64};
// Any length signs in: what is too short today may have been set before.
constexpr TextBounds login_password_bounds{.least = 1, .most = 256};
constexpr TextBounds new_password_bounds{.least = 12, .most = 256};

bool is_name_sign(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '.' || c == '_' || c == '@' || c == '-';
}

Result<Secret> read_password(const json::object& object, TextBounds bounds) {
    Result<std::string> text = read_text(object, "password", bounds);
    if (!text) return text.error();
    return Secret{*std::move(text)};
}

Result<std::string> read_new_name(const json::object& object) {
    Result<std::string> name = read_text(object, "name", name_bounds);
    if (!name) return name.error();
    if (!std::ranges::all_of(*name, is_name_sign)) {
        return Error::invalid("name", "bad_name", "letters, digits and . _ @ -");
    }
    return name;
}

Result<Role> read_role(const json::object& object) {
    const Result<std::string> word = read_text(object, "role", name_bounds);
    if (!word) return word.error();
    const std::optional<Role> role = parse_role(*word);
    if (!role) return Error::invalid("role", "unknown_role", "viewer, operator, administrator");
    return *role;
}

}  // namespace

Result<Login> parse_login(std::string_view body) {
    const Result<json::object> object = read_object(body);
    if (!object) return object.error();
    if (const Status known = check_members(*object, {"name", "password"}); !known) {
        return known.error();
    }
    Result<std::string> name = read_text(*object, "name", name_bounds);
    if (!name) return name.error();
    Result<Secret> password = read_password(*object, login_password_bounds);
    if (!password) return password.error();
    return Login{*std::move(name), *std::move(password)};
}

Result<NewUser> parse_new_user(std::string_view body) {
    const Result<json::object> object = read_object(body);
    if (!object) return object.error();
    if (const Status known = check_members(*object, {"name", "role", "password"}); !known) {
        return known.error();
    }
    Result<std::string> name = read_new_name(*object);
    if (!name) return name.error();
    const Result<Role> role = read_role(*object);
    if (!role) return role.error();
    Result<Secret> password = read_password(*object, new_password_bounds);
    if (!password) return password.error();
    return NewUser{*std::move(name), *role, *std::move(password)};
}

Result<Secret> parse_new_password(std::string_view body) {
    const Result<json::object> object = read_object(body);
    if (!object) return object.error();
    if (const Status known = check_members(*object, {"password"}); !known) return known.error();
    return read_password(*object, new_password_bounds);
}

json::object to_json(const User& user) {
    json::object object;
    object["name"] = user.name;
    object["role"] = to_word(user.role);
    object["created_at"] = json_time(user.created_at);
    object["last_login_at"] = json_time(user.last_login_at);
    return object;
}

json::object user_list_json(std::span<const User> users) {
    json::array items;
    items.reserve(users.size());
    for (const User& user : users) items.emplace_back(to_json(user));
    json::object object;
    object["items"] = std::move(items);
    return object;
}

json::object to_json(const Me& me) {
    json::object object;
    object["name"] = me.name;
    object["role"] = to_word(me.role);
    object["csrf_token"] = me.csrf_token;
    object["instance"] = me.instance;
    object["version"] = me.version;
    object["demonstration"] = me.demonstration;
    return object;
}

}  // namespace soc::wire
