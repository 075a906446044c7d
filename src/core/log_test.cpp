#include "core/log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace soc {
namespace {

std::string logged(const std::function<void()>& action) {
    testing::internal::CaptureStderr();
    action();
    return testing::internal::GetCapturedStderr();
}

// A topic or payload of a stranger must not be able to write a second line into our log.
TEST(Log, EscapesWhatCouldForgeALine) {
    const std::string line =
        logged([] { log::warning("refused", {{"topic", "a\nb \"c\""}, {"bytes", 12}}); });
    EXPECT_NE(line.find(R"(warning refused topic="a\x0ab \"c\"" bytes=12)"), std::string::npos)
        << line;
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
}

TEST(Log, LimitedWritesAtMostOneLineASecondForOnePlace) {
    const std::string text = logged([] {
        for (int i = 0; i < 10'000; ++i) log::warning_limited("flood");
    });
    const auto lines = std::count(text.begin(), text.end(), '\n');
    EXPECT_GE(lines, 1);
    EXPECT_LE(lines, 5);  // the loop may touch a few seconds on a slow machine, not thousands
}

}  // namespace
}  // namespace soc
