#include "people/browser_mark.h"

#include <gtest/gtest.h>

namespace soc {
namespace {

TEST(BrowserMark, IsOfOneAccountAndOneServer) {
    SeededRandom random{1};
    const BrowserMarks marks{random};
    const BrowserMarks after_a_restart{random};
    const std::string mark = marks.make("ada", random);
    const auto browser = marks.find(mark, "ada");
    ASSERT_TRUE(browser);
    EXPECT_FALSE(browser->empty());
    EXPECT_EQ(mark.size(), 66U);
    EXPECT_FALSE(marks.find(mark, "vic"));
    EXPECT_FALSE(marks.find(mark, ""));
    EXPECT_FALSE(after_a_restart.find(mark, "ada"));
    EXPECT_NE(marks.find(marks.make("ada", random), "ada"), browser) << "each has its own name";
}

TEST(BrowserMark, CannotBeMadeUp) {
    SeededRandom random{1};
    const BrowserMarks marks{random};
    const std::string mark = marks.make("ada", random);
    for (std::size_t i = 0; i < mark.size(); ++i) {
        std::string forged = mark;
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(marks.find(forged, "ada")) << forged;
        EXPECT_FALSE(marks.find(mark.substr(0, i), "ada")) << i;
    }
    EXPECT_FALSE(marks.find(mark + 'A', "ada"));
    EXPECT_FALSE(marks.find(".", "ada"));
    // A name that moves the dot: the border between browser and account is the first one.
    EXPECT_FALSE(marks.find(mark, ".ada"));
}

}  // namespace
}  // namespace soc
