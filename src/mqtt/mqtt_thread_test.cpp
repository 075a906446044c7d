#include "mqtt/mqtt_thread.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "mqtt/link_reason.h"
#include "mqtt/test_server.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;
using Kind = LinkEvent::Kind;

TEST(MqttThread, DeliversWhatABoardPublishes) {
    MosquittoBroker broker;
    TestServer server{{options_for(broker)}};
    ASSERT_TRUE(server.serve_until_up());
    EXPECT_FALSE(server.last(Kind::ingest_up)->session_present);
    EXPECT_EQ(server.last(Kind::ingest_up)->generation, 1U);

    TestPublisher board{broker.port()};
    board.publish("u4/300/device", R"({"unitID":"30:ae:a4:0c:11:9f"})");
    board.publish("u4/300/temperature", "not for us");
    board.publish("u4/device", "second");
    ASSERT_TRUE(server.serve_until_messages(2));
    EXPECT_EQ(server.messages[0].topic, "u4/300/device");
    EXPECT_EQ(server.messages[0].payload, R"({"unitID":"30:ae:a4:0c:11:9f"})");
    EXPECT_FALSE(server.messages[0].retained);
    EXPECT_EQ(server.messages[1].topic, "u4/device");
}

// The canary's way: out on `control`, back on `ingest` through the ordinary subscription (R8).
TEST(MqttThread, PublishesOnControlWhatIngestHears) {
    MosquittoBroker broker;
    const BrokerOptions options = options_for(broker);
    TestServer server{{options}};
    ASSERT_TRUE(server.serve_until_up());
    ASSERT_TRUE(server.outbound.try_push(OutboundMessage{0, canary_topic(options), "1"}));
    ASSERT_TRUE(server.serve_until_messages(1));
    EXPECT_EQ(server.messages[0].topic, "sensocampus/test/device");
}

TEST(MqttThread, SubscribesTheCanaryByNameWhereNoFilterCoversIt) {
    MosquittoBroker broker;
    BrokerOptions options = options_for(broker);
    options.topic_filters = {filter("u4/+/device")};
    TestServer server{{options}};
    ASSERT_TRUE(server.serve_until_up());
    ASSERT_TRUE(server.outbound.try_push(OutboundMessage{0, canary_topic(options), "1"}));
    ASSERT_TRUE(server.serve_until_messages(1));
    EXPECT_EQ(server.messages[0].topic, canary_topic(options));
}

TEST(MqttThread, FlagsRetainedMessagesAndEmptiesTooLongOnes) {
    MosquittoBroker broker;
    TestPublisher board{broker.port()};
    board.publish("u4/300/device", "kept", true);
    board.flush();
    TestServer server{{options_for(broker)}};
    ASSERT_TRUE(server.serve_until_messages(1));
    EXPECT_TRUE(server.messages[0].retained);
    EXPECT_EQ(server.metrics.counter(metrics::messages_retained, "main").value(), 1);

    board.publish("u4/300/device", std::string(limits::payload_bytes_max, 'x'));
    board.publish("u4/300/device", std::string(limits::payload_bytes_max + 1, 'x'));
    ASSERT_TRUE(server.serve_until_messages(3));
    EXPECT_FALSE(server.messages[1].oversized);
    EXPECT_EQ(server.messages[1].payload.size(), limits::payload_bytes_max);
    EXPECT_TRUE(server.messages[2].oversized);
    EXPECT_TRUE(server.messages[2].payload.empty());
}

// MQTT 5: a packet that we have not room for stays with the broker, and those behind it come.
TEST(MqttThread, TheBrokerKeepsPacketsOverOurLimit) {
    MosquittoBroker broker;
    TestServer server{{options_for(broker)}};
    ASSERT_TRUE(server.serve_until_up());
    TestPublisher board{broker.port()};
    board.publish("u4/300/device", std::string(limits::mqtt_packet_bytes_max, 'x'));
    board.publish("u4/300/device", "next");
    ASSERT_TRUE(server.serve_until_messages(1));
    EXPECT_EQ(server.messages[0].payload, "next");
}

