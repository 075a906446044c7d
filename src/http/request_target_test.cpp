#include "http/request_target.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/limits.h"

namespace soc {
namespace {

using Segments = std::vector<std::string>;

RequestTarget parsed(const std::string& text) {
    const Result<RequestTarget> target = parse_request_target(text);
    EXPECT_TRUE(target) << text;
    return target ? *target : RequestTarget{};
}

std::string refusal(const std::string& text) {
    const Result<RequestTarget> target = parse_request_target(text);
    return target ? "taken" : target.error().reason;
}

TEST(RequestTarget, CutsThePathIntoDecodedSegments) {
    EXPECT_EQ(parsed("/").segments, Segments{""});
    EXPECT_EQ(parsed("/a/b").segments, (Segments{"a", "b"}));
    EXPECT_EQ(parsed("/a/b/").segments, (Segments{"a", "b", ""}));
    EXPECT_EQ(parsed("//a").segments, (Segments{"", "a"}));
    EXPECT_EQ(parsed("/a%2Fb/caf%C3%A9+x").segments, (Segments{"a/b", "café+x"}));
    EXPECT_EQ(parsed("/.../.a").segments, (Segments{"...", ".a"}));
    EXPECT_EQ(parsed("/a?b/c").path, "/a");
}

TEST(RequestTarget, ReadsTheQuery) {
    const QueryParameters query = parsed("/x?a=1&b=&a=2&c&&d=e%3Df%26+g=h&%C3%A9=").query;
    EXPECT_EQ(query.find("a"), "1");
    EXPECT_EQ(query.all("a"), (std::vector<std::string_view>{"1", "2"}));
    EXPECT_EQ(query.find("b"), "");
    EXPECT_EQ(query.find("c"), "");
    EXPECT_EQ(query.find("d"), "e=f& g=h");
    EXPECT_EQ(query.find("é"), "");
    EXPECT_EQ(query.find("nothing"), std::nullopt);
    EXPECT_EQ(query.size(), 6U);
    EXPECT_EQ(parsed("/x?").query.size(), 0U);
    EXPECT_EQ(parsed("/x?a?b=c").query.find("a?b"), "c");
}

TEST(RequestTarget, ReadsTheAbsoluteForm) {
    EXPECT_EQ(parsed("http://host:1/a?b=c").host, "host:1");
    EXPECT_EQ(parsed("http://host:1/a?b=c").segments, Segments{"a"});
    EXPECT_EQ(parsed("HTTPS://host").path, "/");
    EXPECT_EQ(parsed("http://host?b=c").query.find("b"), "c");
    EXPECT_EQ(parsed("/a://b").host, "");
}

TEST(RequestTarget, RefusesWhatItCannotMean) {
    using namespace std::string_literals;
    for (const std::string& text :
         {""s, "a"s, "*"s, "host:443"s, "ftp://host/a"s, "http:///a#b"s, "/a#b"s, "?a=b"s}) {
        EXPECT_EQ(refusal(text), "target_not_understood") << text;
    }
    for (const std::string& text :
         {"/%"s, "/%4"s, "/%4g"s, "/%g4"s, "/a?%"s, "/a?b=%1"s, "/%%41"s}) {
        EXPECT_EQ(refusal(text), "percent_encoding") << text;
    }
    for (const std::string& text : {"/%00"s, "/a\0b"s, "/%0A"s, "/%7f"s, "/%ff"s, "/%C3"s,
                                    "/%ED%A0%80"s, "/a?b=%00"s, "/a?%1b=c"s, "/\xff"s}) {
        EXPECT_EQ(refusal(text), "not_text") << text;
    }
    for (const std::string& text : {"/."s, "/.."s, "/a/../b"s, "/%2e"s, "/a/.%2E/b"s}) {
        EXPECT_EQ(refusal(text), "dot_segment") << text;
    }
}

TEST(RequestTarget, HasALimit) {
    EXPECT_EQ(refusal("/" + std::string(limits::target_bytes_max - 1, 'a')), "taken");
    EXPECT_EQ(refusal("/" + std::string(limits::target_bytes_max, 'a')), "too_large");
    std::string parameters = "/?a";
    for (std::size_t i = 1; i < limits::query_parameters_max; ++i) parameters += "&b";
    EXPECT_EQ(refusal(parameters), "taken");
    EXPECT_EQ(refusal(parameters + "&b"), "too_many_parameters");
}

}  // namespace
}  // namespace soc
