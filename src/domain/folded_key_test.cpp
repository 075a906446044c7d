#include "domain/folded_key.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/text.h"

namespace soc {
namespace {

TEST(FoldForSearch, ForgetsCaseAndAccents) {
    EXPECT_EQ(fold_for_search("Bâtiment 3A"), "batiment 3a");
    EXPECT_EQ(fold_for_search("CŒUR"), fold_for_search("cœur"));
    EXPECT_EQ(fold_for_search("Straße"), "strasse");
    EXPECT_EQ(fold_for_search("cafe\u0301"), fold_for_search("CAFÉ"));
    EXPECT_EQ(fold_for_search("Ξένος"), fold_for_search("ΞΕΝΟΣ"));
    EXPECT_EQ(fold_for_search("Жуков"), "zhukov");
    EXPECT_EQ(fold_for_search("L’atelier"), fold_for_search("l'ATELIER"));
    EXPECT_EQ(fold_for_search("30:AE:A4:0C:11:9F"), "30:ae:a4:0c:11:9f");
}

TEST(FoldForSearch, KeepsWhatItCannotWrite) {
    EXPECT_EQ(fold_for_search("北京 3"), "北京 3");
    EXPECT_EQ(fold_for_search("Café ☕"), "cafe ☕");
}

// The key is stored as text: PostgreSQL takes neither NUL nor bad UTF-8.
TEST(FoldForSearch, GivesTextThatBothDatabasesTake) {
    using namespace std::string_literals;
    EXPECT_EQ(fold_for_search("a\0b\xff\xed\xa0\x80z"s), "abz");
    EXPECT_TRUE(is_utf8(folded_key("\xc3 Caf\xc3\xa9 12\xf0\x9f")));
}

TEST(FoldedKey, PutsNumbersInTheirOrder) {
    // Each pair of neighbours is in the order in which a person would list them.
    const std::vector<std::string> names{
        "",           "0",           "1",
        "2",          "9",           "10",
        "99",         "100",         "12345678",
        "123456789",  "1234567890",  "12345678901234567",
        "123456789012345678",        "Amphi",
        "Bâtiment 3", "batiment 3A", "Bâtiment 3B",
        "Batiment 20", "Cœur",       "Œuvre",
        "Room",       "Room 1",      "Room 2b",
        "Room 9",     "Room 10",     "Room 10 bis",
        "Room 100",   "Rooms",       "Zoo"};
    for (std::size_t i = 1; i < names.size(); ++i) {
        EXPECT_LT(folded_key(names[i - 1]), folded_key(names[i]))
            << names[i - 1] << " | " << names[i];
    }
    EXPECT_LT(folded_key("Cage"), folded_key("Čapek"));
    EXPECT_LT(folded_key("Čapek"), folded_key("Carte"));
}

TEST(FoldedKey, IsOneForNamesThatReadTheSame) {
    EXPECT_EQ(folded_key("Salle 007"), folded_key("salle 7"));
    EXPECT_EQ(folded_key("  Hall "), folded_key("HALL"));
    EXPECT_EQ(folded_key("Étage 0"), folded_key("etage 000"));
    EXPECT_NE(folded_key("Étage 0"), folded_key("Étage"));
}

// Lengths are written as digits that compare like the length. We cross the places where another
// digit begins (8, 9, 17, 18 digits) and compare with the numbers themselves.
TEST(FoldedKey, ComparesRunsOfAnyLength) {
    for (std::size_t digits = 1; digits <= 40; ++digits) {
        const std::string largest(digits, '9');
        const std::string next = "1" + std::string(digits, '0');
        EXPECT_LT(folded_key(largest), folded_key(next)) << largest;
        EXPECT_LT(folded_key(largest + "z"), folded_key(next)) << largest;
        EXPECT_LT(folded_key("1" + std::string(digits - 1, '0')), folded_key(largest + "0"));
    }
}

}  // namespace
}  // namespace soc
