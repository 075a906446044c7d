#include "store/data_lock.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "support/test_database.h"

namespace soc::testing {
namespace {

TEST(DataLock, RefusesASecondHolderAndNamesTheFirst) {
    const TemporaryDirectory parent;
    const auto directory = parent.path() / "made" / "when needed";
    std::optional<Result<DataLock>> first{DataLock::acquire(directory, "127.0.0.1:8000")};
    ASSERT_TRUE(*first);

    const auto second = DataLock::acquire(directory, "127.0.0.1:9000");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    EXPECT_EQ(second.error().reason, "data_in_use");
    const std::string& sentence = second.error().allowed;
    EXPECT_NE(sentence.find("127.0.0.1:8000"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("pid " + std::to_string(getpid())), std::string::npos) << sentence;
    EXPECT_NE(sentence.find(directory.string()), std::string::npos) << sentence;

    first.reset();
    EXPECT_TRUE(DataLock::acquire(directory, "127.0.0.1:9000"));
}

TEST(DataLock, SurvivesAMove) {
    const TemporaryDirectory directory;
    auto taken = DataLock::acquire(directory.path(), "first");
    ASSERT_TRUE(taken);
    std::optional<DataLock> moved{*std::move(taken)};
    EXPECT_FALSE(DataLock::acquire(directory.path(), "second"));
    moved.reset();
    EXPECT_TRUE(DataLock::acquire(directory.path(), "second"));
}

// The holder is another process, and ends without a word.
TEST(DataLock, IsFreeOnceItsHolderIsKilled) {
    const TemporaryDirectory directory;
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    const pid_t child = fork();
    if (child == 0) {
        const auto lock = DataLock::acquire(directory.path(), "the child");
        if (lock) static_cast<void>(write(ready[1], "x", 1));
        pause();
        _exit(0);
    }
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    const auto refused = DataLock::acquire(directory.path(), "us");
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().allowed.find("the child"), std::string::npos);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    EXPECT_TRUE(DataLock::acquire(directory.path(), "us"));
    close(ready[0]);
    close(ready[1]);
}

TEST(DataLock, SaysWhenTheDirectoryCannotBeOne) {
    const TemporaryDirectory directory;
    std::ofstream{directory.path() / "file"} << "not a directory";
    const auto refused = DataLock::acquire(directory.path() / "file" / "data", "us");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, "data_not_writable");
}

}  // namespace
}  // namespace soc::testing