// The inbox takes 4096 items and one acknowledgement window is 1000 messages, so 12,000 messages
// with nobody taking them must stop the reading, and with commits again all arrive, in order.
TEST(MqttThread, StopsReadingWhenTheInboxIsFullAndLosesNothing) {
    MosquittoBroker broker;
    TestServer server{{options_for(broker)}};
    ASSERT_TRUE(server.serve_until_up());
    TestPublisher board{broker.port()};
    constexpr int total = 12'000;

    // Commit without taking: the acknowledgements keep the broker sending until we are full.
    for (int i = 0; i < total; ++i) board.publish("u4/300/device", std::to_string(i));
    board.flush();
    std::uint64_t pretended = 0;
    ASSERT_TRUE(wait_until([&] {
        const auto read = static_cast<std::uint64_t>(
            server.metrics.counter(metrics::messages_received, "main").value());
        server.inbox.progress.committed(0, read - pretended);
        pretended = read;
        server.inbox.on_progress();
        return server.metrics.counter(metrics::reading_stopped, "main").value() >= 1;
    }));
    EXPECT_EQ(server.inbox.items.size(), limits::inbox_items_max);

    ASSERT_TRUE(wait_until([&] {
        server.take();
        const auto read = static_cast<std::uint64_t>(
            server.metrics.counter(metrics::messages_received, "main").value());
        server.inbox.progress.committed(0, read - pretended);
        pretended = read;
        server.inbox.on_progress();
        return server.messages.size() >= total;
    }));
    for (int i = 0; i < total; ++i) {
        ASSERT_EQ(server.messages[static_cast<std::size_t>(i)].payload, std::to_string(i));
    }
    EXPECT_EQ(server.count(Kind::ingest_down), 0U);
}

