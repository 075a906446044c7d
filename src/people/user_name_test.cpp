#include "people/user_name.h"

#include <gtest/gtest.h>

#include <string>

namespace soc {
namespace {

std::string judge(const std::string& name) {
    const Status fine = check_user_name(name);
    return fine ? "fine" : fine.error().field + "/" + fine.error().reason;
}

TEST(UserName, IsAShortPlainWord) {
    for (const std::string& name :
         {std::string{"a"}, std::string{"Marie.Curie"}, std::string{"m_c-2@iut.example"},
          std::string(64, 'x'), std::string{"locale"}}) {
        EXPECT_EQ(judge(name), "fine") << name;
    }
    for (const std::string& name : {std::string{}, std::string(65, 'x'), std::string{"marie curie"},
                                    std::string{"é"}, std::string{"a/b"}, std::string{"a\nb"},
                                    std::string{"a\0b", 3}, std::string{"a:b"}}) {
        EXPECT_EQ(judge(name), "name/bad_name") << name;
    }
    for (const std::string name : {"local", "system", "import"}) {
        EXPECT_EQ(judge(name), "name/reserved") << name;
    }
}

}  // namespace
}  // namespace soc
