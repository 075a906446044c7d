#include "mqtt/secret.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/log.h"

namespace soc {
namespace {

// Nothing turns it into text but `reveal`: neither a log field nor a string takes it.
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_constructible_v<log::Field, std::string_view, Secret>);

class SecretFile : public ::testing::Test {
protected:
    ~SecretFile() override { std::filesystem::remove(path_); }

    Result<Secret> read(const std::string& content) {
        std::ofstream{path_, std::ios::binary} << content;
        return Secret::from_file(path_);
    }

    const std::string path_ = std::filesystem::temp_directory_path() /
                              ("soc-secret-" + std::to_string(getpid()));
};

TEST_F(SecretFile, IsItsContentWithoutTheLineEnd) {
    EXPECT_EQ(read("s3cret")->reveal(), "s3cret");
    EXPECT_EQ(read("s3cret\n")->reveal(), "s3cret");
    EXPECT_EQ(read("s3cret\r\n")->reveal(), "s3cret");
    EXPECT_EQ(read(" two words \n\n")->reveal(), " two words \n");
    EXPECT_EQ(read(std::string(4'096, 'x'))->reveal().size(), 4'096U);
}

TEST_F(SecretFile, IsRefusedWhenEmptyTooLongOrMissing) {
    EXPECT_EQ(read("\n").error().reason, "file_empty");
    EXPECT_EQ(read(std::string(4'097, 'x')).error().reason, "file_too_large");
    EXPECT_EQ(Secret::from_file(path_ + "/nowhere").error().reason, "file_unreadable");
    EXPECT_EQ(Secret::from_file("/").error().reason, "file_unreadable");
}

}  // namespace
}  // namespace soc