// Without a commit the broker gets no acknowledgement, so it stops after one window (R6).
TEST(MqttThread, AcknowledgesNothingBeforeTheCommit) {
    MosquittoBroker broker;
    TestServer server{{options_for(broker)}};
    ASSERT_TRUE(server.serve_until_up());
    TestPublisher board{broker.port()};
    for (int i = 0; i < 3'000; ++i) board.publish("u4/300/device", std::to_string(i));
    board.flush();
    ASSERT_TRUE(wait_until([&] {
        server.take();
        return server.messages.size() >= limits::receive_max;
    }));
    // The broker has had every occasion to send more: it answers a later publisher.
    board.flush();
    server.take();
    EXPECT_EQ(server.messages.size(), limits::receive_max);
    ASSERT_TRUE(server.serve_until_messages(3'000));
    EXPECT_EQ(server.messages.size(), 3'000U);
}

// A clean stop acknowledges what is committed: the next process is not told it again.
TEST(MqttThread, AcknowledgesCommittedMessagesOnStop) {
    MosquittoBroker broker;
    TestPublisher board{broker.port()};
    {
        TestServer server{{options_for(broker)}};
        ASSERT_TRUE(server.serve_until_up());
        for (int i = 0; i < 10; ++i) board.publish("u4/300/device", "committed");
        ASSERT_TRUE(wait_until([&] {
            server.take();
            return server.messages.size() == 10;
        }));
        server.commit();
        for (int i = 0; i < 10; ++i) board.publish("u4/300/device", "not committed");
        // Perhaps taken, never committed: the stop must end in time and acknowledge none of it.
        server.take();
        server.stop(200ms);
    }
    board.publish("u4/300/device", "while away");
    board.flush();
    TestServer server{{options_for(broker)}};
    ASSERT_TRUE(server.serve_until_up());
    EXPECT_TRUE(server.last(Kind::ingest_up)->session_present);
    ASSERT_TRUE(server.serve_until([&] {
        return !server.messages.empty() && server.messages.back().payload == "while away";
    }));
    std::multiset<std::string> payloads;
    for (const InboundMessage& message : server.messages) payloads.insert(message.payload);
    EXPECT_EQ(payloads.count("not committed"), 10U);
}

// The same with the loop still committing, as in a real stop: nothing comes a second time.
TEST(MqttThread, WaitsForTheLastCommitOnStop) {
    MosquittoBroker broker;
    TestPublisher board{broker.port()};
    {
        TestServer server{{options_for(broker)}};
        ASSERT_TRUE(server.serve_until_up());
        for (int i = 0; i < 500; ++i) board.publish("u4/300/device", std::to_string(i));
        ASSERT_TRUE(wait_until([&] {
            server.take();
            return server.messages.size() == 500;
        }));
        std::thread ingest{[&] { server.commit(); }};
        server.stop(10s);
        ingest.join();
        // A new connection of the same name could overtake what the broker has not read yet.
        ASSERT_TRUE(wait_until([&] {
            return broker.log().find("Received DISCONNECT from sensocampus-test-ingest") !=
                   std::string::npos;
        }));
    }
    TestServer server{{options_for(broker)}};
    ASSERT_TRUE(server.serve_until_up());
    board.publish("u4/300/device", "later");
    ASSERT_TRUE(server.serve_until_messages(1));
    EXPECT_EQ(server.messages[0].payload, "later");
}

TEST(MqttThread, ReopensBothConnectionsOnRequest) {
    MosquittoBroker broker;
    TestServer server{{options_for(broker)}};
    ASSERT_TRUE(server.serve_until_up());
    ASSERT_TRUE(server.outbound.try_push(ReopenLinks{0}));
    ASSERT_TRUE(server.serve_until_up(2));
    EXPECT_EQ(server.last(Kind::ingest_down)->reason, link_reason::reopened);
    EXPECT_EQ(server.last(Kind::control_down)->reason, link_reason::reopened);
    EXPECT_EQ(server.last(Kind::ingest_up)->generation, 2U);
    EXPECT_TRUE(server.last(Kind::ingest_up)->session_present);
    EXPECT_EQ(server.metrics.counter(metrics::broker_reconnects, "main").value(), 1);
}

TEST(MqttThread, ComesBackWhenTheBrokerDoesWithItsSession) {
    MosquittoBroker broker;
    TestServer server{{options_for(broker)}};
    ASSERT_TRUE(server.serve_until_up());
    broker.stop();
    ASSERT_TRUE(server.serve_until([&] { return server.count(Kind::ingest_down) >= 1; }));
    broker.start();
    TestPublisher board{broker.port()};
    board.publish("u4/300/device", "while away");
    ASSERT_TRUE(server.serve_until_up(2));
    EXPECT_TRUE(server.last(Kind::ingest_up)->session_present);
    ASSERT_TRUE(server.serve_until_messages(1));
    EXPECT_EQ(server.messages[0].payload, "while away");
}

TEST(MqttThread, ListensToSeveralBrokersAndKeepsThemApart) {
    MosquittoBroker first;
    MosquittoBroker second;
    TestServer server{{options_for(first, "first"), options_for(second, "second")}};
    ASSERT_TRUE(server.serve_until_up());
    TestPublisher board{second.port()};
    board.publish("u4/300/device", "hello");
    ASSERT_TRUE(server.serve_until_messages(1));
    EXPECT_EQ(server.messages[0].broker, 1);

    first.kill();
    ASSERT_TRUE(server.serve_until([&] { return server.count(Kind::ingest_down, 0) >= 1; }));
    board.publish("u4/300/device", "still there");
    ASSERT_TRUE(server.serve_until_messages(2));
    EXPECT_EQ(server.count(Kind::ingest_down, 1), 0U);
}

}  // namespace
}  // namespace soc::testing
