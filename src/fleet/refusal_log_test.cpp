#include "fleet/refusal_log.h"

#include <gtest/gtest.h>

namespace soc {
namespace {

TEST(RefusalLog, CountsAllAndKeepsTheLastOnesNewestFirst) {
    RefusalLog log{3};
    for (int i = 0; i < 5; ++i) {
        log.note({{}, "main", "t" + std::to_string(i), i == 0 ? "not_json" : "no_unit_id", ""});
    }
    EXPECT_EQ(log.counts().at("not_json"), 1U);
    EXPECT_EQ(log.counts().at("no_unit_id"), 4U);
    const auto list = log.list();
    ASSERT_EQ(list.size(), 3U);
    EXPECT_EQ(list[0].topic, "t4");
    EXPECT_EQ(list[2].topic, "t2");
}

}  // namespace
}  // namespace soc
