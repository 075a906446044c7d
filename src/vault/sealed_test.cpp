#include "vault/sealed.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace soc {
namespace {

using namespace std::string_literals;

class SealedTest : public ::testing::Test {
protected:
    /// The secret, or the reason why there is none.
    [[nodiscard]] std::string opened(std::string_view sealed, std::string_view place = row) const {
        const Result<Secret> secret = unseal(key, sealed, place);
        if (secret) return std::string{secret->reveal()};
        EXPECT_EQ(secret.error().code, ErrorCode::conflict);
        EXPECT_EQ(secret.error().field, "sealed");
        return secret.error().reason;
    }
    [[nodiscard]] std::string sealed_sample() { return seal(key, Secret{sample}, row, random); }

    static constexpr const char* row = "credential/019ad0e4-0000-7000-8000-000000000001/secret";
    static constexpr const char* sample = "36f675cc-81e7-4ef5-a8e2-5d940ed90475";
    SystemRandom random;
    MasterKey key = MasterKey::make(random);
};

TEST_F(SealedTest, OpensWithItsKeyInItsPlace) {
    for (const std::string& text : {""s, "x"s, std::string{sample}, std::string(100'000, 'a'),
                                    "any \0 bytes \xff"s}) {
        EXPECT_EQ(opened(seal(key, Secret{text}, row, random)), text);
    }
    EXPECT_EQ(key_id_of(sealed_sample()), key.id());
    EXPECT_EQ(sealed_sample().find(sample), std::string::npos);
}

TEST_F(SealedTest, IsAnotherTextEachTime) {
    std::set<std::string> texts;
    for (int i = 0; i < 100; ++i) texts.insert(sealed_sample());
    EXPECT_EQ(texts.size(), 100U);
}

TEST_F(SealedTest, SaysWhenAnotherKeySealedIt) {
    const MasterKey other = MasterKey::make(random);
    const Result<Secret> secret = unseal(other, sealed_sample(), row);
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().reason, "other_key");
    EXPECT_EQ(secret.error().detail, key.id());
}

// The id alone must not decide: whoever can write the database can write another id.
TEST_F(SealedTest, DoesNotTrustTheIdInTheText) {
    const MasterKey other = MasterKey::make(random);
    std::string sealed = seal(other, Secret{sample}, row, random);
    sealed.replace(2, key.id().size(), key.id());
    EXPECT_EQ(opened(sealed), "damaged");
}

TEST_F(SealedTest, DoesNotOpenInAnotherPlace) {
    const std::string sealed = sealed_sample();
    const std::string place = row;
    for (const std::string& other : {place.substr(1), place + "x", ""s,
                                     "credential/019ad0e4-0000-7000-8000-000000000002/secret"s,
                                     "network/019ad0e4-0000-7000-8000-000000000001/secret"s}) {
        EXPECT_EQ(opened(sealed, other), "damaged") << other;
    }
}

TEST_F(SealedTest, DoesNotOpenWhenItIsCut) {
    const std::string sealed = sealed_sample();
    for (std::size_t length = 0; length < sealed.size(); ++length) {
        EXPECT_EQ(opened(sealed.substr(0, length)), "damaged") << length;
    }
    EXPECT_EQ(opened(sealed + "A"), "damaged");
    EXPECT_EQ(opened(sealed + "."), "damaged");
    EXPECT_EQ(opened(sealed + "="), "damaged");
}

// Any other character at any position: the version, the dots, the id, the nonce, the ciphertext.
TEST_F(SealedTest, DoesNotOpenWhenOneCharacterIsOther) {
    const std::string sealed = sealed_sample();
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        for (const char c : "A0af_-. +\xe4\0"s) {
            std::string other = sealed;
            other[at] = c;
            if (other == sealed) continue;
            const std::string result = opened(other);
            const bool in_id = at >= 2 && at < 2 + key.id().size();
            EXPECT_TRUE(result == "damaged" || (in_id && result == "other_key")) << at << c;
        }
    }
}

}  // namespace
}  // namespace soc
