#include "access/secret_hash.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "core/limits.h"
#include "domain/hex.h"

namespace soc {
namespace {

constexpr std::string_view sample = "36f675cc-81e7-4ef5-a8e2-5d940ed90475";

Secret secret_of(std::string_view text) { return Secret{std::string{text}}; }

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
    const StoredSecret stored = hash_secret(secret_of(sample), random);
    EXPECT_EQ(to_hex(stored.salt), "3136206279746573206f662073616c74");
    EXPECT_EQ(to_hex(stored.digest),
              "a56a489f0f143a9816e876f6f3c0f7f0dd6308984ad5d15d6fe63c1c0074b184");
    EXPECT_TRUE(matches_secret(stored, sample));
}

TEST(SecretHash, HasItsOwnSaltEachTime) {
    SystemRandom random;
    const StoredSecret one = hash_secret(secret_of(sample), random);
    const StoredSecret other = hash_secret(secret_of(sample), random);
    EXPECT_NE(one.salt, other.salt);
    EXPECT_NE(one.digest, other.digest);
    EXPECT_TRUE(matches_secret(one, sample));
    EXPECT_TRUE(matches_secret(other, sample));
}

TEST(SecretHash, MatchesNothingElse) {
    using namespace std::string_literals;
    SystemRandom random;
    const StoredSecret stored = hash_secret(secret_of(sample), random);
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

/// What a database could hold though nothing here would make it.
StoredSecret stored_as(std::string_view digest) {
    StoredSecret stored;
    EXPECT_TRUE(parse_hex_bytes("3136206279746573206f662073616c74", stored.salt));
    EXPECT_TRUE(parse_hex_bytes(digest, stored.digest));
    return stored;
}

// Right digests of the salt and nothing, 512 and 513 letters x (sha256sum): what cannot be a
// secret opens nothing, even where it was stored as one.
TEST(SecretHash, OfWhatCannotBeASecretMatchesNothing) {
    const StoredSecret empty =
        stored_as("edd7d535c7961fa33ff45f54aadffc0ae724ac9dd75a83426e51bc08e6585c6f");
    EXPECT_FALSE(matches_secret(empty, ""));
    const StoredSecret longest =
        stored_as("664c38375fc96f3090466a78b881ad63741e7d3e2604c044add3a45554174f0e");
    EXPECT_TRUE(matches_secret(longest, std::string(512, 'x')));
    const StoredSecret longer =
        stored_as("4492351603ad6c7a539c0731c82a7cee3769fd8c9521d695d55b5cd6f3b9b4a6");
    EXPECT_FALSE(matches_secret(longer, std::string(513, 'x')));
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
