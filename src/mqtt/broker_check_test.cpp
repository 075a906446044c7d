// The check measures, so it is tested by brokers that really lack one thing.
#include "mqtt/broker_check.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "mqtt/link_reason.h"
#include "mqtt/test_server.h"
#include "support/tcp_gate.h"

namespace soc::testing {
namespace {

using Verdict = BrokerFinding::Verdict;

std::map<std::string, BrokerFinding> findings_of(const BrokerOptions& options) {
    SystemRandom random;
    const SystemClock clock;
    std::map<std::string, BrokerFinding> findings;
    for (const BrokerFinding& finding : check_broker(options, random, clock)) {
        findings.emplace(finding.subject, finding);
    }
    return findings;
}

/// What only the broker's file can tell.
constexpr const char* unseen[] = {
    "persistence",           "autosave_interval",   "persistent_client_expiration",
    "max_inflight_messages", "max_queued_messages", "max_queued_bytes",
    "memory_limit",          "message_size_limit",  "per_listener_settings",
};

TEST(BrokerCheck, FindsNothingMissingOnTheShippedFile) {
    const MosquittoBroker broker;
    auto findings = findings_of(options_for(broker));
    for (const std::string subject : unseen) {
        EXPECT_EQ(findings.at(subject).verdict, Verdict::unknown) << subject;
        EXPECT_NE(findings.at(subject).remedy.find(subject + ' '), std::string::npos) << subject;
        findings.erase(subject);
    }
    EXPECT_EQ(findings.size(), 9U);
    for (const auto& [subject, finding] : findings) {
        EXPECT_EQ(finding.verdict, Verdict::ok) << subject << ": " << finding.found;
        EXPECT_TRUE(finding.remedy.empty()) << subject;
    }
}

// Whoever reads that all is well must not take it for a line that nobody looked at.
TEST(BrokerCheck, SpeaksOfEverySettingOfTheShippedFile) {
    const MosquittoBroker broker;
    std::string said = "queue_qos0_messages true\n";  // measured as `queue`
    for (const auto& [subject, finding] : findings_of(options_for(broker))) {
        said += subject + ' ' + finding.remedy + '\n';
    }
    std::ifstream file{std::string{SOC_SOURCE_DIR} + "/deploy/mosquitto.conf"};
    int settings = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        ++settings;
        const std::string name = line.substr(0, line.find(' '));
        EXPECT_NE(said.find(name + ' '), std::string::npos) << line;
        // Where the line itself is told, it is the shipped one.
        if (said.find("look for: " + name + ' ') == std::string::npos) continue;
        EXPECT_NE(said.find("look for: " + line + '\n'), std::string::npos) << line;
    }
    EXPECT_GT(settings, 10);
}

TEST(BrokerCheck, FindsWhatMosquittosDefaultsLack) {
    const MosquittoBroker broker{{.shipped_file = false}};
    const auto findings = findings_of(options_for(broker));
    EXPECT_EQ(findings.at("upgrade_outgoing_qos").verdict, Verdict::missing);
    EXPECT_EQ(findings.at("upgrade_outgoing_qos").remedy, "upgrade_outgoing_qos true");
    EXPECT_EQ(findings.at("queue").verdict, Verdict::missing);
    EXPECT_EQ(findings.at("queue").remedy, "queue_qos0_messages true");
    EXPECT_EQ(findings.at("window").verdict, Verdict::unknown);
    EXPECT_EQ(findings.at("persistent_session").verdict, Verdict::ok);
    EXPECT_EQ(findings.at("mqtt_5").verdict, Verdict::ok);
}

TEST(BrokerCheck, FindsAShortQueue) {
    const MosquittoBroker broker{{.extra = "max_queued_messages 1000"}};
    const auto findings = findings_of(options_for(broker));
    EXPECT_EQ(findings.at("queue").verdict, Verdict::missing);
    EXPECT_EQ(findings.at("queue").remedy, "max_queued_messages 200000");
    EXPECT_EQ(findings.at("upgrade_outgoing_qos").verdict, Verdict::ok);
}

TEST(BrokerCheck, CountsWhatComesBeforeTheFirstAcknowledgement) {
    for (const std::string window : {"20", "999"}) {
        const MosquittoBroker broker{{.extra = "max_inflight_messages " + window}};
        const TcpGate gate{broker.port(), true};
        BrokerOptions options = options_for(broker);
        options.port = gate.port();
        const auto findings = findings_of(options);
        EXPECT_EQ(findings.at("mqtt_5").verdict, Verdict::missing);
        const BrokerFinding& found = findings.at("window");
        EXPECT_EQ(found.verdict, Verdict::missing);
        EXPECT_EQ(found.found,
                  window + " of 1000 messages came before the first acknowledgement");
        EXPECT_EQ(found.remedy, "max_inflight_messages 1000");
        EXPECT_FALSE(findings.contains("max_inflight_messages")) << "it was measured";
        EXPECT_EQ(findings.at("queue").verdict, Verdict::ok);
    }
    // A client of MQTT 5 says itself how many: the line of the file is not what counts.
    const MosquittoBroker stock{{.extra = "max_inflight_messages 20"}};
    EXPECT_EQ(findings_of(options_for(stock)).at("window").verdict, Verdict::ok);
}

// A broker that holds everything until it restarts, and no more than that.
TEST(BrokerCheck, SaysWhatItCannotTell) {
    const MosquittoBroker broker{{.extra = "upgrade_outgoing_qos true\n"
                                           "queue_qos0_messages true\n"
                                           "max_queued_messages 2500",
                                  .shipped_file = false}};
    auto findings = findings_of(options_for(broker));
    for (const std::string subject : unseen) {
        EXPECT_EQ(findings.at(subject).verdict, Verdict::unknown) << subject;
        EXPECT_FALSE(findings.at(subject).found.empty()) << subject;
        findings.erase(subject);
    }
    for (const auto& [subject, finding] : findings) {
        EXPECT_EQ(finding.verdict, Verdict::ok) << subject << ": " << finding.found;
        EXPECT_EQ(finding.remedy.find("persistence"), std::string::npos) << subject;
    }
}

// acl_file grants the subscription to `+/+/device` and filters what it would deliver (R8).
TEST(BrokerCheck, FindsAnAccessListThatFilters) {
    const std::string file = std::filesystem::temp_directory_path() /
                             ("soc-acl-" + std::to_string(getpid()));
    std::ofstream{file} << "topic write sensocampus/#\n"
                           "topic read sensocampus/+/device2\n"
                           "topic read $SYS/#\n";
    {
        const MosquittoBroker broker{{.extra = "acl_file " + file}};
        const auto findings = findings_of(options_for(broker));
        EXPECT_EQ(findings.at("connect").verdict, Verdict::ok);
        EXPECT_EQ(findings.at("publish").verdict, Verdict::missing);
        EXPECT_EQ(findings.at("queue").verdict, Verdict::unknown);
        EXPECT_EQ(findings.at("wildcard_subscription").verdict, Verdict::missing);
        EXPECT_EQ(findings.at("drop_counter").verdict, Verdict::ok);
    }
    std::filesystem::remove(file);
}

/// What is found of the drop counter with an access list that holds these lines of `$SYS`.
BrokerFinding drop_counter_with(const std::string& rights) {
    const std::string file = std::filesystem::temp_directory_path() /
                             ("soc-acl-" + std::to_string(getpid()));
    std::ofstream{file} << "topic readwrite sensocampus/#\n" << rights;
    const MosquittoBroker broker{{.extra = "acl_file " + file}};
    const auto findings = findings_of(options_for(broker));
    std::filesystem::remove(file);
    return findings.at("drop_counter");
}

// After a minute without a drop Mosquitto shows the counter to nobody: then only the version is
// there, as with this list. Where neither is shown, nothing is known.
TEST(BrokerCheck, DoesNotCallARestingDropCounterMissing) {
    EXPECT_EQ(drop_counter_with("topic read $SYS/broker/version\n").verdict, Verdict::ok);
    const BrokerFinding hidden = drop_counter_with("");
    EXPECT_EQ(hidden.verdict, Verdict::unknown);
    EXPECT_NE(hidden.remedy.find("$SYS/broker/publish/messages/dropped"), std::string::npos);
}

TEST(BrokerCheck, SaysWhyItCannotConnect) {
    const MosquittoBroker broker{{.anonymous = false}};
    const auto findings = findings_of(options_for(broker));
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings.at("connect").verdict, Verdict::missing);
    EXPECT_TRUE(findings.at("connect").found.starts_with(link_reason::not_authorised));
}

// Its own session is gone afterwards: a QoS 1 message for it is not queued for anybody.
TEST(BrokerCheck, LeavesNoSessionBehind) {
    MosquittoBroker broker;
    findings_of(options_for(broker));
    const std::string log = broker.log();
    const auto last = log.rfind("-listen (p5, c1");
    EXPECT_NE(last, std::string::npos);
    EXPECT_EQ(log.find("-listen (p5, c0", last), std::string::npos);
}

}  // namespace
}  // namespace soc::testing
