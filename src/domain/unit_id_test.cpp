#include "domain/unit_id.h"

#include <gtest/gtest.h>

#include <array>
#include <unordered_set>

#include "core/limits.h"

namespace soc {
namespace {

UnitId parsed(std::string_view text) {
    Result<UnitId> unit_id = UnitId::parse(text);
    EXPECT_TRUE(unit_id) << text;
    return *unit_id;
}

struct Resolution {
    std::string_view text;
    std::size_t alternative;  ///< of UnitId::Value: MAC, UUID, DevEUI, free
    std::string_view canonical;
};

// R3: MAC first, so twelve bare digits are one; then UUID, then DevEUI; the rest is free.
TEST(UnitId, ResolvesInTheOrderOfR3) {
    constexpr std::array<Resolution, 14> table{{
        {"30:AE:A4:0C:11:9F", 0, "30:ae:a4:0c:11:9f"},
        {"123456789012", 0, "12:34:56:78:90:12"},
        {" 30-ae-a4-0c-11-9f\n", 0, "30:ae:a4:0c:11:9f"},
        {"30AE.a40c.119f", 0, "30:ae:a4:0c:11:9f"},
        {"70b3.d57e.d000.1a2b", 3, "70b3.d57e.d000.1a2b"},
        {"018F3A2B-4C5D-7E6F-8A9B-0C1D2E3F4A5B", 1, "018f3a2b-4c5d-7e6f-8a9b-0c1d2e3f4a5b"},
        {"70B3D57ED0001A2B", 2, "70b3d57ed0001a2b"},
        {"70-b3-d5-7e-d0-00-1a-2b", 2, "70b3d57ed0001a2b"},
        {"auto_119f", 3, "auto_119f"},
        {"12345678901", 3, "12345678901"},
        {"1234567890123", 3, "1234567890123"},
        {"Serial 7", 3, "Serial 7"},
        {"capteur n°3", 3, "capteur n°3"},
        {"x", 3, "x"},
    }};
    for (const Resolution& row : table) {
        const UnitId unit_id = parsed(row.text);
        EXPECT_EQ(unit_id.value().index(), row.alternative) << row.text;
        EXPECT_EQ(unit_id.to_string(), row.canonical) << row.text;
        // The canonical text reads as the same unit.
        EXPECT_EQ(parsed(unit_id.to_string()), unit_id) << row.text;
    }
}

TEST(UnitId, RefusesWhatNothingCouldBeCalled) {
    const std::string longest(limits::identifier_bytes_max, 'x');
    EXPECT_TRUE(UnitId::parse(longest));
    const std::array<std::pair<std::string, std::string_view>, 8> bad{{
        {"", "empty"},
        {" \t\r\n", "empty"},
        {longest + "x", "too_long"},
        {std::string{"a\0b", 3}, "not_plain_text"},
        {"a\nb", "not_plain_text"},
        {"a\x1b[31m", "not_plain_text"},
        {"caf\xe9", "not_plain_text"},
        {"a\u202eb", "not_plain_text"},
    }};
    for (const auto& [text, reason] : bad) {
        const Result<UnitId> unit_id = UnitId::parse(text);
        ASSERT_FALSE(unit_id) << text;
        EXPECT_EQ(unit_id.error().field, "unit_id");
        EXPECT_EQ(unit_id.error().reason, reason) << text;
        EXPECT_FALSE(unit_id.error().allowed.empty());
    }
}

TEST(UnitId, GivesTheIdentifierThatTheRegistryWouldHold) {
    EXPECT_EQ(parsed("30AEA40C119F").identifier(),
              (Identifier{IdentifierKind::mac, "30:ae:a4:0c:11:9f"}));
    EXPECT_EQ(parsed("70B3D57ED0001A2B").identifier(),
              (Identifier{IdentifierKind::dev_eui, "70b3d57ed0001a2b"}));
    EXPECT_EQ(parsed("IMEI 1").identifier(), (Identifier{IdentifierKind::free, "IMEI 1"}));
    EXPECT_EQ(parsed("018f3a2b-4c5d-7e6f-8a9b-0c1d2e3f4a5b").identifier(), std::nullopt);
}

TEST(UnitId, OneUnitHashesTheSameInEverySpelling) {
    const std::unordered_set<UnitId> set{parsed("30:ae:a4:0c:11:9f"), parsed("30AEA40C119F"),
                                         parsed("a"), parsed("A")};
    EXPECT_EQ(set.size(), 3U);
}

struct Registration {
    std::string_view kind;
    std::string_view text;
    std::string_view field;
    std::string_view reason;  ///< empty: accepted, and `field` is the value
};

// R3: a free identifier that a message would be resolved past is refused when registered.
TEST(Identifier, IsRegisteredInItsCanonicalTextOrRefused) {
    constexpr std::array<Registration, 18> table{{
        {"mac", "30-AE-A4-0C-11-9F", "30:ae:a4:0c:11:9f", ""},
        {"mac", " 30aea40c119f ", "30:ae:a4:0c:11:9f", ""},
        {"mac", "30ae.a40c.119f", "30:ae:a4:0c:11:9f", ""},
        {"mac", "30:ae:a4", "mac", "not_a_mac"},
        {"dev_eui", "70B3D57ED0001A2B", "70b3d57ed0001a2b", ""},
        {"dev_eui", "30aea40c119f", "dev_eui", "not_a_dev_eui"},
        {"free", " Serial 7 ", "Serial 7", ""},
        {"free", "", "free", "empty"},
        {"free", "  ", "free", "empty"},
        {"free", "a\tb", "free", "not_plain_text"},
        {"free", "123456789012", "free", "looks_like_mac"},
        {"free", "30-ae-a4-0c-11-9f", "free", "looks_like_mac"},
        {"free", "30ae.a40c.119f", "free", "looks_like_mac"},
        {"free", "018f3a2b-4c5d-7e6f-8a9b-0c1d2e3f4a5b", "free", "looks_like_uuid"},
        {"free", "1234567890123456", "free", "looks_like_dev_eui"},
        {"free", "12345678901234567", "12345678901234567", ""},
        {"imei", "1", "kind", "unknown_kind"},
        {"", "1", "kind", "unknown_kind"},
    }};
    for (const Registration& row : table) {
        const Result<Identifier> identifier = Identifier::parse(row.kind, row.text);
        if (row.reason.empty()) {
            ASSERT_TRUE(identifier) << row.text;
            EXPECT_EQ(identifier->value, row.field);
            EXPECT_EQ(to_word(identifier->kind), row.kind);
        } else {
            ASSERT_FALSE(identifier) << row.text;
            EXPECT_EQ(identifier.error().field, row.field) << row.text;
            EXPECT_EQ(identifier.error().reason, row.reason) << row.text;
        }
    }
    const std::string longest(limits::identifier_bytes_max, 'x');
    EXPECT_TRUE(Identifier::parse("free", longest));
    EXPECT_EQ(Identifier::parse("free", longest + "x").error().reason, "too_long");
}

}  // namespace
}  // namespace soc
