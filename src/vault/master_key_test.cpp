#include "vault/master_key.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "core/guarded.h"
#include "support/temporary_directory.h"

namespace soc {
namespace {

using namespace std::string_literals;

class MasterKeyTest : public ::testing::Test {
protected:
    /// `code/field/reason` of reading the file.
    [[nodiscard]] std::string refusal() const {
        const Result<MasterKey> key = MasterKey::read(path);
        if (key) return "success";
        EXPECT_NE(key.error().allowed.find(path), std::string::npos);
        return std::string{to_word(key.error().code)} + "/" + key.error().field + "/" +
               key.error().reason;
    }
    void put(const std::string& content, mode_t mode = 0600) const {
        std::ofstream{path, std::ios::trunc} << content;
        ASSERT_EQ(chmod(path.c_str(), mode), 0);
    }
    [[nodiscard]] std::string content() const {
        std::ifstream file{path};
        return {std::istreambuf_iterator<char>{file}, {}};
    }

    testing::TemporaryDirectory directory;
    std::string path = (directory.path() / "master.key").string();
    SystemRandom random;
};

const std::string digits = std::string(62, '0') + "af";

TEST_F(MasterKeyTest, IsMadeOnceForItsOwnerOnly) {
    const Result<MasterKey> made = MasterKey::read_or_make(path, random);
    ASSERT_TRUE(made) << made.error().detail;
    struct stat about{};
    ASSERT_EQ(stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
    EXPECT_EQ(content(), to_hex(made->reveal()) + "\n");

    const Result<MasterKey> again = MasterKey::read_or_make(path, random);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->reveal(), made->reveal());
    EXPECT_EQ(again->id(), made->id());
    const auto files = std::filesystem::directory_iterator{directory.path()};
    EXPECT_EQ(std::distance(begin(files), end(files)), 1) << "a draft was left behind";
}

// Two starts at once must not seal with two keys, of which one file can keep only one.
TEST_F(MasterKeyTest, IsTheSameForAllWhoMakeItAtOnce) {
    Guarded<std::vector<std::string>> ids;
    {
        std::vector<std::jthread> threads;
        threads.reserve(8);
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                const Result<MasterKey> key = MasterKey::read_or_make(path, random);
                ids.with([&](auto& list) { list.push_back(key ? key->id() : "failed"); });
            });
        }
    }
    const Result<MasterKey> kept = MasterKey::read(path);
    ASSERT_TRUE(kept);
    ids.with([&](const auto& list) {
        EXPECT_EQ(list, std::vector<std::string>(8, kept->id()));
    });
}

TEST_F(MasterKeyTest, IsReadWithAndWithoutItsLineEnd) {
    for (const std::string& text : {digits, digits + "\n"}) {
        put(text, 0400);
        const Result<MasterKey> key = MasterKey::read(path);
        ASSERT_TRUE(key) << key.error().reason;
        EXPECT_EQ(to_hex(key->reveal()), digits);
        ASSERT_EQ(chmod(path.c_str(), 0600), 0);
    }
}

TEST_F(MasterKeyTest, IsRefusedWhenOthersMayReadOrWriteIt) {
    for (const mode_t mode : {0640U, 0620U, 0604U, 0602U, 0660U, 0644U}) {
        put(digits, mode);
        EXPECT_EQ(refusal(), "invalid_input/master_key/file_open_to_others") << mode;
        EXPECT_FALSE(MasterKey::read_or_make(path, random)) << mode;
    }
}

TEST_F(MasterKeyTest, IsRefusedWhenItIsNoKey) {
    const struct {
        std::string content;
        std::string reason;
    } cases[] = {
        {"", "wrong_size"},
        {"\n", "wrong_size"},
        {digits.substr(1), "wrong_size"},
        {digits + "0", "wrong_size"},
        {digits + "\n\n", "wrong_size"},
        {std::string(100'000, 'a'), "wrong_size"},
        {std::string(63, '0') + "g", "not_hexadecimal"},
        {std::string(63, '0') + "\0"s, "not_hexadecimal"},
    };
    for (const auto& [text, reason] : cases) {
        put(text);
        EXPECT_EQ(refusal(), "invalid_input/master_key/" + reason) << text.substr(0, 70);
        EXPECT_FALSE(MasterKey::read_or_make(path, random));
        EXPECT_EQ(content(), text) << "what is there is never overwritten";
    }
}

TEST_F(MasterKeyTest, SaysWhatStandsInItsPlace) {
    EXPECT_EQ(refusal(), "unavailable/master_key/file_missing");
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    EXPECT_EQ(refusal(), "invalid_input/master_key/not_a_file");
    ASSERT_TRUE(std::filesystem::remove(path));
    ASSERT_TRUE(std::filesystem::create_directory(path));
    EXPECT_EQ(refusal(), "invalid_input/master_key/not_a_file");
    path = (directory.path() / "none" / "master.key").string();
    const Result<MasterKey> key = MasterKey::read_or_make(path, random);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().reason, "file_not_written");
}

TEST_F(MasterKeyTest, HasAnIdThatTellsKeysApart) {
    const MasterKey one = MasterKey::make(random);
    const MasterKey other = MasterKey::make(random);
    EXPECT_EQ(one.id().size(), 16U);
    EXPECT_NE(one.id(), other.id());
    EXPECT_EQ(to_hex(one.reveal()).find(one.id()), std::string::npos);
}

}  // namespace
}  // namespace soc
