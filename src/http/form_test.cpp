#include "http/form.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "core/limits.h"

namespace soc {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;
using namespace std::string_literals;

constexpr const char* url_encoded = "application/x-www-form-urlencoded";
constexpr const char* multipart = "multipart/form-data; boundary=cut";

Fields fields(const std::string& type, const std::string& body) {
    const Result<FormFields> form = parse_form(type, body);
    EXPECT_TRUE(form) << body;
    return form ? Fields{form->begin(), form->end()} : Fields{};
}

std::string refusal(const std::string& type, const std::string& body) {
    const Result<FormFields> form = parse_form(type, body);
    return form ? "taken" : form.error().reason;
}

std::string part(const std::string& header, const std::string& value) {
    return "--cut\r\n" + header + "\r\n\r\n" + value + "\r\n";
}
std::string named(const std::string& name, const std::string& value) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", value);
}

TEST(UrlEncodedForm, IsRead) {
    EXPECT_EQ(fields(url_encoded, "a=1&b=x+y%2Bz&&c&d=&a=2&=e"),
              (Fields{{"a", "1"}, {"b", "x y+z"}, {"c", ""}, {"d", ""}, {"a", "2"}, {"", "e"}}));
    EXPECT_EQ(fields(url_encoded, ""), Fields{});
    EXPECT_EQ(fields("Application/X-WWW-Form-UrlEncoded ; charset=utf-8", "a=b=c"),
              (Fields{{"a", "b=c"}}));
}

// What a field may hold is its reader's to say: a secret may be any bytes.
TEST(UrlEncodedForm, MayHoldAnyBytes) {
    EXPECT_EQ(fields(url_encoded, "a=%00%ff%0a"), (Fields{{"a", "\x00\xff\n"s}}));
}

TEST(UrlEncodedForm, RefusesBadEscapes) {
    for (const char* body : {"a=%", "a=%1", "a=%zz", "%g0=1", "a=1&b=%"}) {
        EXPECT_EQ(refusal(url_encoded, body), "percent_encoding") << body;
    }
}

TEST(MultipartForm, IsRead) {
    const std::string body = named("a", "1") + named("b", "x+y%20\r\n--cu") + named("", "");
    const Fields expected{{"a", "1"}, {"b", "x+y%20\r\n--cu"}, {"", ""}};
    EXPECT_EQ(fields(multipart, body + "--cut--\r\n"), expected);
    EXPECT_EQ(fields(multipart, "preamble\r\n" + body + "--cut--epilogue"), expected);
    EXPECT_EQ(fields("multipart/form-data; charset=x; Boundary=\"cut\"", body + "--cut--"),
              expected);
}

TEST(MultipartForm, ReadsEverySpellingOfAName) {
    for (const char* header :
         {"content-disposition:form-data;name=a", "CONTENT-DISPOSITION: form-data; NAME = \"a\"",
          "Content-Type: text/plain\r\nContent-Disposition: form-data; name=\"\\a\"",
          "Content-Disposition: form-data; x=\"; name=b\"; name=a"}) {
        EXPECT_EQ(fields(multipart, part(header, "1") + "--cut--"), (Fields{{"a", "1"}})) << header;
    }
}

TEST(MultipartForm, LeavesFilesOut) {
    EXPECT_EQ(fields(multipart,
                     part("Content-Disposition: form-data; name=\"a\"; filename=\"b\"", "1") +
                         "--cut \t\r\nContent-Disposition: form-data; name=c\r\n\r\n2\r\n--cut--"),
              (Fields{{"c", "2"}}));
}

// Every place at which the body of one field may be cut off, but for the two blanks of its end.
TEST(MultipartForm, IsRefusedWhenItIsCutOff) {
    const std::string whole = named("a", "1") + "--cut--";
    EXPECT_EQ(refusal(multipart, whole), "taken");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(refusal(multipart, whole.substr(0, size)), "bad_multipart") << size;
    }
}

TEST(MultipartForm, IsRefusedWhenItIsNone) {
    EXPECT_EQ(refusal(multipart, "--cut\r\n--cut--"), "bad_multipart");
    EXPECT_EQ(refusal(multipart, "--cut\r\n\r\n\r\n--cut--"), "bad_multipart");
    EXPECT_EQ(refusal(multipart, "--cutter\r\n" + named("a", "1") + "--cut--"), "bad_multipart");
    EXPECT_EQ(refusal(multipart, part("X: y", "1") + "--cut--"), "bad_multipart");
    EXPECT_EQ(refusal(multipart, part("Content-Disposition: form-data", "1") + "--cut--"),
              "bad_multipart");
    EXPECT_EQ(refusal(multipart, part("Content-Disposition: x; name=\"a", "1") + "--cut--"),
              "bad_multipart");
    const std::string body = named("a", "1") + "--cut--";
    for (const std::string& type :
         {"multipart/form-data"s, "multipart/form-data; boundary"s,
          "multipart/form-data; boundary="s, "multipart/form-data; boundary=\"cut"s,
          "multipart/form-data; boundary=" + std::string(71, 'x')}) {
        EXPECT_EQ(refusal(type, body), "bad_multipart") << type;
    }
}

TEST(Form, HasAType) {
    for (const char* type : {"", "application/json", "text/plain", "multipart/mixed; boundary=cut",
                             "application/x-www-form-urlencodedx"}) {
        EXPECT_EQ(refusal(type, "a=1"), "form_required") << type;
    }
}

TEST(Form, HasALimitedNumberOfFields) {
    std::string body;
    std::string parts;
    for (std::size_t i = 0; i < limits::form_fields_max; ++i) {
        body += "a=1&";
        parts += named("a", "1");
    }
    EXPECT_EQ(refusal(url_encoded, body), "taken");
    EXPECT_EQ(refusal(url_encoded, body + "a"), "too_many_fields");
    EXPECT_EQ(refusal(multipart, parts + "--cut--"), "taken");
    EXPECT_EQ(refusal(multipart, parts + named("a", "1") + "--cut--"), "too_many_fields");
}

}  // namespace
}  // namespace soc
