#include "domain/topic_level.h"

#include <gtest/gtest.h>

#include <array>

#include "core/limits.h"
#include "domain/topic_level_vectors.h"

namespace soc {
namespace {

// What python3-unidecode made of these names decides (contract/legacy-database.md).
TEST(TopicLevel, IsTheOneOfTheFirstGeneration) {
    for (const TopicLevelVector& vector : topic_level_vectors) {
        const Result<std::string> level = derive_topic_level(vector.name);
        ASSERT_TRUE(level) << vector.name;
        EXPECT_EQ(*level, vector.level) << vector.name;
        EXPECT_TRUE(check_topic_level(*level)) << vector.name;
    }
}

struct BadName {
    std::string_view name;
    std::string_view reason;
};

TEST(TopicLevel, RefusesANameThatGivesNone) {
    constexpr std::array<BadName, 9> bad{{
        {"", "no_topic"},
        {"☕", "no_topic"},
        {"👩‍🔬🏫", "no_topic"},
        {"\u0301", "no_topic"},
        {"北京", "needs_topic"},
        {"Salle 北", "needs_topic"},
        {"مبنى ٣", "needs_topic"},
        {"caf\xe9", "not_utf8"},
        {"\xf5\x80\x80\x80", "not_utf8"},
    }};
    for (const BadName& row : bad) {
        const Result<std::string> level = derive_topic_level(row.name);
        ASSERT_FALSE(level) << row.name;
        EXPECT_EQ(level.error().field, "name");
        EXPECT_EQ(level.error().reason, row.reason) << row.name;
    }
}

TEST(TopicLevel, GivenByHandIsOneLevelWithoutWildcards) {
    for (const char* const level : {"u4", "Bâtiment 3A", "hall-nord", "a$", ".", "-"}) {
        EXPECT_TRUE(check_topic_level(level)) << level;
    }
    EXPECT_TRUE(check_topic_level(std::string(limits::name_bytes_max, 'a')));
    for (const std::string& level :
         {std::string{}, std::string{"a/b"}, std::string{"/"}, std::string{"+"},
          std::string{"a#"}, std::string{"$SYS"}, std::string{"a\0b", 3}, std::string{"a\nb"},
          std::string{"\xff"}, std::string(limits::name_bytes_max + 1, 'a')}) {
        const Status status = check_topic_level(level);
        ASSERT_FALSE(status) << level;
        EXPECT_EQ(status.error().field, "topic");
        EXPECT_EQ(status.error().reason, "not_a_topic_level");
    }
}

}  // namespace
}  // namespace soc
