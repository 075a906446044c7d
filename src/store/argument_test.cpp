#include "store/argument.h"

#include <gtest/gtest.h>

namespace soc {
namespace {

TEST(StorableText, IsUtf8WithoutNul) {
    using namespace std::string_view_literals;
    for (const std::string_view good :
         {""sv, "plain"sv, "\x7f"sv, "\xc2\x80"sv, "\xdf\xbf"sv, "\xe0\xa0\x80"sv,
          "\xed\x9f\xbf"sv, "\xee\x80\x80"sv, "\xef\xbf\xbf"sv, "\xf0\x90\x80\x80"sv,
          "\xf4\x8f\xbf\xbf"sv, "é\n\t"sv}) {
        EXPECT_TRUE(is_storable_text(good)) << good;
    }
    const std::string_view bad[] = {
        "\0"sv, "a\0"sv,
        "\x80"sv,                          // begins nothing
        "\xc0\x80"sv, "\xc1\xbf"sv,        // too long for its value
        "\xe0\x9f\xbf"sv, "\xf0\x8f\xbf\xbf"sv,
        "\xed\xa0\x80"sv, "\xed\xbf\xbf"sv,  // surrogates
        "\xf4\x90\x80\x80"sv, "\xf8\x88\x80\x80\x80"sv, "\xff"sv,  // beyond Unicode
        "\xc3"sv, "\xe2\x82"sv, "\xf0\x9f\x8c"sv,  // cut
        "\xc3(", "\xe2\x28\xa1"sv,
    };
    for (const std::string_view text : bad) EXPECT_FALSE(is_storable_text(text)) << text;
}

TEST(Argument, OwnsTemporariesAndViewsTheRest) {
    const std::string long_lived(100, 'x');
    const Argument view{long_lived};
    EXPECT_EQ(view.text()->data(), long_lived.data());

    Arguments kept;
    kept.push_back(std::string(100, 'y'));
    kept.push_back(std::optional{std::string(100, 'z')});
    EXPECT_EQ(kept[0].text(), std::string(100, 'y'));
    EXPECT_EQ(kept[1].text(), std::string(100, 'z'));
    EXPECT_FALSE(Argument{std::nullopt}.text());
    EXPECT_FALSE(Argument{7}.text());
}

}  // namespace
}  // namespace soc
