#include "people/password_hash.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <array>
#include <string>

namespace soc {
namespace {

Secret password(std::string text) {
    return Secret{std::move(text)};
}

TEST(PasswordHash, MatchesItsPasswordOnly) {
    const Result<std::string> hash = hash_password(password("correct horse battery"));
    ASSERT_TRUE(hash);
    EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << *hash;
    EXPECT_EQ(hash->find("horse"), std::string::npos);

    const PasswordCheck right = check_password(password("correct horse battery"), *hash);
    EXPECT_TRUE(right.matches);
    EXPECT_FALSE(right.outdated);
    EXPECT_FALSE(check_password(password("correct horse batterz"), *hash).matches);
    EXPECT_FALSE(check_password(password(""), *hash).matches);
}

TEST(PasswordHash, IsSalted) {
    EXPECT_NE(*hash_password(password("the same words")),
              *hash_password(password("the same words")));
}

// A NUL must not end a password early: "a\0b" and "a\0c" are two.
TEST(PasswordHash, TakesEveryByte) {
    using namespace std::string_literals;
    const Result<std::string> hash = hash_password(password("a\0b"s));
    ASSERT_TRUE(hash);
    EXPECT_TRUE(check_password(password("a\0b"s), *hash).matches);
    EXPECT_FALSE(check_password(password("a\0c"s), *hash).matches);
    EXPECT_FALSE(check_password(password("a"s), *hash).matches);
}

TEST(PasswordHash, AsksForANewHashWhenTheParametersAreOld) {
    const std::string text = "weaker parameters";
    std::array<char, crypto_pwhash_STRBYTES> old{};
    ASSERT_EQ(crypto_pwhash_str(old.data(), text.data(), text.size(), 1, 8 * 1024 * 1024), 0);
    const PasswordCheck check = check_password(password(text), old.data());
    EXPECT_TRUE(check.matches);
    EXPECT_TRUE(check.outdated);
}

TEST(PasswordHash, MatchesNothingWithAHashThatIsNone) {
    for (const std::string& stored : {std::string{}, std::string{"secret"},
                                      std::string{"$argon2id$"}, std::string(5'000, 'x')}) {
        EXPECT_FALSE(check_password(password("secret"), stored).matches) << stored;
    }
}

// Nobody's hash has today's parameters, so that checking it takes as long as a real check.
TEST(PasswordHash, NobodysHashCostsWhatARealOneCosts) {
    const PasswordCheck check = check_nobodys_password(password("anything at all"));
    EXPECT_FALSE(check.matches);
    EXPECT_FALSE(check.outdated);
}

}  // namespace
}  // namespace soc
