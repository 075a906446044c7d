#include "plugin/plugin_options.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace soc::plugin {
namespace {

struct Options : ::testing::Test {
    std::string directory = std::filesystem::temp_directory_path();
    std::string file = std::filesystem::temp_directory_path() /
                       ("soc-secret-" + std::to_string(getpid()));
    const std::string digits = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";
    std::map<std::string, std::string> lines{{"bootstrap_login", "server"},
                                             {"bootstrap_secret_file", file},
                                             {"copy_directory", directory}};
    PluginOptions options;

    Options() { write(digits + "  -\n"); }
    ~Options() override { std::remove(file.c_str()); }

    void write(const std::string& content) const { std::ofstream{file} << content; }
    std::string only_fault() {
        const std::vector<std::string> faults = read_options(lines, options);
        EXPECT_EQ(faults.size(), 1U);
        return faults.empty() ? "" : faults.front();
    }
};

TEST_F(Options, AreTaken) {
    EXPECT_TRUE(read_options(lines, options).empty());
    EXPECT_EQ(options.bootstrap.login, "server");
    EXPECT_EQ(options.bootstrap.secret_digest.front(), 0x2b);
    EXPECT_EQ(options.bootstrap.secret_digest.back(), 0x5b);
    EXPECT_EQ(options.bootstrap.client_prefix, "sensocampus-");
    EXPECT_EQ(options.copy_directory, lines["copy_directory"]);
    EXPECT_FALSE(std::filesystem::exists(options.copy_directory + "/table.probe"));
    write(digits);
    EXPECT_TRUE(read_options(lines, options).empty());
}

TEST_F(Options, AllFaultsAreSaidAtOnce) {
    EXPECT_EQ(read_options({{"copy_dir", "/tmp"}}, options),
              (std::vector<std::string>{"plugin_opt_copy_dir: there is no such option",
                                        "plugin_opt_bootstrap_login: is missing",
                                        "plugin_opt_copy_directory: is missing",
                                        "plugin_opt_bootstrap_secret_file: is missing"}));
}

TEST_F(Options, AFileWithoutADigestIsSaid) {
    const std::string fault = "plugin_opt_bootstrap_secret_file: " + file +
                              " does not begin with the 64 hexadecimal digits of a SHA-256";
    for (const std::string& content :
         {std::string{}, std::string{"server secret"}, digits.substr(1), digits + "0",
          "x" + digits.substr(1)}) {
        write(content);
        EXPECT_EQ(only_fault(), fault) << content;
    }
    std::remove(file.c_str());
    EXPECT_EQ(only_fault(), "plugin_opt_bootstrap_secret_file: " + file + " cannot be read");
}

TEST_F(Options, ADirectoryThatCannotBeWrittenIsSaid) {
    lines["copy_directory"] = file + "-missing";
    EXPECT_EQ(only_fault(), "plugin_opt_copy_directory: nothing can be written in " + file +
                                "-missing: No such file or directory");
    lines["copy_directory"] = file;
    EXPECT_EQ(only_fault(), "plugin_opt_copy_directory: nothing can be written in " + file +
                                ": Not a directory");
}

TEST_F(Options, APrefixOfEverythingIsRefused) {
    lines["server_client_prefix"] = "";
    EXPECT_NE(only_fault().find("server_client_prefix"), std::string::npos);
}

}  // namespace
}  // namespace soc::plugin
