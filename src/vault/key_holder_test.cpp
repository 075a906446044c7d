#include "vault/key_holder.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "support/temporary_directory.h"

namespace soc {
namespace {

class KeyHolderTest : public ::testing::Test {
protected:
    testing::TemporaryDirectory directory;
    std::string path = (directory.path() / "master.key").string();
    SystemRandom random;
};

TEST_F(KeyHolderTest, MakesItsKeyWhenItIsFirstNeeded) {
    KeyHolder holder{path, true, random};
    EXPECT_FALSE(std::filesystem::exists(path));
    const auto key = holder.key();
    ASSERT_TRUE(key) << key.error().reason;
    EXPECT_TRUE(std::filesystem::exists(path));
    EXPECT_EQ(*holder.key(), *key);
}

// What somebody configured is waited for, and used as soon as it is there.
TEST_F(KeyHolderTest, WaitsForAConfiguredFile) {
    KeyHolder holder{path, false, random};
    for (int i = 0; i < 2; ++i) {
        const auto key = holder.key();
        ASSERT_FALSE(key);
        EXPECT_EQ(key.error().reason, "file_missing");
    }
    const auto made = MasterKey::read_or_make(path, random);
    ASSERT_TRUE(made);
    const auto key = holder.key();
    ASSERT_TRUE(key) << key.error().reason;
    EXPECT_EQ((*key)->id(), made->id());
}

}  // namespace
}  // namespace soc
