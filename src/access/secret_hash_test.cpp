#include "access/secret_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/limits.h"

namespace soc {
namespace {

constexpr std::string_view sample = "36f675cc-81e7-4ef5-a8e2-5d940ed90475";

Secret password(std::string_view text) { return Secret{std::string{text}}; }

// printf '16 bytes of salt36f675cc-81e7-4ef5-a8e2-5d940ed90475' | sha256sum
TEST(SecretHash, IsSha256OfSaltAndSecret) {
    class GivenSalt final : public RandomSource {
    public:
        void fill(std::span<std::uint8_t> bytes) override {
            constexpr std::string_view salt = "16 bytes of salt";
            ASSERT_EQ(bytes.size(), salt.size());
            std::copy(salt.begin(), salt.end(), bytes.begin());
        }
    } random;
    const StoredSecret stored = hash_secret(password(sample), random);
    EXPECT_EQ(to_hex(stored.salt), "3136206279746573206f662073616c74");
    EXPECT_EQ(to_hex(stored.digest),
              "a56a489f0f143a9816e876f6f3c0f7f0dd6308984ad5d15d6fe63c1c0074b184");
    EXPECT_TRUE(matches_secret(stored, sample));
}

TEST(SecretHash, HasItsOwnSaltEachTime) {
    SystemRandom random;
    const StoredSecret one = hash_secret(password(sample), random);
    const StoredSecret other = hash_secret(password(sample), random);
    EXPECT_NE(one.salt, other.salt);
    EXPECT_NE(one.digest, other.digest);
    EXPECT_TRUE(matches_secret(one, sample));
    EXPECT_TRUE(matches_secret(other, sample));
}

TEST(SecretHash, MatchesNothingElse) {
    using namespace std::string_literals;
    SystemRandom random;
    const StoredSecret stored = hash_secret(password(sample), random);
    const std::string secret{sample};
    for (const std::string& said :
         {""s, secret.substr(1), secret.substr(0, 35), secret + " ", secret + "\0"s, " " + secret,
          "36F675CC-81E7-4EF5-A8E2-5D940ED90475"s, std::string(100'000, 'a')}) {
        EXPECT_FALSE(matches_secret(stored, said)) << said.substr(0, 40);
    }
    for (std::size_t at = 0; at < stored.digest.size(); ++at) {
        StoredSecret other = stored;
        other.digest[at] = static_cast<std::uint8_t>(other.digest[at] ^ 1U);
        EXPECT_FALSE(matches_secret(other, sample)) << at;
    }
    for (std::size_t at = 0; at < stored.salt.size(); ++at) {
        StoredSecret other = stored;
        other.salt[at] = static_cast<std::uint8_t>(other.salt[at] ^ 1U);
        EXPECT_FALSE(matches_secret(other, sample)) << at;
    }
}

// An entry that was never filled must not be a way in.
TEST(SecretHash, OfNothingMatchesNothing) {
    EXPECT_FALSE(matches_secret(StoredSecret{}, ""));
    EXPECT_FALSE(matches_secret(StoredSecret{}, std::string(32, '\0')));
}

TEST(SecretHash, TakesAnyBytesUpToTheLimit) {
    SystemRandom random;
    for (const std::string& secret :
         {std::string(limits::secret_bytes_max, 'x'), std::string{"\0\xff\n", 3}}) {
        const StoredSecret stored = hash_secret(Secret{secret}, random);
        EXPECT_TRUE(matches_secret(stored, secret));
        EXPECT_FALSE(matches_secret(stored, secret + "x"));
    }
}

}  // namespace
}  // namespace soc
