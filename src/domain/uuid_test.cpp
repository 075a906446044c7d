#include "domain/uuid.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "domain/ids.h"

namespace soc {
namespace {

TEST(Uuid, ReadsEitherCaseAndWritesLowerCase) {
    const Result<Uuid> uuid = Uuid::parse("018F3A2B-4C5D-7E6F-8A9B-0C1D2E3F4A5B");
    ASSERT_TRUE(uuid);
    EXPECT_EQ(uuid->to_string(), "018f3a2b-4c5d-7e6f-8a9b-0c1d2e3f4a5b");
}

TEST(Uuid, RefusesOtherFormsAndTheNilOne) {
    constexpr std::array<std::string_view, 7> bad{
        "", "018f3a2b4c5d7e6f8a9b0c1d2e3f4a5b", "{018f3a2b-4c5d-7e6f-8a9b-0c1d2e3f4a5b}",
        "018f3a2b-4c5d-7e6f-8a9b-0c1d2e3f4a5", "018f3a2b-4c5d-7e6f-8a9b0-c1d2e3f4a5b",
        "018f3a2b-4c5d-7e6f-8a9b-0c1d2e3f4a5g", "00000000-0000-0000-0000-000000000000"};
    for (const std::string_view text : bad) {
        const Result<Uuid> uuid = Uuid::parse(text);
        ASSERT_FALSE(uuid) << text;
        EXPECT_EQ(uuid.error().field, "uuid");
        EXPECT_EQ(uuid.error().reason, "not_a_uuid");
    }
    EXPECT_EQ(RoomId::parse("").error().field, "room");
}

// RFC 9562: 48 bits of milliseconds, version 7, variant 10; ids made later sort later.
TEST(Uuid, Version7SortsByTimeOfCreation) {
    SeededRandom random{7};
    const WallTime start = *parse_rfc3339("2026-11-22T09:00:00Z");
    const Uuid first = Uuid::v7(start, random);
    EXPECT_EQ(first.to_string().substr(0, 13), "01a2027b-d680");
    EXPECT_EQ(first.to_string()[14], '7');
    EXPECT_NE(std::string{"89ab"}.find(first.to_string()[19]), std::string::npos);

    std::set<Uuid> made;
    Uuid before = first;
    for (int i = 1; i <= 1000; ++i) {
        const Uuid next = Uuid::v7(start + milliseconds{i}, random);
        EXPECT_LT(before, next);
        made.insert(next);
        before = next;
    }
    EXPECT_EQ(made.size(), 1000U);
}

// All 122 free bits of version 4 take both values; the other six never change.
TEST(Uuid, Version4IsRandomInEveryFreeBit) {
    SeededRandom random{4};
    std::array<std::uint8_t, 16> ones{};
    std::array<std::uint8_t, 16> zeros{};
    for (int i = 0; i < 200; ++i) {
        const Uuid uuid = Uuid::v4(random);
        EXPECT_EQ(uuid.to_string()[14], '4');
        for (std::size_t at = 0; at < 16; ++at) {
            ones[at] = static_cast<std::uint8_t>(ones[at] | uuid.bytes()[at]);
            zeros[at] = static_cast<std::uint8_t>(zeros[at] | ~uuid.bytes()[at]);
        }
    }
    for (std::size_t at = 0; at < 16; ++at) {
        const int fixed = at == 6 ? 0xf0 : at == 8 ? 0xc0 : 0;
        EXPECT_EQ(ones[at] & zeros[at], 0xff & ~fixed) << at;
    }
}

}  // namespace
}  // namespace soc
