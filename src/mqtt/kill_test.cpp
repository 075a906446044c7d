// R5 and R6 on a real broker: what boards published at QoS 0, and a server had read but not
// stored when it was killed, is delivered again to the next one.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <string>

#include "mqtt/test_server.h"

namespace soc::testing {
namespace {

constexpr std::size_t total = 10'000;
constexpr std::size_t stored_before_kill = 3'000;

/// The ingest loop and its database in one file: a batch is committed when its lines are in the
/// file (O_APPEND, one write). After 3000 messages it takes more, stores nothing, says so, and
/// waits to be killed with messages in its hands.
[[noreturn]] void serve_and_stall(const MosquittoBroker& broker, const std::string& store) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int file = open(store.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    TestServer server{{options_for(broker)}};
    std::size_t stored = 0;
    bool announced = false;
    for (;;) {
        server.take(500);
        std::string lines;
        if (!announced && server.count(LinkEvent::Kind::ingest_up) > 0) {
            lines = "up\n";
            announced = true;
        }
        if (stored >= stored_before_kill) {
            if (server.messages.size() < stored + 500) continue;
            lines = "stalled\n";
        }
        for (std::size_t i = stored; i < server.messages.size() && lines != "stalled\n"; ++i) {
            lines += server.messages[i].payload + "\n";
        }
        if (write(file, lines.data(), lines.size()) != static_cast<ssize_t>(lines.size())) _exit(1);
        if (lines == "stalled\n") pause();
        stored = server.messages.size();
        server.commit();
    }
}

std::multiset<std::string> lines_of(const std::string& path) {
    std::ifstream file{path};
    std::multiset<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.insert(line);
    return lines;
}

/// Publishes 10,000 numbers at QoS 0, kills a server in the middle, lets a second one take what
/// the broker still has. Returns how many of the numbers neither has stored.
std::size_t lost_by_a_kill(const MosquittoBroker& broker) {
    const std::string store = broker.directory() + "/stored";
    const pid_t first = fork();
    if (first == 0) serve_and_stall(broker, store);
    EXPECT_TRUE(wait_until([&] { return lines_of(store).count("up") == 1; }));

    TestPublisher board{broker.port()};
    for (std::size_t i = 0; i < total; ++i) board.publish("u4/300/device", std::to_string(i));
    board.flush();
    EXPECT_TRUE(wait_until([&] { return lines_of(store).count("stalled") == 1; }));
    kill(first, SIGKILL);
    waitpid(first, nullptr, 0);

    std::multiset<std::string> stored = lines_of(store);
    TestServer second{{options_for(broker)}};
    EXPECT_TRUE(second.serve_until_up());
    EXPECT_TRUE(second.last(LinkEvent::Kind::ingest_up)->session_present);
    board.publish("u4/300/device", "the end");
    EXPECT_TRUE(second.serve_until([&] {
        return !second.messages.empty() && second.messages.back().payload == "the end";
    }));
    for (const InboundMessage& message : second.messages) stored.insert(message.payload);

    std::size_t lost = 0;
    for (std::size_t i = 0; i < total; ++i) lost += stored.count(std::to_string(i)) == 0 ? 1U : 0U;
    return lost;
}

TEST(KillTest, LosesNothingWithTheShippedBrokerFile) {
    const MosquittoBroker broker;
    EXPECT_EQ(lost_by_a_kill(broker), 0U);
}

// The control experiment: the test above can fail. Without the one line of R5 the 500 messages
// or more in the server's hands are gone.
TEST(KillTest, LosesWhatWasInFlightWithoutTheUpgradeOfQos) {
    const MosquittoBroker broker{{.extra = "upgrade_outgoing_qos false"}};
    EXPECT_GE(lost_by_a_kill(broker), 500U);
}

}  // namespace
}  // namespace soc::testing
