#include "domain/base_topic.h"

#include <gtest/gtest.h>

#include "core/limits.h"

namespace soc {
namespace {

std::vector<std::string> texts(const Result<std::vector<Subscription>>& subscriptions) {
    std::vector<std::string> all;
    EXPECT_TRUE(subscriptions);
    for (const Subscription& subscription : *subscriptions) {
        all.push_back(subscription.to_string());
    }
    return all;
}

using Texts = std::vector<std::string>;

TEST(BaseTopic, IsWhatStandsBeforeTheLastLevelDevice) {
    EXPECT_EQ(base_topic_of("u4/300/device"), "u4/300");
    EXPECT_EQ(base_topic_of("a/device"), "a");
    EXPECT_EQ(base_topic_of("a/device/device"), "a/device");
    EXPECT_EQ(base_topic_of("//device"), "/");
    for (const char* const topic :
         {"", "device", "/device", "u4/300", "u4/300/Device", "u4/mydevice", "u4/device/command"}) {
        EXPECT_EQ(base_topic_of(topic), std::nullopt) << topic;
    }
}

TEST(BaseTopic, IsMadeOfThePlaces) {
    EXPECT_EQ(base_topic("", "u4", "300"), "u4/300");
    EXPECT_EQ(base_topic("muret", "u4", "300"), "muret/u4/300");
    EXPECT_EQ(status_topic("u4/300"), "u4/300/device");
    EXPECT_EQ(command_topic("u4/300"), "u4/300/device/command");
}

TEST(BaseTopic, KnowsTheSandboxByItsFirstLevel) {
    EXPECT_TRUE(is_sandbox("TestTopic/neOSensor_119f/device"));
    EXPECT_TRUE(is_sandbox("TestTopic"));
    EXPECT_FALSE(is_sandbox("TestTopics/a/device"));
    EXPECT_FALSE(is_sandbox("testtopic/a/device"));
    EXPECT_FALSE(is_sandbox("u4/TestTopic/device"));
    EXPECT_FALSE(is_sandbox(""));
}

TEST(BaseTopic, KnowsWhatOurProgramsPublish) {
    EXPECT_TRUE(is_of_programs("sensocampus/check-0123456789abcdef/device"));
    EXPECT_FALSE(is_of_programs("sensocampus/check-01/other/device"));
    EXPECT_TRUE(is_of_programs("sensocampus/campus-2/device"));
    EXPECT_FALSE(is_of_programs("sensocampus/check-01/device/command"));
    EXPECT_FALSE(is_of_programs("site/sensocampus/check-01/device"));
}

// contract/mqtt.md: the old default, down to a number of levels; the rest as it is.
TEST(StatusFilters, TurnTheOldSettingIntoOneFilterADepth) {
    const Texts old_default{"#/device"};
    EXPECT_EQ(texts(status_filters(old_default)),
              (Texts{"+/device", "+/+/device", "+/+/+/device", "+/+/+/+/device",
                     "+/+/+/+/+/device"}));
    EXPECT_EQ(texts(status_filters(old_default, 1)), Texts{"+/device"});

    const Texts mixed{"u4/#", "#/device", "+/+/device", "$share/g/x/device", "u4/#"};
    EXPECT_EQ(texts(status_filters(mixed, 2)),
              (Texts{"u4/#", "+/device", "+/+/device", "$share/g/x/device"}));
    EXPECT_EQ(texts(status_filters({})), Texts{});
}

TEST(StatusFilters, NameTheBadEntryAndItsValue) {
    const Texts topics{"u4/#", "a/#/device"};
    const auto refused = status_filters(topics);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_input);
    EXPECT_EQ(refused.error().field, "topics[1]");
    EXPECT_EQ(refused.error().reason, "hash_not_last");
    EXPECT_EQ(refused.error().allowed, "#/device or an MQTT topic filter, not \"a/#/device\"");

    const Texts empty{""};
    EXPECT_EQ(status_filters(empty).error().reason, "empty");
    EXPECT_EQ(status_filters(empty).error().field, "topics[0]");
}

TEST(StatusFilters, HaveLimits) {
    const Texts old_default{"#/device"};
    EXPECT_EQ(status_filters(old_default, 0).error().field, "levels");
    EXPECT_EQ(status_filters(old_default, limits::status_levels_max + 1).error().reason,
              "out_of_range");
    EXPECT_EQ(texts(status_filters(old_default, limits::status_levels_max)).size(),
              limits::status_levels_max);

    Texts many(limits::status_topics_max, "a/device");
    EXPECT_TRUE(status_filters(many));
    many.emplace_back("b/device");
    EXPECT_EQ(status_filters(many).error().field, "topics");
    EXPECT_EQ(status_filters(many).error().reason, "too_many");
}

}  // namespace
}  // namespace soc
