#include "domain/topic_filter.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "core/limits.h"
#include "domain/subscription.h"
#include "domain/topic_filter_reference.h"

namespace soc {
namespace {

TopicFilter filter(std::string text) {
    Result<TopicFilter> parsed = TopicFilter::parse(std::move(text));
    EXPECT_TRUE(parsed);
    return *std::move(parsed);
}

struct BadText {
    std::string text;
    std::string_view reason;
};

TEST(TopicName, RefusesWhatCannotBePublishedTo) {
    const std::vector<BadText> bad{
        {"", "empty"},
        {std::string(limits::topic_bytes_max + 1, 'a'), "too_long"},
        {std::string{"a\0b", 3}, "has_nul"},
        {"a/+/b", "has_wildcard"},
        {"a+", "has_wildcard"},
        {"#", "has_wildcard"},
        {"caf\xe9", "not_utf8"},
        {"a/\xed\xa0\x80", "not_utf8"},  // a surrogate
        {"a/\xc0\xaf", "not_utf8"},      // an overlong slash
    };
    for (const BadText& row : bad) {
        const Result<TopicName> topic = TopicName::parse(row.text);
        ASSERT_FALSE(topic) << row.text.substr(0, 20);
        EXPECT_EQ(topic.error().field, "topic");
        EXPECT_EQ(topic.error().reason, row.reason) << row.text.substr(0, 20);
    }
    for (const char* const text : {"/", "//", "a/", "/a", " ", "$SYS/x", "é/日本", "a b"}) {
        EXPECT_TRUE(TopicName::parse(text)) << text;
    }
    EXPECT_TRUE(TopicName::parse(std::string(limits::topic_bytes_max, 'a')));
}

TEST(TopicFilter, RefusesWhatCannotBeSubscribedTo) {
    const std::vector<BadText> bad{
        {"", "empty"},
        {std::string(limits::topic_bytes_max + 1, 'a'), "too_long"},
        {std::string{"a\0b", 3}, "has_nul"},
        {"caf\xe9/#", "not_utf8"},
        {"#/device", "hash_not_last"},
        {"a/#/b", "hash_not_last"},
        {"#/", "hash_not_last"},
        {"a#", "wildcard_inside_level"},
        {"a/b#", "wildcard_inside_level"},
        {"a+/b", "wildcard_inside_level"},
        {"+a", "wildcard_inside_level"},
        {"++", "wildcard_inside_level"},
        {"a/+#", "wildcard_inside_level"},
        {"##", "wildcard_inside_level"},
        {"$share/g/a", "shared_subscription"},
    };
    for (const BadText& row : bad) {
        const Result<TopicFilter> parsed = TopicFilter::parse(row.text);
        ASSERT_FALSE(parsed) << row.text.substr(0, 20);
        EXPECT_EQ(parsed.error().field, "filter");
        EXPECT_EQ(parsed.error().reason, row.reason) << row.text.substr(0, 20);
    }
    for (const char* const text : {"#", "+", "/", "+/+", "/+", "a/#", "+/#", "$SYS/#", "$shared"}) {
        EXPECT_TRUE(TopicFilter::parse(text)) << text;
    }
    EXPECT_TRUE(TopicFilter::parse(std::string(limits::topic_bytes_max, 'a')));
}

struct MatchRow {
    const char* filter;
    const char* topic;
    bool matches;
};

// The examples of MQTT 5, 4.7.1 to 4.7.3, and the edges beside them.
TEST(TopicFilter, MatchesByTheRulesOfMqtt) {
    constexpr std::array<MatchRow, 28> table{{
        {"sport/tennis/player1/#", "sport/tennis/player1", true},
        {"sport/tennis/player1/#", "sport/tennis/player1/ranking", true},
        {"sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true},
        {"sport/#", "sport", true},
        {"sport/#", "sports", false},
        {"sport/#", "sport/", true},
        {"#", "a/b", true},
        {"#", "/", true},
        {"+", "a", true},
        {"+", "/a", false},
        {"+/+", "/finance", true},
        {"/+", "/finance", true},
        {"sport/+", "sport", false},
        {"sport/+", "sport/", true},
        {"sport/tennis/+", "sport/tennis/player1/ranking", false},
        {"+/tennis/#", "sport/tennis", true},
        {"#", "$SYS/broker", false},
        {"+/monitor", "$SYS/monitor", false},
        {"$SYS/#", "$SYS/monitor", true},
        {"$SYS/monitor/+", "$SYS/monitor/Clients", true},
        {"+/$x", "a/$x", true},
        {"a/#", "a/$x", true},
        {"a//b", "a//b", true},
        {"a/+/b", "a//b", true},
        {"a", "A", false},
        {"a/b", "a/b/", false},
        {"u4/#", "u4", true},
        {"u4/300/+/command", "u4/300/device/command", true},
    }};
    for (const MatchRow& row : table) {
        EXPECT_EQ(matches(filter(row.filter), *TopicName::parse(row.topic)), row.matches)
            << row.filter << " " << row.topic;
    }
}

struct CoverRow {
    const char* wide;
    const char* narrow;
    bool covers;
};

// R32 and contract/http.md, `acc` 4.
TEST(TopicFilter, CoversWhatItMatchesAllOf) {
    constexpr std::array<CoverRow, 26> table{{
        {"u4/300/+/command", "u4/300/device/command", true},
        {"u4/300/+/command", "u4/300/+/command", true},
        {"u4/300/+/command", "+/300/device/command", false},
        {"u4/300/+/command", "u4/300/+/#", false},
        {"u4/300/+/command", "u4/300/#", false},
        {"u4/300/+/command", "#", false},
        {"u4/#", "u4", true},
        {"u4/#", "u4/#", true},
        {"u4/#", "u4/+", true},
        {"u4/#", "u4/+/#", true},
        {"u4/+/#", "u4/#", false},
        {"u4/+/#", "u4/+", true},
        {"u4/+", "u4/#", false},
        {"#", "+", true},
        {"#", "+/#", true},
        {"+/#", "#", true},
        {"+/#", "+", true},
        {"+/+/#", "#", false},
        {"#", "$SYS/#", false},
        {"+/a", "$SYS/a", false},
        {"$SYS/#", "$SYS/a", true},
        {"$SYS/#", "#", false},
        {"#", "a/$x", true},
        {"a/+", "a/$x", true},
        {"a/+", "a/", true},
        {"a/+", "a", false},
    }};
    for (const CoverRow& row : table) {
        EXPECT_EQ(covers(filter(row.wide), filter(row.narrow)), row.covers)
            << row.wide << " " << row.narrow;
    }
}

/// Every text of one to `levels` levels from `words`.
std::vector<std::string> every_text(const std::vector<std::string>& words, int levels) {
    std::vector<std::string> all = words;
    std::size_t shorter = 0;
    for (int level = 1; level < levels; ++level) {
        const std::size_t end = all.size();
        for (; shorter < end; ++shorter) {
            for (const std::string& word : words) all.push_back(all[shorter] + "/" + word);
        }
    }
    return all;
}

// All filters of up to three levels against all topics of up to five, each answer compared with
// a definition that splits and recurses. `z` occurs in no filter, so it stands for every word
// that only a wildcard matches, and five levels are more than any filter names: what holds for
// these topics holds for all.
TEST(TopicFilter, AgreesWithTheDefinitionOnEverySmallCase) {
    std::vector<TopicFilter> filters;
    for (const std::string& text : every_text({"", "a", "$a", "+", "#"}, 3)) {
        Result<TopicFilter> parsed = TopicFilter::parse(text);
        const bool hash_is_last = text.find('#') >= text.size() - 1;
        EXPECT_EQ(parsed.has_value(), !text.empty() && hash_is_last) << text;
        if (parsed) filters.push_back(*std::move(parsed));
    }
    std::vector<std::string> topics;
    for (const std::string& text : every_text({"", "a", "$a", "z"}, 5)) {
        if (!text.empty()) topics.push_back(text);
    }
    ASSERT_GT(filters.size(), 100U);
    ASSERT_GT(topics.size(), 1'300U);

    std::vector<std::vector<bool>> matched(filters.size());
    for (std::size_t f = 0; f < filters.size(); ++f) {
        for (const std::string& topic : topics) {
            const bool expected = reference::matches(filters[f].text(), topic);
            ASSERT_EQ(matches(filters[f], topic), expected) << filters[f].text() << " " << topic;
            matched[f].push_back(expected);
        }
    }
    for (std::size_t wide = 0; wide < filters.size(); ++wide) {
        for (std::size_t narrow = 0; narrow < filters.size(); ++narrow) {
            bool expected = true;
            for (std::size_t t = 0; t < topics.size(); ++t) {
                expected = expected && (!matched[narrow][t] || matched[wide][t]);
            }
            ASSERT_EQ(covers(filters[wide], filters[narrow]), expected)
                << filters[wide].text() << " " << filters[narrow].text();
            // The shortcut that the fuzz target compares with.
            ASSERT_EQ(reference::covers(filters[wide].text(), filters[narrow].text()), expected)
                << filters[wide].text() << " " << filters[narrow].text();
        }
    }
}

// What is nearest to being granted: the fewest levels that a person would have to change. `x`
// stands for every word that no filter names.
TEST(TopicFilter, IsAsManyLevelsApartAsTheNearestTopicThatItMatches) {
    std::vector<TopicFilter> filters;
    for (const std::string& text : every_text({"", "a", "$a", "+", "#"}, 3)) {
        Result<TopicFilter> parsed = TopicFilter::parse(text);
        if (parsed) filters.push_back(*std::move(parsed));
    }
    // The empty text is no topic, but it is the parent level of `/#`.
    const std::vector<std::string> topics = every_text({"", "a", "$a", "x"}, 3);
    for (const TopicFilter& wide : filters) {
        for (const std::string& asked : topics) {
            std::size_t nearest = 99;
            for (const std::string& topic : topics) {
                if (!reference::matches(wide.text(), topic)) continue;
                nearest = std::min(nearest, reference::levels_that_differ(asked, topic));
            }
            ASSERT_EQ(levels_apart(wide, TopicFilterView::of_checked(asked)), nearest)
                << wide.text() << " " << asked;
        }
        for (const TopicFilter& asked : filters) {
            ASSERT_EQ(levels_apart(wide, asked) == 0, covers(wide, asked))
                << wide.text() << " " << asked.text();
        }
    }
    EXPECT_EQ(levels_apart(filter("u4/300/+/command"), filter("u4/300/#")), 2U);
    EXPECT_EQ(levels_apart(filter("u4/300/+/command"), filter("u4/301/+/command")), 1U);
    EXPECT_EQ(levels_apart(filter("u4/300/+"), filter("u4/300/device/command")), 1U);
    EXPECT_EQ(levels_apart(filter("u4/#"), filter("#")), 1U);
    EXPECT_EQ(levels_apart(filter("#"), filter("$SYS/broker")), 1U);
}

// A topic is the filter that matches itself only: one test serves publish and subscribe.
TEST(TopicFilter, CoversATopicThatItMatches) {
    const std::vector<std::string> topics = every_text({"", "a", "$a", "x"}, 4);
    for (const std::string& text : every_text({"", "a", "$a", "+", "#"}, 3)) {
        const Result<TopicFilter> wide = TopicFilter::parse(text);
        if (!wide) continue;
        for (const std::string& topic : topics) {
            if (topic.empty()) continue;
            ASSERT_EQ(covers(*wide, TopicFilterView::of_checked(topic)), matches(*wide, topic))
                << text << " " << topic;
        }
    }
}

TEST(Subscription, SplitsTheGroupOff) {
    const Result<Subscription> shared = Subscription::parse("$share/g/u4/#");
    ASSERT_TRUE(shared);
    EXPECT_EQ(shared->group, "g");
    EXPECT_EQ(shared->filter.text(), "u4/#");
    EXPECT_EQ(shared->to_string(), "$share/g/u4/#");

    const Result<Subscription> plain = Subscription::parse("u4/#");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->group, "");
    EXPECT_EQ(plain->to_string(), "u4/#");

    // R32: the group changes nothing in what is asked for.
    EXPECT_FALSE(covers(filter("u4/300/+/command"), Subscription::parse("$share/g/#")->filter));

    // The filter behind the group may begin with an empty level, or with `$`.
    EXPECT_EQ(Subscription::parse("$share/g//a")->filter.text(), "/a");
    EXPECT_EQ(Subscription::parse("$share/g/$SYS/#")->filter.text(), "$SYS/#");
}

TEST(Subscription, RefusesABadGroupOrFilter) {
    const std::vector<BadText> bad{
        {"$share/", "bad_share_group"},   {"$share/g", "bad_share_group"},
        {"$share/g/", "bad_share_group"}, {"$share//a", "bad_share_group"},
        {"$share/g+/a", "bad_share_group"}, {"$share/#/a", "bad_share_group"},
        {"$share/g/#/a", "hash_not_last"}, {"$share/g/$share/h/a", "shared_subscription"},
        {"", "empty"},                    {"#/device", "hash_not_last"},
        {"$share/\xff/a", "bad_share_group"},
        {std::string{"$share/g\0/a", 11}, "bad_share_group"},
        {"$share/g/" + std::string(limits::topic_bytes_max - 8, 'a'), "too_long"},
    };
    for (const BadText& row : bad) {
        const Result<Subscription> parsed = Subscription::parse(row.text);
        ASSERT_FALSE(parsed) << row.text;
        EXPECT_EQ(parsed.error().field, "filter") << row.text;
        EXPECT_EQ(parsed.error().reason, row.reason) << row.text;
    }
    EXPECT_TRUE(Subscription::parse("$share/g/" + std::string(limits::topic_bytes_max - 9, 'a')));
}

}  // namespace
}  // namespace soc
