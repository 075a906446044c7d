#include "http/router.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace soc {
namespace {

using Strings = std::vector<std::string>;

Response nothing(const Request&) {
    return no_content();
}

Route route(Method method, std::string_view pattern) {
    return {method, pattern, Right::none, 0, Lane::fast, nothing};
}

const Router router{{route(Method::get, "/a"), route(Method::post, "/a"),
                     route(Method::get, "/a/{id}"), route(Method::put, "/a/{id}/b/{name}")}};

std::string found(Method method, const Strings& segments) {
    const Router::Match match = router.find(method, segments);
    if (match.route == nullptr) return match.allow.empty() ? "404" : "405 " + match.allow;
    std::string text{match.route->pattern};
    for (const std::string& value : match.path_values) text += " " + value;
    return text;
}

TEST(Router, FindsTheRouteAndWhatStoodAtItsBraces) {
    EXPECT_EQ(found(Method::get, {"a"}), "/a");
    EXPECT_EQ(found(Method::post, {"a"}), "/a");
    EXPECT_EQ(found(Method::get, {"a", "7"}), "/a/{id} 7");
    EXPECT_EQ(found(Method::put, {"a", "7", "b", "x/y"}), "/a/{id}/b/{name} 7 x/y");
}

// contract/http.md: a slash at the end changes nothing, and HEAD must not consume a delivery.
TEST(Router, KnowsThePathsOfBoardsAsTheyHaveAlwaysBeen) {
    Route for_boards = route(Method::get, "/device/credentials");
    for_boards.caller = Caller::board;
    for_boards.also_with_slash = true;
    const Router boards{{for_boards}};
    const auto find = [&](Method method, const Strings& segments) {
        const Router::Match match = boards.find(method, segments);
        if (match.route != nullptr) return std::string{match.route->pattern};
        return match.allow.empty() ? "404" : "405 " + match.allow;
    };
    EXPECT_EQ(find(Method::get, {"device", "credentials"}), "/device/credentials");
    EXPECT_EQ(find(Method::get, {"device", "credentials", ""}), "/device/credentials");
    EXPECT_EQ(find(Method::get, {"device", "credentials", "", ""}), "404");
    EXPECT_EQ(find(Method::get, {"device", "credentialsXYZ"}), "404");
    EXPECT_EQ(find(Method::get, {"device", ""}), "404");
    EXPECT_EQ(find(Method::head, {"device", "credentials"}), "405 GET");
    EXPECT_EQ(find(Method::post, {"device", "credentials", ""}), "405 GET");
}

TEST(Router, AnswersHeadByGet) {
    EXPECT_EQ(found(Method::head, {"a", "7"}), "/a/{id} 7");
}

TEST(Router, TellsAWrongMethodFromAWrongPath) {
    EXPECT_EQ(found(Method::delete_, {"a"}), "405 GET, HEAD, POST");
    EXPECT_EQ(found(Method::post, {"a", "7"}), "405 GET, HEAD");
    EXPECT_EQ(found(Method::head, {"a", "7", "b", "x"}), "405 PUT");
    EXPECT_EQ(found(Method::other, {"a"}), "405 GET, HEAD, POST");
    for (const Strings& segments : {Strings{}, Strings{""}, Strings{"A"}, Strings{"a", ""},
                                    Strings{"a", "7", ""}, Strings{"a", "7", "c", "x"},
                                    Strings{"", "a"}, Strings{"b"}}) {
        EXPECT_EQ(found(Method::get, segments), "404");
    }
}

TEST(RouterDeathTest, RefusesTwoRoutesOfOneMeaning) {
    EXPECT_DEATH(Router({route(Method::get, "/a/{id}"), route(Method::get, "/a/{name}")}), "parts");
}

}  // namespace
}  // namespace soc
