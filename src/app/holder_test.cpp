// R24: what tells one data directory from another, whatever its instance is called.
#include "app/holder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/test_database.h"

namespace soc::testing {
namespace {

namespace fs = std::filesystem;

struct Data {
    TemporaryDirectory directory;
    SeededRandom random{3};

    [[nodiscard]] std::string find() {
        const auto found = find_holder(directory.path().string(), random);
        return found ? *found : found.error().reason;
    }
    [[nodiscard]] fs::path file() const { return directory.path() / "holder"; }
    void write(std::string_view text) const { std::ofstream{file()} << text; }
};

TEST(Holder, IsMadeUpOnceAndKept) {
    Data data;
    const std::string made = data.find();
    EXPECT_EQ(made.size(), 32U) << made;
    EXPECT_EQ(data.find(), made);
    Data another;
    another.random = SeededRandom{4};
    EXPECT_NE(another.find(), made);
}

TEST(Holder, IsForItsOwnerOnly) {
    Data data;
    static_cast<void>(data.find());
    EXPECT_EQ(fs::status(data.file()).permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
}

// Cut short by a full disk, or edited: the lead is then waited for, and nothing is stolen.
TEST(Holder, AFileThatHoldsNoIdIsReplaced) {
    Data data;
    const std::string made = data.find();
    const std::string spoilt[] = {"", "u4\n", made.substr(1), made + "0", std::string(32, 'g')};
    for (const std::string& text : spoilt) {
        data.write(text);
        const std::string next = data.find();
        EXPECT_EQ(next.size(), 32U) << text;
        EXPECT_NE(next, made) << text;
        EXPECT_EQ(data.find(), next) << text;
    }
}

TEST(Holder, ADirectoryThatIsNotThereIsTold) {
    SeededRandom random{3};
    const auto found = find_holder("/nowhere/at/all", random);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().reason, "data_not_writable");
    EXPECT_FALSE(found.error().allowed.empty());
}

}  // namespace
}  // namespace soc::testing
