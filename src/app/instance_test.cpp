#include "app/instance.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/config_keys.h"
#include "support/test_database.h"

namespace soc::testing {
namespace {

struct Data {
    TemporaryDirectory directory;
    SeededRandom random{3};

    [[nodiscard]] std::string path() const { return directory.path().string(); }
    [[nodiscard]] std::string find(const std::string& configured = {}) {
        const auto found = find_instance(configured, path(), random);
        return found ? *found : found.error().reason;
    }
    void write(std::string_view text) { std::ofstream{path() + "/instance"} << text; }
};

TEST(Instance, IsMadeUpOnceAndKept) {
    Data data;
    const std::string made = data.find();
    EXPECT_TRUE(is_instance_name(made)) << made;
    EXPECT_EQ(data.find(), made);
    Data another;
    another.random = SeededRandom{4};
    EXPECT_NE(another.find(), made);
}

TEST(Instance, TheConfiguredOneWinsAndIsNotKept) {
    Data data;
    EXPECT_EQ(data.find("u4"), "u4");
    const std::string made = data.find();
    EXPECT_NE(made, "u4");
    EXPECT_EQ(data.find("u4"), "u4");
    EXPECT_EQ(data.find(), made);
}

TEST(Instance, IsBorrowedWithoutATrace) {
    Data data;
    const auto borrow = [&](const std::string& configured) {
        const auto found = borrow_instance(configured, data.path(), data.random);
        return found ? *found : found.error().reason;
    };
    EXPECT_TRUE(is_instance_name(borrow("")));
    EXPECT_NE(borrow(""), borrow("")) << "made up for one run";
    EXPECT_TRUE(std::filesystem::is_empty(data.directory.path()));
    EXPECT_EQ(borrow("u4"), "u4");
    const std::string kept = data.find();
    EXPECT_EQ(borrow(""), kept);
    data.write("U4 main\n");
    EXPECT_EQ(borrow(""), "bad_instance");
}

// It names our session at the broker: another name would be another queue (R7).
TEST(Instance, AFileThatSomebodySpoiltIsToldAndNotReplaced) {
    Data data;
    data.write("U4 main\n");
    EXPECT_EQ(data.find(), "bad_instance");
    data.write("u4-main");
    EXPECT_EQ(data.find(), "u4-main");
}

TEST(Instance, AFileThatWasNeverWrittenIsNoName) {
    Data data;
    data.write("");
    EXPECT_TRUE(is_instance_name(data.find()));
    EXPECT_EQ(data.find(), data.find());
}

TEST(Instance, ADirectoryThatIsNotThereIsTold) {
    SeededRandom random{3};
    const auto found = find_instance("", "/nowhere/at/all", random);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().reason, "data_not_writable");
}

}  // namespace
}  // namespace soc::testing
