#include "mqtt/inbox_port.h"

#include <gtest/gtest.h>

#include <string>

namespace soc {
namespace {

using Kind = LinkEvent::Kind;

InboundMessage message(const std::string& payload) {
    InboundMessage message;
    message.payload = payload;
    return message;
}

LinkEvent event(Kind kind, const std::string& reason = "", std::uint32_t generation = 0) {
    LinkEvent event;
    event.kind = kind;
    event.reason = reason;
    event.generation = generation;
    return event;
}

/// What arrives, one word each: a message's payload or an event's reason.
std::vector<std::string> drain(BoundedQueue<InboxItem>& items) {
    std::vector<InboxItem> taken;
    items.pop_up_to(1'000, taken, microseconds{0});
    std::vector<std::string> words;
    for (const InboxItem& item : taken) {
        if (const auto* one = std::get_if<InboundMessage>(&item)) words.push_back(one->payload);
        else words.push_back(std::get<LinkEvent>(item).reason);
    }
    return words;
}

using Words = std::vector<std::string>;

TEST(InboxPort, HoldsWhatDoesNotFitAndKeepsTheOrder) {
    BoundedQueue<InboxItem> items{2};
    InboxPort port{items};
    EXPECT_TRUE(port.has_room());
    for (const char* word : {"1", "2", "3", "4"}) port.push(message(word));
    port.push(event(Kind::ingest_down, "down"));
    EXPECT_FALSE(port.has_room());
    EXPECT_EQ(drain(items), (Words{"1", "2"}));

    // There is room now, but what is held comes first.
    EXPECT_FALSE(port.has_room());
    EXPECT_FALSE(port.flush());
    EXPECT_EQ(drain(items), (Words{"3", "4"}));
    EXPECT_TRUE(port.flush());
    EXPECT_EQ(drain(items), (Words{"down"}));
    EXPECT_TRUE(port.has_room());
}

TEST(InboxPort, TakesNoMessageBeyondItsLimit) {
    BoundedQueue<InboxItem> items{1};
    InboxPort port{items};
    port.push(message("in the inbox"));
    for (std::size_t i = 0; i < limits::held_messages_max; ++i) {
        ASSERT_TRUE(port.takes_messages());
        port.push(message("held"));
    }
    EXPECT_FALSE(port.takes_messages());
}

// An ingest loop that hangs for hours must not make the port grow with every reconnection: the
// first loss and the last state are what it needs to know.
TEST(InboxPort, MergesEventsThatWait) {
    BoundedQueue<InboxItem> items{1};
    InboxPort port{items};
    port.push(message("full"));
    port.push(event(Kind::ingest_down, "connection_lost"));
    port.push(event(Kind::ingest_down, "connection_refused"));
    for (std::uint32_t i = 0; i < 1'000; ++i) {
        port.push(event(Kind::ingest_up, "up", i));
        port.push(event(Kind::ingest_down, "connection_lost"));
    }
    port.push(event(Kind::ingest_up, "last up", 1'000));

    Words words;
    do {
        for (const std::string& word : drain(items)) words.push_back(word);
    } while (!port.flush());
    for (const std::string& word : drain(items)) words.push_back(word);
    EXPECT_EQ(words, (Words{"full", "connection_refused", "last up"}));
}

TEST(InboxPort, ReportsDropsOnceHoweverOften) {
    BoundedQueue<InboxItem> items{1};
    InboxPort port{items};
    port.push(message("full"));
    for (int i = 0; i < 100; ++i) {
        port.push(event(Kind::dropped, "dropped"));
        port.push(event(Kind::control_down, "down"));
        port.push(event(Kind::control_up, "up"));
    }
    Words words = drain(items);
    while (!port.flush()) {
        for (const std::string& word : drain(items)) words.push_back(word);
    }
    for (const std::string& word : drain(items)) words.push_back(word);
    EXPECT_EQ(words, (Words{"full", "dropped", "down", "up"}));
}

}  // namespace
}  // namespace soc
