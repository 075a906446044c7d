#include "wire/user_json.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "wire/json_writer.h"

namespace soc::wire {
namespace {

struct BadBody {
    std::string body;
    std::string_view field;
    std::string_view reason;
};

using Parser = std::function<std::optional<Error>(std::string_view)>;

template <class T>
Parser error_of(Result<T> (*parse)(std::string_view)) {
    return [parse](std::string_view body) -> std::optional<Error> {
        const Result<T> parsed = parse(body);
        if (parsed) return std::nullopt;
        return parsed.error();
    };
}

void expect_refused(const Parser& parser, const std::vector<BadBody>& bad) {
    for (const BadBody& row : bad) {
        const std::optional<Error> error = parser(row.body);
        ASSERT_TRUE(error) << row.body;
        EXPECT_EQ(error->field, row.field) << row.body;
        EXPECT_EQ(error->reason, row.reason) << row.body;
        EXPECT_FALSE(error->allowed.empty()) << row.body;
    }
}

std::string login(std::string_view name, std::string_view password) {
    return R"({"name":")" + std::string{name} + R"(","password":")" + std::string{password} +
           "\"}";
}

TEST(UserJson, ReadsALogin) {
    const Result<Login> read = parse_login(R"({"password":"l'été \"1\"","name":"admin"})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->name, "admin");
    EXPECT_EQ(read->password.reveal(), "l'été \"1\"");
    // Bounds are in characters, not bytes.
    std::string accents;
    for (int i = 0; i < 256; ++i) accents += "é";
    EXPECT_TRUE(parse_login(login(std::string(64, 'n'), accents)));
}

TEST(UserJson, RefusesABadLogin) {
    expect_refused(error_of(parse_login),
                   {
                       {"", "", "not_json"},
                       {"[]", "", "not_an_object"},
                       {"{}", "name", "missing"},
                       {R"({"name":"a"})", "password", "missing"},
                       {R"({"name":1,"password":"p"})", "name", "not_text"},
                       {R"({"name":"a","password":null})", "password", "not_text"},
                       {R"({"name":"a","password":"p","role":"administrator"})", "role",
                        "unknown_member"},
                       {login("", "p"), "name", "empty"},
                       {login("a", ""), "password", "empty"},
                       {login(std::string(65, 'n'), "p"), "name", "too_long"},
                       {login("a", std::string(257, 'p')), "password", "too_long"},
                       {login("a\\u0000", "p"), "name", "has_nul"},
                       {login("a", "p\\u0000q"), "password", "has_nul"},
                   });
}

std::string new_user(std::string_view name, std::string_view role, std::string_view password) {
    return R"({"name":")" + std::string{name} + R"(","role":")" + std::string{role} +
           R"(","password":")" + std::string{password} + "\"}";
}

TEST(UserJson, ReadsANewUser) {
    const Result<NewUser> read = parse_new_user(new_user("A.b_c@d-9", "operator", "123456789012"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->name, "A.b_c@d-9");
    EXPECT_EQ(read->role, Role::operator_);
    EXPECT_EQ(read->password.reveal(), "123456789012");
}

TEST(UserJson, RefusesABadNewUser) {
    const std::string good = "123456789012";
    expect_refused(error_of(parse_new_user),
                   {
                       {"{}", "name", "missing"},
                       {new_user("", "viewer", good), "name", "empty"},
                       {new_user("a b", "viewer", good), "name", "bad_name"},
                       {new_user("é", "viewer", good), "name", "bad_name"},
                       {new_user("a/b", "viewer", good), "name", "bad_name"},
                       {new_user(std::string(65, 'a'), "viewer", good), "name", "too_long"},
                       {new_user("a", "root", good), "role", "unknown_role"},
                       {new_user("a", "", good), "role", "empty"},
                       {R"({"name":"a","password":"123456789012"})", "role", "missing"},
                       {new_user("a", "viewer", "12345678901"), "password", "too_short"},
                       {new_user("a", "viewer", ""), "password", "empty"},
                       {new_user("a", "viewer", std::string(257, 'p')), "password", "too_long"},
                       {R"({"name":"a","role":"viewer","password":"123456789012","id":1})", "id",
                        "unknown_member"},
                   });
}

TEST(UserJson, ReadsANewPassword) {
    EXPECT_EQ(parse_new_password(R"({"password":"123456789012"})")->reveal(), "123456789012");
    expect_refused(error_of(parse_new_password),
                   {
                       {"{}", "password", "missing"},
                       {R"({"password":"12345678901"})", "password", "too_short"},
                       {R"({"password":123456789012})", "password", "not_text"},
                       {R"({"password":"123456789012","name":"a"})", "name", "unknown_member"},
                   });
}

TEST(UserJson, WritesPeople) {
    const User user{.id = {},
                    .name = "admin",
                    .role = Role::administrator,
                    .created_at = *parse_rfc3339("2026-11-22T09:00:00Z"),
                    .last_login_at = std::nullopt};
    const std::string written =
        R"({"name":"admin","role":"administrator","created_at":"2026-11-22T09:00:00.000Z",)"
        R"("last_login_at":null})";
    EXPECT_EQ(serialize(to_json(user)), written);
    EXPECT_EQ(serialize(user_list_json(std::vector{user, user})),
              R"({"items":[)" + written + "," + written + "]}");
    EXPECT_EQ(serialize(user_list_json({})), R"({"items":[]})");
}

TEST(UserJson, WritesTheReader) {
    const Me me{"admin", Role::viewer, "token", "campus", "0.1.0", true};
    EXPECT_EQ(serialize(to_json(me)),
              R"({"name":"admin","role":"viewer","csrf_token":"token","instance":"campus",)"
              R"("version":"0.1.0","demonstration":true})");
}

}  // namespace
}  // namespace soc::wire
