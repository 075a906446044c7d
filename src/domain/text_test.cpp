#include "domain/text.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace soc {
namespace {

using namespace std::string_literals;

// The borders of each length, of the surrogates and of Unicode (RFC 3629, section 4).
TEST(Text, KnowsWellFormedUtf8) {
    for (const std::string& good :
         {""s, "a"s, "\0"s, "\x7f"s, "\xc2\x80"s, "\xdf\xbf"s, "\xe0\xa0\x80"s, "\xed\x9f\xbf"s,
          "\xee\x80\x80"s, "\xef\xbf\xbf"s, "\xf0\x90\x80\x80"s, "\xf4\x8f\xbf\xbf"s, "aé日😀z"s}) {
        EXPECT_TRUE(is_utf8(good)) << good;
    }
    for (const std::string& bad :
         {"\x80"s, "\xbf"s, "\xc0\x80"s, "\xc1\xbf"s, "\xc2"s, "\xc2\x41"s, "\xe0\x9f\xbf"s,
          "\xe0\xa0"s, "\xed\xa0\x80"s, "\xed\xbf\xbf"s, "\xf0\x8f\xbf\xbf"s, "\xf0\x90\x80"s,
          "\xf4\x90\x80\x80"s, "\xf5\x80\x80\x80"s, "\xff"s, "a\xffz"s}) {
        EXPECT_FALSE(is_utf8(bad)) << bad.size();
    }
}

// Every Unicode scalar value survives writing and reading; nothing else does.
TEST(Text, WritesWhatItReads) {
    for (char32_t c = 0; c <= 0x10ffff; ++c) {
        if (c == 0xd800) c = 0xe000;
        std::string text;
        append_character(text, c);
        const DecodedCharacter read = decode_character(text);
        ASSERT_EQ(read.value, c);
        ASSERT_EQ(read.bytes, text.size());
        ASSERT_EQ(decode_character(std::string_view{text}.substr(0, text.size() - 1)).bytes, 0U);
    }
}

TEST(Text, CountsCharactersAndBadBytes) {
    EXPECT_EQ(character_count(""), 0U);
    EXPECT_EQ(character_count("aé日😀"), 4U);
    EXPECT_EQ(character_count("a\xff\xe9z"), 4U);
}

TEST(Text, TrimsBlanksOnly) {
    EXPECT_EQ(trimmed(" \t\r\n a b \n"), "a b");
    EXPECT_EQ(trimmed(" \n"), "");
    EXPECT_EQ(trimmed("\u00a0a"), "\u00a0a");
}

TEST(Text, APlainLineHasNoControls) {
    for (const std::string& plain : {""s, "a b"s, "é"s, "👩‍🔬"s}) EXPECT_TRUE(is_plain_line(plain));
    for (const std::string& other : {"\0"s, "a\n"s, "\t"s, "\x1b"s, "\x7f"s, "\u0085"s, "\u2028"s,
                                     "\u202e"s, "\u2066"s, "\ufeff"s, "\xff"s}) {
        EXPECT_FALSE(is_plain_line(other)) << other.size();
    }
}

TEST(PrintablePreview, ShowsEveryByteAsSomethingThatCanBeRead) {
    EXPECT_EQ(printable_preview("{\"a\":1}", 100), "{\"a\":1}");
    EXPECT_EQ(printable_preview("a\0b\n\x7f"s, 100), "a\u2400b\u240a\u2421");
    EXPECT_EQ(printable_preview("\xff\xc3("s, 100), "\ufffd\ufffd(");
    EXPECT_EQ(printable_preview("\u0085\u202ea"s, 100), "\ufffd\ufffda");
    EXPECT_EQ(printable_preview("", 100), "");
}

// At each size the result fits, is well-formed, and is whole exactly when it can be.
TEST(PrintablePreview, CutsAtTheBorderOfACharacter) {
    const std::string text = "aé日😀\n\xffz";
    const std::string whole = printable_preview(text, 1'000);
    for (std::size_t bytes_max = 0; bytes_max <= whole.size() + 3; ++bytes_max) {
        const std::string shown = printable_preview(text, bytes_max);
        EXPECT_LE(shown.size(), bytes_max);
        EXPECT_TRUE(is_utf8(shown));
        EXPECT_EQ(shown == whole, bytes_max >= whole.size()) << bytes_max;
        if (bytes_max >= 3 && bytes_max < whole.size()) {
            EXPECT_TRUE(shown.ends_with("\u2026")) << bytes_max;
        }
    }
    EXPECT_EQ(printable_preview("abcdef", 5), "ab\u2026");
    EXPECT_EQ(printable_preview("abcdef", 2), "ab");
}

}  // namespace
}  // namespace soc
