#include "people/password_rules.h"

#include <gtest/gtest.h>

#include <string>

namespace soc {
namespace {

std::string judge(const std::string& text, const std::string& user = "bob") {
    const Status fine = check_new_password(Secret{text}, user);
    return fine ? "fine" : fine.error().field + "/" + fine.error().reason;
}

TEST(PasswordRules, WantTwelveTo256Characters) {
    EXPECT_EQ(judge(std::string(11, 'x')), "password/too_short");
    EXPECT_EQ(judge(std::string(12, 'x')), "fine");
    EXPECT_EQ(judge(std::string(256, 'x')), "fine");
    EXPECT_EQ(judge(std::string(257, 'x')), "password/too_long");
}

// Characters are counted, not bytes: eleven accented letters are 22 bytes.
TEST(PasswordRules, CountCharacters) {
    std::string accented;
    for (int i = 0; i < 11; ++i) accented += "é";
    EXPECT_EQ(judge(accented), "password/too_short");
    EXPECT_EQ(judge(accented + "é"), "fine");
    EXPECT_EQ(judge("twelve bytes \xff"), "password/not_text");
}

TEST(PasswordRules, RefuseWhatIsBuiltFromTheName) {
    EXPECT_EQ(judge("administrator", "administrator"), "password/contains_name");
    EXPECT_EQ(judge("AdministratoR", "administrator"), "password/contains_name");
    EXPECT_EQ(judge("bobbobbobbob1234", "bob"), "password/contains_name");
    EXPECT_EQ(judge("marie.curie1", "marie.curie"), "password/contains_name");
    EXPECT_EQ(judge("bobsleigh in the rain", "bob"), "fine");
    EXPECT_EQ(judge("nothing of the sort", "bob"), "fine");
    EXPECT_EQ(judge("no name no rule", ""), "fine");
}

}  // namespace
}  // namespace soc
