// The simulator against a real mosquitto with the shipped broker file, heard by libmosquitto,
// which shares no code with it.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <mosquitto.h>
#include <pthread.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "core/guarded.h"
#include "domain/base_topic.h"
#include "domain/status_report.h"
#include "simulate/campus_generator.h"
#include "simulate/simulate_command.h"
#include "support/mosquitto_broker.h"
#include "wire/campus_json.h"
#include "wire/status_json.h"

namespace soc::simulate {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using soc::testing::MosquittoBroker;
using soc::testing::TestPublisher;
using soc::testing::wait_until;

struct Heard {
    std::string topic;
    std::string payload;
    bool retained = false;
};

/// Keeps everything that is published below any topic.
class Listener {
public:
    explicit Listener(std::uint16_t port) : handle_{mosquitto_new(nullptr, true, this)} {
        mosquitto_connect_callback_set(handle_, [](mosquitto* handle, void*, int) {
            mosquitto_subscribe(handle, nullptr, "#", 1);
        });
        mosquitto_subscribe_callback_set(
            handle_, [](mosquitto*, void* self, int, int, const int*) {
                static_cast<Listener*>(self)->state_.with([](State& s) { s.subscribed = true; });
            });
        mosquitto_message_callback_set(
            handle_, [](mosquitto*, void* self, const mosquitto_message* message) {
                static_cast<Listener*>(self)->keep(*message);
            });
        mosquitto_connect(handle_, "127.0.0.1", port, 60);
        mosquitto_loop_start(handle_);
        EXPECT_TRUE(wait_until(
            [this] { return state_.with([](const State& s) { return s.subscribed; }); }));
    }
    ~Listener() {
        mosquitto_disconnect(handle_);
        mosquitto_loop_stop(handle_, false);
        mosquitto_destroy(handle_);
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    [[nodiscard]] std::vector<Heard> heard() const {
        return state_.with([](const State& s) { return s.heard; });
    }
    [[nodiscard]] std::size_t count() const {
        return state_.with([](const State& s) { return s.heard.size(); });
    }
    /// Status messages by the `unitID` in them.
    [[nodiscard]] std::map<std::string, std::size_t> statuses() const {
        std::map<std::string, std::size_t> counts;
        for (const Heard& message : heard()) {
            if (!base_topic_of(message.topic)) continue;
            const Result<StatusReport> report = wire::parse_status(message.payload);
            if (report) ++counts[report->unit_id.to_string()];
        }
        return counts;
    }

private:
    struct State {
        bool subscribed = false;
        std::vector<Heard> heard;
    };
    void keep(const mosquitto_message& message) {
        Heard heard{message.topic,
                    {static_cast<const char*>(message.payload),
                     static_cast<std::size_t>(message.payloadlen)},
                    message.retain};
        state_.with([&heard](State& s) { s.heard.push_back(std::move(heard)); });
    }

    mosquitto* handle_;
    Guarded<State> state_;
};

/// A broker, a campus file beside it, and `simulate` in a thread of its own.
class Stage {
public:
    explicit Stage(const Campus& campus) : campus_file_{broker.directory() + "/campus.json"} {
        std::ofstream{campus_file_} << wire::write_campus(campus);
        options.campus_file = campus_file_;
        options.broker = fmt::format("mqtt://127.0.0.1:{}", broker.port());
        options.truth_file = broker.directory() + "/truth.jsonl";
        options.interval = 10s;
        options.time_scale = 10;  // a status every second
        options.start_spread = 0ms;
    }
    ~Stage() { stop(); }
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    void start() {
        // The thread inherits the mask: a signal that comes early waits instead of ending us. The
        // brokers do not: they are started without it.
        sigset_t wanted;
        sigset_t before;
        sigemptyset(&wanted);
        sigaddset(&wanted, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &wanted, &before);
        player_ = std::thread{[this] { exit_code = simulate(options, clock_); }};
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }
    /// SIGTERM, as a service manager sends it.
    void stop() {
        if (!player_.joinable()) return;
        pthread_kill(player_.native_handle(), SIGTERM);
        player_.join();
    }
    [[nodiscard]] std::vector<json::object> truth(std::string_view event) const {
        std::vector<json::object> found;
        std::ifstream lines{options.truth_file};
        for (std::string line; std::getline(lines, line);) {
            json::object object = json::parse(line).as_object();
            if (object.at("event").as_string() == event) found.push_back(std::move(object));
        }
        return found;
    }

