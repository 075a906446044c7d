#include "core/clock.h"

#include <gtest/gtest.h>

namespace soc {
namespace {

TEST(Rfc3339, WritesMillisecondsAndReadsThemBack) {
    const WallTime time = from_micros(1'795'338'000'123'456);
    EXPECT_EQ(to_rfc3339(time), "2026-11-22T09:00:00.123Z");
    EXPECT_EQ(parse_rfc3339("2026-11-22T09:00:00.123456Z"), time);
    EXPECT_EQ(parse_rfc3339("2026-11-22T09:00:00Z"), from_micros(1'795'338'000'000'000));
    EXPECT_EQ(to_rfc3339(from_micros(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(Rfc3339, RefusesWhatIsNotExactlyThatForm) {
    for (const char* text :
         {"", "2026-11-22", "2026-11-22 09:00:00Z", "2026-11-22T09:00:00", "2026-02-30T09:00:00Z",
          "2026-11-22T24:00:00Z", "2026-11-22T09:60:00Z", "2026-11-22T09:00:00.Z",
          "2026-11-22T09:00:00.1234567Z", "2026-11-22T09:00:00Z ", "2026-1x-22T09:00:00Z"}) {
        EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace soc
