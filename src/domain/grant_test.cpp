#include "domain/grant.h"

#include <gtest/gtest.h>

namespace soc {
namespace {

TEST(Access, HasTheWordsOfTheFirstGeneration) {
    for (const std::string_view word : {"PUB", "SUB", "ALL"}) {
        const std::optional<Access> access = parse_access(word);
        ASSERT_TRUE(access) << word;
        EXPECT_EQ(to_word(*access), word);
    }
    for (const std::string_view word : {"", "pub", "PUBSUB", "PUB "}) {
        EXPECT_FALSE(parse_access(word)) << word;
    }
}

}  // namespace
}  // namespace soc
