#include "wire/json_reader.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace soc::wire {
namespace {

namespace json = boost::json;
using namespace std::string_literals;

json::object object_of(std::string_view text) {
    Result<json::object> object = read_object(text);
    EXPECT_TRUE(object) << text;
    return *std::move(object);
}

/// `{"a":{"a":...}}` with `levels` objects inside each other.
std::string nested(std::size_t levels) {
    std::string text;
    for (std::size_t i = 0; i < levels; ++i) text += "{\"a\":";
    text += "1";
    return text.append(levels, '}');
}

struct BadDocument {
    std::string text;
    std::string_view reason;
};

TEST(JsonReader, RefusesWhatIsNoBoundedObject) {
    const std::vector<BadDocument> bad{
        {"", "not_json"},
        {" ", "not_json"},
        {"\0"s, "not_json"},
        {"{", "not_json"},
        {"{}}", "not_json"},
        {"{} {}", "not_json"},
        {"{}\0"s, "not_json"},
        {"{'a':1}", "not_json"},
        {"{\"a\":1,}", "not_json"},
        {"{\"a\":01}", "not_json"},
        {"{\"a\":NaN}", "not_json"},
        {"{\"a\":\"line\nbreak\"}", "not_json"},
        {"{\"a\":\"\xff\"}", "not_json"},
        {"{\"a\":\"\\ud800\"}", "not_json"},
        {"\xef\xbb\xbf{}", "not_json"},
        {"<html>", "not_json"},
        {"[]", "not_an_object"},
        {"null", "not_an_object"},
        {"\"text\"", "not_an_object"},
        {"1", "not_an_object"},
        {nested(limits::json_depth_max + 1), "too_deep"},
        {std::string(60'000, '['), "too_deep"},
        {std::string(limits::body_bytes_max - 1, ' ') + "{}", "too_large"},
    };
    for (const BadDocument& row : bad) {
        const Result<json::object> object = read_object(row.text);
        ASSERT_FALSE(object) << row.text.substr(0, 40);
        EXPECT_EQ(object.error().reason, row.reason) << row.text.substr(0, 40);
        EXPECT_EQ(object.error().field, "");
        EXPECT_FALSE(object.error().allowed.empty());
        EXPECT_EQ(object.error().code, row.reason == "too_large" ? ErrorCode::too_large
                                                                 : ErrorCode::invalid_input);
    }
}

TEST(JsonReader, TakesWhatStandsOnItsLimits) {
    EXPECT_TRUE(read_object(nested(limits::json_depth_max)));
    EXPECT_TRUE(read_object(std::string(limits::body_bytes_max - 2, ' ') + "{}"));
    EXPECT_TRUE(read_object("{}", {.bytes_max = 2, .depth_max = 1}));
    EXPECT_FALSE(read_object("{ }", {.bytes_max = 2, .depth_max = 1}));
    EXPECT_FALSE(read_object(nested(2), {.bytes_max = 100, .depth_max = 1}));
}

TEST(JsonReader, OfARepeatedMemberTheLastWins) {
    EXPECT_EQ(find_integer(object_of(R"({"a":1,"b":2,"a":"3"})"), "a"), 3);
    // More members than are searched one after the other.
    std::string many = "{";
    for (int i = 0; i < 100; ++i) many += "\"m" + std::to_string(i) + "\":1,";
    EXPECT_EQ(find_integer(object_of(many + "\"m7\":2}"), "m7"), 2);
}

TEST(JsonReader, NamesTheUnknownMember) {
    EXPECT_TRUE(check_members(object_of(R"({"a":1})"), {"a", "b"}));
    const Status unknown = check_members(object_of(R"({"a":1,"c\n":2})"), {"a", "b"});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().field, "c\u240a");
    EXPECT_EQ(unknown.error().reason, "unknown_member");
    EXPECT_EQ(unknown.error().allowed, "a, b");
}

struct MemberRow {
    std::string_view text;
    std::string_view reason;  ///< empty: taken
};

TEST(JsonReader, ReadsATextWithinItsBounds) {
    constexpr std::array<MemberRow, 10> table{{
        {R"({})", "missing"},
        {R"({"a":null})", "not_text"},
        {R"({"a":1})", "not_text"},
        {R"({"a":["ab"]})", "not_text"},
        {R"({"a":""})", "empty"},
        {R"({"a":"é"})", "too_short"},
        {R"({"a":"éé"})", ""},
        {R"({"a":"日日日"})", ""},
        {R"({"a":"abcd"})", "too_long"},
        {R"({"a":"a\u0000b"})", "has_nul"},
    }};
    for (const MemberRow& row : table) {
        const Result<std::string> text = read_text(object_of(row.text), "a", {2, 3});
        EXPECT_EQ(text.has_value(), row.reason.empty()) << row.text;
        if (text) continue;
        EXPECT_EQ(text.error().reason, row.reason) << row.text;
        EXPECT_EQ(text.error().field, "a");
        EXPECT_EQ(text.error().allowed, "text of 2 to 3 characters");
    }
    EXPECT_EQ(*read_text(object_of(R"({"a":"l'\u00e9t\u00e9\n"})"), "a", {}), "l'été\n");
}

TEST(JsonReader, ReadsAWholeNumberWithinItsBounds) {
    constexpr std::array<MemberRow, 13> table{{
        {R"({})", "missing"},
        {R"({"a":"5"})", "not_an_integer"},
        {R"({"a":5.5})", "not_an_integer"},
        {R"({"a":null})", "not_an_integer"},
        {R"({"a":1e300})", "not_an_integer"},
        {R"({"a":4})", "out_of_range"},
        {R"({"a":5})", ""},
        {R"({"a":5.0})", ""},
        {R"({"a":0.7e1})", ""},
        {R"({"a":7})", ""},
        {R"({"a":8})", "out_of_range"},
        {R"({"a":-5})", "out_of_range"},
        {R"({"a":18446744073709551615})", "out_of_range"},
    }};
    for (const MemberRow& row : table) {
        const Result<std::int64_t> number = read_integer(object_of(row.text), "a", {5, 7});
        EXPECT_EQ(number.has_value(), row.reason.empty()) << row.text;
        if (number) continue;
        EXPECT_EQ(number.error().reason, row.reason) << row.text;
        EXPECT_EQ(number.error().field, "a");
        EXPECT_EQ(number.error().allowed, "whole number from 5 to 7");
    }
}

TEST(JsonReader, FindsNumbersThatBoardsWriteAsText) {
    const json::object object = object_of(
        R"({"i":1800,"t":"1800","d":1800.0,"e":"1.8e3","s":" -7 ","x":"12h","n":"","f":1.5,)"
        R"("big":9223372036854775808,"huge":1e999,"inf":"inf","b":true,"hex":"0x10"})");
    for (const char* const name : {"i", "t", "d", "e"}) {
        EXPECT_EQ(find_integer(object, name), 1800) << name;
    }
    EXPECT_EQ(find_integer(object, "s"), -7);
    for (const char* const name : {"x", "n", "f", "big", "huge", "inf", "b", "hex", "absent"}) {
        EXPECT_EQ(find_integer(object, name), std::nullopt) << name;
    }
}

TEST(JsonReader, FindsTextsThatCanBeShown) {
    const json::object object = object_of(
        R"({"n":231027,"t":" v1.2 ","long":"123456789","nul":"a\u0000","e":"","o":{},"u":"é日"})");
    EXPECT_EQ(find_text_or_number(object, "n", 8), "231027");
    EXPECT_EQ(find_text_or_number(object, "t", 8), "v1.2");
    EXPECT_EQ(find_text_or_number(object, "u", 2), "é日");
    EXPECT_EQ(find_text_or_number(object, "u", 1), std::nullopt);
    for (const char* const name : {"long", "nul", "e", "o", "absent"}) {
        EXPECT_EQ(find_text_or_number(object, name, 8), std::nullopt) << name;
    }
}

}  // namespace
}  // namespace soc::wire