    MosquittoBroker broker;
    SimulateOptions options;
    int exit_code = -1;

private:
    std::string campus_file_;
    SystemClock clock_;
    std::thread player_;
};

class SimulateOnBroker : public ::testing::Test {
protected:
    static void SetUpTestSuite() { mosquitto_lib_init(); }
    static void TearDownTestSuite() { mosquitto_lib_cleanup(); }
};

std::map<std::string, std::size_t> published_of(const Stage& stage) {
    std::map<std::string, std::size_t> counts;
    for (const json::object& line : stage.truth("published")) {
        counts[std::string{line.at("identifier").as_string()}] =
            static_cast<std::size_t>(line.at("statuses").as_int64());
    }
    return counts;
}

std::size_t lines_with(const std::string& log, std::string_view one, std::string_view other) {
    std::size_t count = 0;
    std::istringstream lines{log};
    for (std::string line; std::getline(lines, line);) {
        if (line.find(one) != line.npos && line.find(other) != line.npos) ++count;
    }
    return count;
}

TEST_F(SimulateOnBroker, SaysWhatTheTruthFileSays) {
    for (const bool shared : {false, true}) {
        Stage stage{grid_campus(1, 20)};
        stage.options.shared_connections = shared;
        stage.options.connections = 2;
        const Listener listener{stage.broker.port()};
        stage.start();
        ASSERT_TRUE(wait_until([&] { return listener.statuses().size() == 20; }));
        ASSERT_TRUE(wait_until([&] { return listener.count() > 200; }));
        stage.stop();
        EXPECT_EQ(stage.exit_code, 0);
        const auto published = published_of(stage);
        EXPECT_EQ(published.size(), 20U);
        EXPECT_TRUE(wait_until([&] { return listener.statuses() == published; }));
        EXPECT_TRUE(stage.truth("silence").empty());
        EXPECT_EQ(stage.truth("end").at(0).at("dropped").as_int64(), 0);
    }
}

// Bytes, quality of service and connections of contract/firmware.md, as the broker saw them.
TEST_F(SimulateOnBroker, SpeaksAsTheContractSays) {
    Stage stage{grid_campus(1, 1)};
    const Listener listener{stage.broker.port()};
    stage.start();
    ASSERT_TRUE(wait_until([&] { return listener.count() >= 8; }));
    stage.stop();

    ASSERT_TRUE(wait_until([&] {
        return listener.count() == lines_with(stage.broker.log(), "Received PUBLISH", "");
    }));
    const Heard status = listener.heard().at(0);
    EXPECT_EQ(status.topic, "s1/b0001/r0001/device");
    EXPECT_FALSE(status.retained);
    EXPECT_TRUE(status.payload.starts_with(R"({"frequency":1,"time":")")) << status.payload;
    EXPECT_TRUE(status.payload.find(R"(","status":"starting","modules":3,"heap":15)") !=
                std::string::npos)
        << status.payload;
    const std::string tail = R"("hardware":"esp32","firmware":231027,"board":"neOSensor",)"
                             R"("board_rev":1,"unitID":"30:ae:a4:)";
    EXPECT_TRUE(status.payload.find(tail) != std::string::npos) << status.payload;

    const std::string log = stage.broker.log();
    // Device, temperature, humidity and luminosity: MQTT 3.1.1, clean session, 60 s, no will.
    EXPECT_EQ(lines_with(log, " as neOSensor_", "(p2, c1, k60)."), 4U);
    EXPECT_EQ(lines_with(log, "No will message specified", ""), 5U);  // and the listener
    EXPECT_EQ(lines_with(log, "Received PUBLISH from neOSensor_", "(d0, q0, r0, m0, "),
              listener.count());
    EXPECT_NE(log.find("s1/b0001/r0001/temperature/command (QoS 0)"), std::string::npos);
    EXPECT_NE(log.find("s1/b0001/r0001/device/command (QoS 0)"), std::string::npos);
}

TEST_F(SimulateOnBroker, AnswersOrders) {
    for (const bool shared : {false, true}) {
        Stage stage{grid_campus(1, 2)};
        stage.options.shared_connections = shared;
        stage.options.interval = 36'000s;
        stage.options.data = false;
        const Listener listener{stage.broker.port()};
        stage.start();
        ASSERT_TRUE(wait_until([&] { return listener.count() == 2; }));
        const Heard first = listener.heard().at(0);
        const std::string unit = wire::parse_status(first.payload)->unit_id.to_string();
        TestPublisher publisher{stage.broker.port()};
        publisher.publish(first.topic + "/command",
                          R"({"dest":")" + unit + R"(","order":"status"})");
        EXPECT_TRUE(wait_until([&] { return listener.statuses()[unit] == 2; }, 1s));
        publisher.publish(first.topic + "/command", R"({"dest":"00:00","order":"status"})");
        publisher.publish(first.topic + "/command",
                          R"({"dest":"all","order":"frequency","value":900})");
        EXPECT_TRUE(wait_until([&] { return listener.statuses()[unit] == 3; }, 1s));
        EXPECT_NE(listener.heard().back().payload.find(R"("frequency":90,)"), std::string::npos);
        stage.stop();
    }
}

TEST_F(SimulateOnBroker, ComesBackAfterTheBroker) {
    Stage stage{grid_campus(1, 10)};
    stage.options.data = false;
    stage.start();
    {
        const Listener before{stage.broker.port()};
        ASSERT_TRUE(wait_until([&] { return before.statuses().size() == 10; }));
    }
    stage.broker.stop();
    stage.broker.start();
    const Listener after{stage.broker.port()};
    // Retries after 1, 2 and 3 s on the scale of ten.
    ASSERT_TRUE(wait_until([&] { return after.statuses().size() == 10; }, 20s));
    stage.stop();
    const auto silences = stage.truth("silence");
    ASSERT_EQ(silences.size(), 10U);
    for (const json::object& line : silences) {
        EXPECT_EQ(line.at("cause").as_string(), "broker_unreachable");
        EXPECT_FALSE(line.at("until").is_null());
    }
}

TEST_F(SimulateOnBroker, PublishesABurstWithoutLosingOne) {
    for (const int qos : {0, 1}) {
        Stage stage{grid_campus(1, 1'000)};
        stage.options.burst = 10'000;
        stage.options.qos = qos;
        const Listener listener{stage.broker.port()};
        ASSERT_EQ(simulate(stage.options, SystemClock{}), 0);
        EXPECT_TRUE(wait_until([&] { return listener.count() == 10'000; }));
        const auto statuses = listener.statuses();
        EXPECT_EQ(statuses.size(), 1'000U);
        EXPECT_TRUE(std::ranges::all_of(statuses, [](const auto& s) { return s.second == 10; }));
        EXPECT_EQ(lines_with(stage.broker.log(), "Received PUBLISH from burst_",
                             fmt::format("(d0, q{}, r0", qos)),
                  10'000U);
    }
}

// A rate is kept from below: the 500th message is not due before 0.998 s.
TEST_F(SimulateOnBroker, KeepsTheRateOfABurst) {
    Stage stage{grid_campus(1, 10)};
    stage.options.burst = 500;
    stage.options.rate = 500;
    const SystemClock clock;
    const SteadyTime start = clock.now().steady;
    ASSERT_EQ(simulate(stage.options, clock), 0);
    EXPECT_GE(clock.now().steady - start, 990ms);
}

TEST_F(SimulateOnBroker, RefusesWhatCannotBePlayed) {
    Stage stage{grid_campus(1, 1)};
    const auto exit_code = [&stage](auto change) {
        SimulateOptions options = stage.options;
        options.duration = 0s;
        change(options);
        return simulate(options, SystemClock{});
    };
    EXPECT_EQ(exit_code([](SimulateOptions&) {}), 0);
    EXPECT_EQ(exit_code([](SimulateOptions& o) { o.campus_file += ".none"; }), 2);
    EXPECT_EQ(exit_code([](SimulateOptions& o) { o.campus_file = o.truth_file; }), 2);
    EXPECT_EQ(exit_code([](SimulateOptions& o) { o.broker = "localhost"; }), 2);
    EXPECT_EQ(exit_code([](SimulateOptions& o) { o.loss_percent = 101; }), 2);
    EXPECT_EQ(exit_code([](SimulateOptions& o) { o.failures = o.campus_file; }), 2);
    EXPECT_EQ(exit_code([](SimulateOptions& o) { o.truth_file = "/nowhere/truth"; }), 2);
    stage.broker.stop();
    EXPECT_EQ(exit_code([](SimulateOptions& o) { o.burst = 1; }), 1);
}

}  // namespace
}  // namespace soc::simulate
