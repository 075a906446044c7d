#include "access/board_credentials.h"

#include <gtest/gtest.h>

#include <set>

#include "domain/uuid.h"

namespace soc {
namespace {

// contract/http.md: every spelling of an address gives one login.
TEST(BoardLogin, IsThePrefixAndTheDigitsInLowerCase) {
    for (const char* const mac : {"30:ae:a4:00:00:04", "30-AE-A4-00-00-04", "30:AE-a4-00:00-04"}) {
        EXPECT_EQ(board_login(*MacAddress::parse(mac)), "senso_30aea4000004") << mac;
    }
}

TEST(BoardSecret, HasTheFormThatBoardsKnow) {
    SystemRandom random;
    std::set<std::string> made;
    for (int i = 0; i < 1'000; ++i) {
        const Secret secret = make_board_secret(random);
        const std::string text{secret.reveal()};
        ASSERT_EQ(text.size(), 36U);
        ASSERT_EQ(text[14], '4') << "a version 7 would tell when it was made";
        const Result<Uuid> uuid = Uuid::parse(text);
        ASSERT_TRUE(uuid);
        ASSERT_EQ(uuid->to_string(), text);
        made.insert(text);
    }
    EXPECT_EQ(made.size(), 1'000U);
}

}  // namespace
}  // namespace soc
