#include "wire/json_writer.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <boost/json/parse.hpp>
#include <cmath>
#include <limits>
#include <string>

#include "core/random.h"
#include "domain/text.h"

namespace soc::wire {
namespace {

namespace json = boost::json;
using namespace std::string_literals;

struct NumberRow {
    double number;
    std::string_view text;
};

TEST(JsonWriter, WritesNumbersAsPeopleDo) {
    constexpr std::array<NumberRow, 8> table{{{21.5, "21.5"},
                                              {0.1, "0.1"},
                                              {43.5622, "43.5622"},
                                              {-1.4681, "-1.4681"},
                                              {100, "100"},
                                              {1e21, "1e+21"},
                                              {std::numeric_limits<double>::infinity(), "null"},
                                              {std::numeric_limits<double>::quiet_NaN(), "null"}}};
    for (const NumberRow& row : table) EXPECT_EQ(serialize(json::value(row.number)), row.text);
    EXPECT_EQ(serialize(json::value(INT64_MIN)), "-9223372036854775808");
    EXPECT_EQ(serialize(json::value(UINT64_MAX)), "18446744073709551615");
}

// The shortest text reads back as the same number: any bit pattern, read by the standard library.
TEST(JsonWriter, LosesNoBitOfANumber) {
    SeededRandom random{11};
    for (int i = 0; i < 20'000; ++i) {
        const double number = std::bit_cast<double>(random.next_u64());
        if (!std::isfinite(number)) continue;
        const std::string text = serialize(json::value(number));
        ASSERT_EQ(std::strtod(text.c_str(), nullptr), number) << text;
    }
}

TEST(JsonWriter, EscapesWhatJsonDoesNotTake) {
    std::string out;
    append_json_text(out, "\"\\/\b\f\n\r\t\0\x1f\x7f'é日😀"s);
    EXPECT_EQ(out, "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\x7f'é日😀\"");
    out.clear();
    append_json_text(out, "\xff\xc3z"s);
    EXPECT_EQ(out, "\"\ufffd\ufffdz\"");
}

// Whatever bytes come in, what goes out is a legal document that says the same text.
TEST(JsonWriter, AlwaysWritesALegalDocument) {
    SeededRandom random{12};
    for (int i = 0; i < 2'000; ++i) {
        std::array<std::uint8_t, 24> bytes{};
        random.fill(bytes);
        const std::string text{bytes.begin(), bytes.end()};
        json::object object;
        object[text] = json::array{text, nullptr, true};
        const std::string written = serialize(object);
        ASSERT_TRUE(is_utf8(written));
        json::error_code failure;
        const json::value read = json::parse(written, failure);
        ASSERT_FALSE(failure) << written;
        ASSERT_EQ(serialize(read), written);
    }
}

TEST(JsonWriter, KeepsTheOrderOfMembers) {
    json::object object;
    object["z"] = json::object{};
    object["a"] = json::array{1, -2, json::array{}};
    object["m"] = false;
    EXPECT_EQ(serialize(object), R"({"z":{},"a":[1,-2,[]],"m":false})");
}

TEST(JsonWriter, WritesAbsentValuesAsNull) {
    EXPECT_EQ(serialize(json_time(from_micros(1'795'338'000'123'999))),
              "\"2026-11-22T09:00:00.123Z\"");
    EXPECT_EQ(serialize(json_time(std::optional<WallTime>{})), "null");
    EXPECT_EQ(serialize(json_text_or_null("é")), "\"é\"");
    EXPECT_EQ(serialize(json_text_or_null(std::nullopt)), "null");
    EXPECT_EQ(serialize(json_seconds(seconds{1800})), "1800");
    EXPECT_EQ(serialize(json_seconds(std::nullopt)), "null");
    EXPECT_EQ(serialize(json_id(std::optional<RoomId>{})), "null");
    EXPECT_EQ(serialize(json_id(*RoomId::parse("018f3a2b-4c5d-7e6f-8a9b-0c1d2e3f4a5b"))),
              "\"018f3a2b-4c5d-7e6f-8a9b-0c1d2e3f4a5b\"");
}

TEST(JsonWriter, WritesCounters) {
    PresenceCounts counts;
    counts.of(Presence::online) = 3;
    counts.of(Presence::excluded) = 4;
    EXPECT_EQ(serialize(to_json(counts)),
              R"({"online":3,"late":0,"missing":0,"never_seen":0,"unobserved":0,"excluded":4,)"
              R"("total":7})");
}

}  // namespace
}  // namespace soc::wire
