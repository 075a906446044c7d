// What the environment may say, and that nothing in it is passed over in silence: a wrong value
// and a name that nobody reads are faults which say what is allowed.
#include "app/environment.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "app/config.h"
#include "app/config_keys.h"

namespace soc::testing {
namespace {

using Lines = std::vector<std::string>;

CheckedConfig check(const Environment& environment, std::string_view file = {}) {
    RawConfig raw;
    read_config_text("test.toml", file, raw);
    read_environment(environment, raw);
    return check_config(std::move(raw));
}

Lines faults(const Environment& environment) {
    Lines lines;
    for (const ConfigFault& fault : check(environment).faults) lines.push_back(fault.to_string());
    return lines;
}

constexpr const char* on_words[] = {"1", "true", "TRUE", "True", "yes", "Yes", "on", "ON", " 1 "};
constexpr const char* off_words[] = {"0", "false", "False", "no", "NO", "off", "Off", "", " "};

TEST(Environment, FlagsAreUnderstoodInEveryUsualSpelling) {
    for (const std::string word : on_words) {
        SCOPED_TRACE(word);
        const CheckedConfig checked = check({{"SIM", word}, {"DEBUG", word}});
        EXPECT_TRUE(checked.faults.empty());
        EXPECT_TRUE(checked.config.read_only);
        EXPECT_TRUE(checked.config.brokers.front().read_only);
        EXPECT_EQ(checked.config.log_level, log::Level::debug);
    }
    for (const std::string word : off_words) {
        SCOPED_TRACE(word);
        const CheckedConfig checked = check({{"SIM", word}, {"DEBUG", word}});
        EXPECT_TRUE(checked.faults.empty());
        EXPECT_FALSE(checked.config.read_only);
        EXPECT_EQ(checked.config.log_level, log::Level::info);
    }
}

TEST(Environment, AFlagThatIsNeitherOnNorOffIsAFault) {
    constexpr const char* allowed = "true or false, yes or no, on or off, 1 or 0";
    for (const std::string word : {"maybe", "2", "10", "-1", "tru", "y", "o n"}) {
        EXPECT_EQ(faults({{"SIM", word}}),
                  Lines{"environment: SIM = \"" + word + "\": " + allowed});
        EXPECT_EQ(faults({{"DEBUG", word}}),
                  Lines{"environment: DEBUG = \"" + word + "\": " + allowed});
        EXPECT_EQ(faults({{"SENSOCAMPUS_READ_ONLY", word}}),
                  Lines{"environment: SENSOCAMPUS_READ_ONLY = \"" + word + "\": " + allowed});
    }
}

// A container that is always given SIM=0 does not undo what its file says; the variable of the
// key itself does.
TEST(Environment, TheOldFlagsOnlySwitchOn) {
    constexpr std::string_view file = "read_only = true\nlog_level = 'debug'\n";
    const Config old = check({{"SIM", "0"}, {"DEBUG", "0"}}, file).config;
    EXPECT_TRUE(old.read_only);
    EXPECT_EQ(old.log_level, log::Level::debug);
    EXPECT_FALSE(check({{"SENSOCAMPUS_READ_ONLY", "no"}}, file).config.read_only);
}

TEST(Environment, PortsAreNumbersWithinTheirRange) {
    for (const std::string port : {"xx", "0", "65536", "-1", "5432x", "54 32", "1e3"}) {
        SCOPED_TRACE(port);
        const Lines wanted{"environment: PGSQL_PORT = \"" + port + "\": 1 to 65535"};
        EXPECT_EQ(faults({{"PGSQL_SERVER", "db"}, {"PGSQL_PORT", port}}), wanted);
        EXPECT_EQ(faults({{"PGSQL_PORT", port}}), wanted) << "also without a server";
        EXPECT_EQ(faults({{"MQTT_PORT", port}}),
                  Lines{"environment: MQTT_PORT = \"" + port + "\": 1 to 65535"});
    }
    for (const std::string port : {"1", "65535", " 5433", "5433\r"}) {
        SCOPED_TRACE(port);
        EXPECT_EQ(faults({{"PGSQL_SERVER", "db"}, {"PGSQL_PORT", port}, {"MQTT_PORT", port}}),
                  Lines{});
    }
    EXPECT_EQ(check({{"PGSQL_SERVER", "db"}, {"PGSQL_PORT", " 5433\r"}}).config.database,
              "postgresql://postgres@db:5433/sensocampus");
    EXPECT_EQ(check({{"PGSQL_SERVER", "db"}, {"PGSQL_PORT", ""}}).config.database,
              "postgresql://postgres@db:5432/sensocampus");
}

TEST(Environment, AnUnknownVariableOfOursIsAFaultThatNamesTheNearest) {
    EXPECT_EQ(faults({{"SENSOCAMPUS_LISTNE", "127.0.0.1:1"}}),
              Lines{"environment: SENSOCAMPUS_LISTNE: there is no such variable; "
                    "SENSOCAMPUS_LISTEN is one"});
    EXPECT_EQ(faults({{"SENSOCAMPUS_log_level", "debug"}}),
              Lines{"environment: SENSOCAMPUS_log_level: there is no such variable; "
                    "SENSOCAMPUS_LOG_LEVEL is one"});
    EXPECT_EQ(faults({{"SENSOCAMPUS_", "x"}, {"SENSOCAMPUS_PORT", "8000"}}),
              (Lines{"environment: SENSOCAMPUS_: there is no such variable",
                     "environment: SENSOCAMPUS_PORT: there is no such variable"}));
    EXPECT_EQ(faults({{"SENSOCAMPUS_SOMETHING", ""}, {"SENSOR", "x"}, {"MQTT_HOST", "x"}}), Lines{})
        << "empty is not set, and other programs have variables too";
    for (const std::string& line : faults({{"SENSOCAMPUS_DATABSE", "postgresql:geheim"}})) {
        EXPECT_EQ(line.find("geheim"), std::string::npos) << line;
    }
}

TEST(Environment, WhatKubernetesPutsThereIsNobodysFault) {
    EXPECT_EQ(faults({{"SENSOCAMPUS_SERVICE_HOST", "10.0.0.7"},
                      {"SENSOCAMPUS_SERVICE_PORT", "8000"},
                      {"SENSOCAMPUS_SERVICE_PORT_HTTP", "8000"},
                      {"SENSOCAMPUS_PORT", "tcp://10.0.0.7:8000"},
                      {"SENSOCAMPUS_PORT_8000_TCP", "tcp://10.0.0.7:8000"},
                      {"SENSOCAMPUS_PORT_8000_TCP_ADDR", "10.0.0.7"},
                      {"SENSOCAMPUS_BROKER_PORT_53_UDP_PROTO", "udp"}}),
              Lines{});
}

TEST(Environment, OfTheProcessIsReadWhole) {
    setenv("SENSOCAMPUS_TEST_OF_ENVIRONMENT", "a=b", 1);
    const Environment environment = process_environment();
    unsetenv("SENSOCAMPUS_TEST_OF_ENVIRONMENT");
    EXPECT_EQ(environment.at("SENSOCAMPUS_TEST_OF_ENVIRONMENT"), "a=b");
}

}  // namespace
}  // namespace soc::testing
