#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/secret.h"
#include "domain/user.h"

/// People, as docs/api/openapi.yaml describes them. The parsers refuse unknown members, and give
/// `invalid_input` on the member at fault with the reasons of wire/json_reader.h.
namespace soc::wire {

struct Login {
    std::string name;
    Secret password;
};

/// Schema `Login`.
[[nodiscard]] Result<Login> parse_login(std::string_view body);

struct NewUser {
    std::string name;
    Role role = Role::viewer;
    Secret password;
};

/// Schema `NewUser`; also `bad_name` and `unknown_role`.
[[nodiscard]] Result<NewUser> parse_new_user(std::string_view body);

/// Schema `NewPassword`.
[[nodiscard]] Result<Secret> parse_new_password(std::string_view body);

/// Schema `User`.
[[nodiscard]] boost::json::object to_json(const User& user);

/// Schema `UserList`, in the order given.
[[nodiscard]] boost::json::object user_list_json(std::span<const User> users);

/// What the reader is told of himself and of this installation.
struct Me {
    std::string name;
    Role role = Role::viewer;
    std::string csrf_token;
    std::string instance;
    std::string version;
    bool demonstration = false;
};

/// Schema `Me`.
[[nodiscard]] boost::json::object to_json(const Me& me);

}  // namespace soc::wire
