#include "domain/dev_eui.h"

#include <gtest/gtest.h>

#include <array>

namespace soc {
namespace {

TEST(DevEui, EverySpellingIsTheSameIdentity) {
    const DevEui eui = DevEui::from_u64(0x70b3d57ed0001a2b);
    for (const char* const text :
         {"70b3d57ed0001a2b", "70B3D57ED0001A2B", "70-b3-d5-7e-d0-00-1a-2b",
          "70:B3:D5:7E:D0:00:1A:2B", "70:b3-d5:7e-d0:00-1a:2b"}) {
        const Result<DevEui> parsed = DevEui::parse(text);
        ASSERT_TRUE(parsed) << text;
        EXPECT_EQ(*parsed, eui) << text;
    }
    EXPECT_EQ(eui.to_string(), "70b3d57ed0001a2b");
    EXPECT_EQ(eui.to_u64(), 0x70b3d57ed0001a2bU);
}

TEST(DevEui, RefusesWhatIsNotOne) {
    constexpr std::array<std::string_view, 7> bad{
        "", "70b3d57ed0001a2", "70b3d57ed0001a2b0", "70b3d57ed0001a2g", "30:ae:a4:0c:11:9f",
        "70-b3-d5-7e-d0-00-1a2b", "0x70b3d57ed0001a2b"};
    for (const std::string_view text : bad) {
        const Result<DevEui> parsed = DevEui::parse(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().field, "dev_eui");
        EXPECT_EQ(parsed.error().reason, "not_a_dev_eui");
    }
}

}  // namespace
}  // namespace soc
