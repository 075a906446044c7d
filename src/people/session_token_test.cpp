#include "people/session_token.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace soc {
namespace {

SessionToken a_token(std::uint64_t seed = 1) {
    SeededRandom random{seed};
    return SessionToken::make(random);
}

TEST(SessionToken, IsReadAsItIsWritten) {
    const SessionToken token = a_token();
    EXPECT_EQ(token.reveal().size(), 43U);
    const auto again = SessionToken::parse(token.reveal());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->hash(), token.hash());
    EXPECT_EQ(again->reveal(), token.reveal());
}

// RFC 6234's own kind of check: the hash of 32 zero bytes is known.
TEST(SessionToken, IsStoredAsItsSha256) {
    const auto zero = SessionToken::parse(std::string(43, 'A'));
    ASSERT_TRUE(zero);
    EXPECT_EQ(zero->hash(), "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
}

TEST(SessionToken, RefusesWhatIsNone) {
    using namespace std::string_literals;
    const std::string good = a_token().reveal();
    for (const std::string& text :
         {""s, good.substr(1), good + "A", good + "=", " " + good, "+" + good.substr(1),
          good.substr(0, 42) + "\0"s, std::string(43, '!'), std::string(10'000, 'A')}) {
        EXPECT_FALSE(SessionToken::parse(text)) << text;
    }
}

// Another spelling of the same bytes would be a second name for one session: the last of 43
// characters carries four bits only, and libsodium reads some bytes above 127 as digits.
TEST(SessionToken, HasOneSpelling) {
    const std::string good = a_token().reveal();
    for (std::size_t at = 0; at < good.size(); ++at) {
        int same = 0;
        for (int byte = 0; byte < 256; ++byte) {
            std::string text = good;
            text[at] = static_cast<char>(byte);
            const auto parsed = SessionToken::parse(text);
            if (!parsed) continue;
            EXPECT_EQ(parsed->reveal(), text) << at << " " << byte;
            if (parsed->hash() == a_token().hash()) ++same;
        }
        EXPECT_EQ(same, 1) << at;
    }
}

TEST(SessionToken, ChecksTheCsrfTokenOfThisSessionOnly) {
    const SessionToken token = a_token(1);
    EXPECT_TRUE(token.csrf_matches(token.csrf_token()));
    EXPECT_FALSE(token.csrf_matches(a_token(2).csrf_token()));
    EXPECT_FALSE(token.csrf_matches(""));
    EXPECT_FALSE(token.csrf_matches(token.csrf_token().substr(1)));
    EXPECT_FALSE(token.csrf_matches(token.csrf_token() + "A"));
    EXPECT_FALSE(token.csrf_matches(token.reveal())) << "the cookie must not do as its own proof";
}

TEST(RandomName, IsUrlSafeAndNew) {
    SystemRandom random;
    std::set<std::string> names;
    for (int i = 0; i < 100; ++i) {
        const std::string name = random_name(random, 16);
        EXPECT_EQ(name.size(), 22U);
        EXPECT_EQ(name.find_first_of("+/="), std::string::npos);
        names.insert(name);
    }
    EXPECT_EQ(names.size(), 100U);
}

}  // namespace
}  // namespace soc
