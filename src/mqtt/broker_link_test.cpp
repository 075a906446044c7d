// How links fail and come back: each case with a real broker or a real socket that misbehaves.
#include "mqtt/broker_link.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "mqtt/link_reason.h"
#include "mqtt/test_server.h"
#include "support/free_port.h"
#include "support/tcp_gate.h"

namespace soc::testing {
namespace {

using namespace std::chrono_literals;
using Kind = LinkEvent::Kind;

double failures(TestServer& server, std::string_view reason) {
    return server.metrics.counter(metrics::link_failures, reason).value();
}

TEST(BrokerLink, SaysWhenNobodyListens) {
    BrokerOptions options;
    options.name = "main";
    options.host = "127.0.0.1";
    options.port = free_port();
    options.topic_filters = {filter("+/device")};
    options.instance = "test";
    TestServer server{{options}};
    ASSERT_TRUE(server.serve_until([&] { return server.count(Kind::ingest_down) == 1; }));
    EXPECT_EQ(server.last(Kind::ingest_down)->reason, link_reason::connection_refused);
    // Tried again and again, told once: nothing new happened.
    ASSERT_TRUE(server.serve_until(
        [&] { return failures(server, link_reason::connection_refused) >= 6; }));
    EXPECT_EQ(server.count(Kind::ingest_down), 1U);
}

TEST(BrokerLink, SaysWhenTheHostHasNoAddress) {
    const MosquittoBroker broker;
    BrokerOptions options = options_for(broker);
    options.host = "no-such-host.invalid";
    TestServer server{{options}};
    ASSERT_TRUE(server.serve_until([&] { return server.count(Kind::ingest_down) == 1; }));
    EXPECT_EQ(server.last(Kind::ingest_down)->reason, link_reason::host_not_found);
}

// `localhost` has an IPv6 address too on most machines, and this broker does not listen there.
TEST(BrokerLink, TriesTheAddressesOfANameInTurn) {
    const MosquittoBroker broker;
    BrokerOptions options = options_for(broker);
    options.host = "localhost";
    TestServer server{{options}};
    EXPECT_TRUE(server.serve_until_up());
    EXPECT_EQ(server.count(Kind::ingest_down), 0U);
}

// A wrong password: the word is there, and the pauses grow instead of hammering the broker. In
// the first two seconds at most the pauses below 1, 2 and 4 s can have passed, for two links;
// twenty attempts would be a hot loop.
TEST(BrokerLink, BacksOffWhenTheLoginIsRefused) {
    const MosquittoBroker broker{{.anonymous = false}};
    BrokerOptions options = options_for(broker);
    options.user = "sensocampus";
    options.password = Secret{"wrong"};
    TestServer server{{options}};
    ASSERT_TRUE(server.serve_until([&] { return server.count(Kind::ingest_down) == 1; }));
    EXPECT_EQ(server.last(Kind::ingest_down)->reason, link_reason::not_authorised);
    EXPECT_FALSE(server.serve_until(
        [&] { return failures(server, link_reason::not_authorised) >= 20; }, 2s));
    EXPECT_GE(failures(server, link_reason::not_authorised), 2);
}

TEST(BrokerLink, LogsInWithUserAndPassword) {
    const std::string directory = std::filesystem::temp_directory_path();
    const std::string file = directory + "/soc-passwords-" + std::to_string(getpid());
    std::ofstream{file} << "sensocampus:right\n";
    ASSERT_EQ(std::system(("mosquitto_passwd -U " + file).c_str()), 0);
    {
        const MosquittoBroker broker{{.extra = "password_file " + file, .anonymous = false}};
        BrokerOptions options = options_for(broker);
        options.user = "sensocampus";
        options.password = Secret{"right"};
        TestServer server{{options}};
        EXPECT_TRUE(server.serve_until_up());
    }
    std::filesystem::remove(file);
}

// SIGSTOP leaves a link half open: TCP stands, and nothing answers. The canary's absence makes
// the service ask for new connections (R8); those reach only the kernel of the broker's machine,
// so the attempt must end by itself after 5 s; and all is well when the broker wakes up.
TEST(BrokerLink, GivesUpAnUnansweredConnectAfterFiveSeconds) {
    MosquittoBroker broker;
    TestServer server{{options_for(broker)}};
    ASSERT_TRUE(server.serve_until_up());
    broker.freeze();
    ASSERT_TRUE(server.outbound.try_push(ReopenLinks{0}));
    ASSERT_TRUE(server.serve_until([&] {
        const LinkEvent* down = server.last(Kind::ingest_down);
        return down != nullptr && down->reason == link_reason::connect_timeout;
    }));
    const LinkEvent* reopened = &server.events[2];  // after ingest_up and control_up
    const auto waited = server.last(Kind::ingest_down)->at.steady - reopened->at.steady;
    EXPECT_GE(waited, Dialler::connect_timeout);
    EXPECT_LT(waited, Dialler::connect_timeout + microseconds{2s});
    broker.thaw();
    EXPECT_TRUE(server.serve_until_up(2));
}

/// A listening socket whose queue is full: the kernel drops every further SYN, as a firewall
/// with DROP does.
class BlackHole {
public:
    BlackHole() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        EXPECT_EQ(bind(listener_, generic, size), 0);
        EXPECT_EQ(listen(listener_, 0), 0);
        EXPECT_EQ(getsockname(listener_, generic, &size), 0);
        port_ = ntohs(address.sin_port);
        for (int& filler : fillers_) {
            filler = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
            static_cast<void>(connect(filler, generic, size));
        }
    }
    ~BlackHole() {
        for (const int filler : fillers_) close(filler);
        close(listener_);
    }
    BlackHole(const BlackHole&) = delete;
    BlackHole& operator=(const BlackHole&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    int listener_ = -1;
    std::array<int, 4> fillers_{};
    std::uint16_t port_ = 0;
};

// A broker behind a DROP must not hold up the thread: another broker is served meanwhile.
TEST(BrokerLink, ADroppedBrokerDoesNotBlockTheOthers) {
    const BlackHole hole;
    const MosquittoBroker broker;
    BrokerOptions dropped = options_for(broker, "dropped");
    dropped.port = hole.port();
    TestServer server{{dropped, options_for(broker, "alive")}};
    ASSERT_TRUE(server.serve_until([&] { return server.count(Kind::ingest_up, 1) == 1; }));
    TestPublisher board{broker.port()};
    board.publish("u4/300/device", "hello");
    ASSERT_TRUE(server.serve_until_messages(1));
    EXPECT_EQ(server.count(Kind::ingest_down, 0), 0U);  // still waiting, within its 5 s
    ASSERT_TRUE(server.serve_until([&] { return server.count(Kind::ingest_down, 0) == 1; }));
    EXPECT_EQ(server.last(Kind::ingest_down)->reason, link_reason::connect_timeout);
}

// R7: MQTT 5 is asked for first; a broker that knows only 3.1.1 keeps the session too.
TEST(BrokerLink, FallsBackToVersion311) {
    const MosquittoBroker broker;
    const TcpGate gate{broker.port(), true};
    BrokerOptions options = options_for(broker);
    options.port = gate.port();
    TestPublisher board{broker.port()};
    {
        TestServer server{{options}};
        ASSERT_TRUE(server.serve_until_up());
        EXPECT_EQ(server.count(Kind::ingest_down), 0U);
        board.publish("u4/300/device", "old");
        ASSERT_TRUE(server.serve_until_messages(1));
    }
    board.publish("u4/300/device", "while away");
    board.flush();
    TestServer server{{options}};
    ASSERT_TRUE(server.serve_until_up());
    EXPECT_TRUE(server.last(Kind::ingest_up)->session_present);
    EXPECT_TRUE(server.serve_until([&] {
        return !server.messages.empty() && server.messages.back().payload == "while away";
    }));
}

// A broker that takes the SUBSCRIBE and says nothing would look connected for ever, and deaf.
TEST(BrokerLink, DialsAnewWhenTheSubscriptionIsNotAnswered) {
    const MosquittoBroker broker;
    TcpGate gate{broker.port()};
    gate.swallow_subscribe(true);
    BrokerOptions options = options_for(broker);
    options.port = gate.port();
    TestServer server{{options}};
    ASSERT_TRUE(server.serve_until([&] { return server.count(Kind::ingest_down) == 1; }));
    EXPECT_EQ(server.last(Kind::ingest_down)->reason, link_reason::subscription_unanswered);
    EXPECT_EQ(server.count(Kind::ingest_up), 0U);
    gate.swallow_subscribe(false);
    EXPECT_TRUE(server.serve_until([&] { return server.count(Kind::ingest_up) == 1; }));
}

// R6, seen on the wire: between SUBSCRIBE and the commit the ingest connection sends nothing.
TEST(BrokerLink, IsSilentOnIngestUntilTheCommit) {
    const MosquittoBroker broker;
    const TcpGate gate{broker.port()};
    BrokerOptions options = options_for(broker);
    options.port = gate.port();
    options.keep_alive = std::chrono::seconds{5};  // PINGREQ would be due after a few seconds
    options.read_only = true;                      // clean sessions: two connections, no more
    TestServer server{{options}};
    ASSERT_TRUE(server.serve_until_up());
    // The last thing that the control connection sends by itself.
    ASSERT_TRUE(wait_until(
        [&] { return gate.sent_by_clients().find("messages/dropped") != std::string::npos; }));
    const std::size_t before = gate.sent_by_clients().size();
    TestPublisher board{broker.port()};
    for (int i = 0; i < 100; ++i) board.publish("u4/300/device", "x");
    ASSERT_TRUE(wait_until([&] {
        server.take();
        return server.messages.size() == 100;
    }));
    // The control connection pings when its keep-alive has passed; ingest had the same reason.
    constexpr std::string_view ping{"\xc0\x00", 2};
    ASSERT_TRUE(wait_until([&] { return gate.sent_by_clients().size() > before; }, 8s));
    EXPECT_EQ(gate.sent_by_clients().substr(before), ping);

    server.commit();
    constexpr std::size_t acknowledgements = 100 * 4;
    EXPECT_TRUE(wait_until(
        [&] { return gate.sent_by_clients().size() >= before + 2 + acknowledgements; }));
}

// R7: the broker's own counter moved, so messages are missing although we are connected.
TEST(BrokerLink, ReportsWhatTheBrokerDropped) {
    const MosquittoBroker broker{{.extra = "max_queued_messages 10\nsys_interval 1"}};
    TestServer server{{options_for(broker)}};
    ASSERT_TRUE(server.serve_until_up());
    TestPublisher board{broker.port()};
    // Nothing is committed, so the window of 1000 and the queue of 10 are all that fits.
    for (int i = 0; i < 1'500; ++i) board.publish("u4/300/device", "x");
    board.flush();
    ASSERT_TRUE(wait_until([&] {
        server.take();
        return server.count(Kind::dropped) == 1;
    }));
    EXPECT_GE(server.metrics.counter(metrics::broker_dropped, "main").value(), 400);
}

// SIM=1: nothing is published, and the session of the server beside it is left alone.
TEST(BrokerLink, ReadOnlyPublishesNothingAndTouchesNoSession) {
    const MosquittoBroker broker;
    TestPublisher board{broker.port()};
    { TestServer real{{options_for(broker)}}; ASSERT_TRUE(real.serve_until_up()); }
    board.publish("u4/300/device", "for the real one");
    board.flush();
    {
        BrokerOptions options = options_for(broker);
        options.read_only = true;
        TestServer shadow{{options}};
        ASSERT_TRUE(shadow.serve_until_up());
        ASSERT_TRUE(shadow.outbound.try_push(OutboundMessage{0, "u4/300/device", "forbidden"}));
        ASSERT_TRUE(shadow.serve_until([&] {
            return shadow.metrics.counter(metrics::outbound_dropped, "main").value() == 1;
        }));
        board.publish("u4/300/device", "for both");
        ASSERT_TRUE(shadow.serve_until_messages(1));
        EXPECT_EQ(shadow.messages[0].payload, "for both");
    }
    TestServer real{{options_for(broker)}};
    ASSERT_TRUE(real.serve_until_up());
    ASSERT_TRUE(real.serve_until_messages(2));
    EXPECT_TRUE(real.last(Kind::ingest_up)->session_present);
    EXPECT_EQ(real.messages[0].payload, "for the real one");
    EXPECT_EQ(real.messages[1].payload, "for both");
}

TEST(BrokerLink, CountsWhatItCannotSend) {
    BrokerOptions options;
    options.name = "main";
    options.host = "127.0.0.1";
    options.port = free_port();
    options.topic_filters = {filter("+/device")};
    options.instance = "test";
    TestServer server{{options}};
    ASSERT_TRUE(server.outbound.try_push(OutboundMessage{0, "u4/300/device/command", "{}"}));
    EXPECT_TRUE(server.serve_until([&] {
        return server.metrics.counter(metrics::outbound_dropped, "main").value() == 1;
    }));
}

// Mosquitto's defaults deliver boards' QoS 0 at QoS 0: it is counted, so that it shows (R5).
TEST(BrokerLink, CountsMessagesThatNoAcknowledgementProtects) {
    const MosquittoBroker broker{{.shipped_file = false}};
    TestServer server{{options_for(broker)}};
    ASSERT_TRUE(server.serve_until_up());
    TestPublisher board{broker.port()};
    board.publish("u4/300/device", "x");
    ASSERT_TRUE(server.serve_until_messages(1));
    EXPECT_EQ(server.metrics.counter(metrics::messages_unprotected, "main").value(), 1);
}

}  // namespace
}  // namespace soc::testing
