#include "http/cookie.h"

#include <gtest/gtest.h>

#include <string>

namespace soc {
namespace {

TEST(FindCookie, FindsTheFirstOfThatName) {
    EXPECT_EQ(find_cookie("a=1", "a"), "1");
    EXPECT_EQ(find_cookie("b=2; a=1", "a"), "1");
    EXPECT_EQ(find_cookie("b=2;a=1;a=3", "a"), "1");
    EXPECT_EQ(find_cookie("  a = 1 ; b=2", "a"), "1");
    EXPECT_EQ(find_cookie("a=b=c", "a"), "b=c");
    EXPECT_EQ(find_cookie("a=", "a"), "");
    EXPECT_EQ(find_cookie("b; a=1", "a"), "1");
}

TEST(FindCookie, FindsNothingElse) {
    for (const std::string field : {"", ";", "a", "aa=1", "A=1", "b=a=1", "=1", " ; ; "}) {
        EXPECT_EQ(find_cookie(field, "a"), std::nullopt) << field;
    }
}

TEST(SessionCookie, SaysSecureUnderHttpsOnly) {
    SeededRandom random{1};
    const SessionToken token = SessionToken::make(random);
    EXPECT_EQ(session_cookie(token, true),
              "__Host-sensocampus=" + token.reveal() +
                  "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure");
    EXPECT_EQ(session_cookie(token, false),
              "sensocampus=" + token.reveal() +
                  "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");
    EXPECT_EQ(expired_session_cookie(true),
              "__Host-sensocampus=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure");
    EXPECT_EQ(mark_cookie("name.seal", true),
              "__Host-sensocampus-browser=name.seal; Path=/; Max-Age=2592000; HttpOnly; "
              "SameSite=Lax; Secure");
}

}  // namespace
}  // namespace soc
