// What the configuration takes, what it says about the rest, and which layer wins. Faults are
// compared as the operator reads them.
#include "app/config.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "app/commands/commands.h"
#include "app/config_keys.h"
#include "app/environment.h"
#include "core/limits.h"
#include "support/test_database.h"

namespace soc::testing {
namespace {

using Lines = std::vector<std::string>;

CheckedConfig check(std::string_view file, const Environment& environment = {}) {
    RawConfig raw;
    read_config_text("test.toml", file, raw);
    read_environment(environment, raw);
    return check_config(std::move(raw));
}

Lines faults_of(const CheckedConfig& checked) {
    Lines lines;
    for (const ConfigFault& fault : checked.faults) lines.push_back(fault.to_string());
    return lines;
}
Lines faults(std::string_view file, const Environment& environment = {}) {
    return faults_of(check(file, environment));
}

template <std::size_t count>
std::string allowed(const std::array<ConfigKey, count>& keys, std::string_view name) {
    for (const ConfigKey& key : keys) {
        if (key.name == name) return std::string{key.allowed};
    }
    ADD_FAILURE() << "no key " << name;
    return {};
}

struct WrongValue {
    const char* key;
    const char* text;   ///< as in the file
    const char* shown;  ///< as in the fault
};

// One way at least in which each key can be wrong.
constexpr WrongValue wrong_at_top[] = {
    {"instance", "'U4 main'", "U4 main"},
    {"instance", "''", ""},
    {"instance", "'abcdefghijabcdefghijabcdefghijabc'", "abcdefghijabcdefghijabcdefghijabc"},
    {"listen", "'localhost:8000'", "localhost:8000"},
    {"listen", "'127.0.0.1'", "127.0.0.1"},
    {"listen", "'127.0.0.1:65536'", "127.0.0.1:65536"},
    {"listen", "'::1:8000'", "::1:8000"},
    {"listen", "8000", "8000"},
    {"data", "''", ""},
    {"data", "['a', 'b']", "a, b"},
    {"database", "'mysql://db/campus'", "(not shown)"},
    {"database", "'sqlite:'", "(not shown)"},
    {"database", "'sqlite:postgresql://u:hunter2@h/x'", "(not shown)"},
    {"data", "'postgresql://u:hunter2@h/x'", "(not shown)"},
    {"master_key_file", "'00112233445566778899aabbccddeeff'", "(not shown)"},
    {"web", "'/nowhere/at/all'", "/nowhere/at/all"},
    {"trusted_proxies", "['10.0.0.0/33']", "10.0.0.0/33"},
    {"trusted_proxies", "'proxy'", "proxy"},
    {"auth_clients", "['10.0.0.0/8', '10.0.0.1/8']", "10.0.0.1/8"},
    {"log_level", "'loud'", "loud"},
    {"read_only", "'maybe'", "maybe"},
};
constexpr WrongValue wrong_of_broker[] = {
    {"name", "'Main'", "Main"},
    {"url", "'tcp://127.0.0.1:1883'", "(not shown)"},
    {"url", "'mqtt://'", "(not shown)"},
    {"url", "'mqtt://broker:0'", "(not shown)"},
    {"url", "'mqtt://broker:65536'", "(not shown)"},
    {"url", "'mqtt://[::1'", "(not shown)"},
    {"url", "'mqtt://broker/campus'", "(not shown)"},
    {"host", "''", ""},
    {"host", "'mqtt://u:hunter2@h'", "(not shown)"},
    {"host", "'u:hunter2@h'", "(not shown)"},
    {"host", "'u:hunter2'", "(not shown)"},
    {"host", "'broker.campus:1883'", "broker.campus:1883"},
    {"host", "'[::1]'", "(not shown)"},
    {"host", "'::1%'", "(not shown)"},
    {"host", "'two words'", "two words"},
    {"port", "0", "0"},
    {"port", "65536", "65536"},
    {"port", "1.5", "1.5"},
    {"user", "''", ""},
    {"password", "['geheim']", "(not shown)"},
    {"password_file", "'/nowhere/secret'", "/nowhere/secret"},
    {"password_file", "'hunter2'", "(not shown)"},  // a password, not its file
    {"ca_file", "'/nowhere/ca.pem'", "/nowhere/ca.pem"},
    {"certificate_file", "'/nowhere/c.pem'", "/nowhere/c.pem"},
    {"key_file", "'/nowhere/k.pem'", "/nowhere/k.pem"},
    {"accept_any_certificate", "'maybe'", "maybe"},
    {"site", "''", ""},
    {"levels", "0", "0"},
    {"levels", "17", "17"},
};

std::string golden(const std::string& origin, const std::string& key, const std::string& shown,
                   const std::string& takes) {
    return origin + ": " + key + (shown.empty() ? ": " : " = \"" + shown + "\": ") + takes;
}

TEST(ConfigFaults, EachKeyOfTheTopSaysWhatItTakes) {
    std::set<std::string_view> seen;
    for (const auto& [key, text, shown] : wrong_at_top) {
        SCOPED_TRACE(std::string{key} + " = " + text);
        seen.insert(key);
        EXPECT_EQ(faults("\n" + std::string{key} + " = " + text + '\n'),
                  Lines{golden("test.toml:2", key, shown, allowed(top_keys, key))});
    }
    for (const ConfigKey& key : top_keys) EXPECT_TRUE(seen.contains(key.name)) << key.name;
}

TEST(ConfigFaults, EachKeyOfABrokerSaysWhatItTakes) {
    std::set<std::string_view> seen{"topics"};  // below
    for (const auto& [key, text, shown] : wrong_of_broker) {
        SCOPED_TRACE(std::string{key} + " = " + text);
        seen.insert(key);
        std::string file = "[[broker]]\n" + std::string{key} + " = " + text + '\n';
        // These two go together; the other one is right.
        if (key == std::string_view{"certificate_file"}) file += "key_file = '/dev/null'\n";
        if (key == std::string_view{"key_file"}) file += "certificate_file = '/dev/null'\n";
        EXPECT_EQ(faults(file), Lines{golden("test.toml:2", "broker[0]." + std::string{key}, shown,
                                             allowed(broker_keys, key))});
    }
    for (const ConfigKey& key : broker_keys) EXPECT_TRUE(seen.contains(key.name)) << key.name;
}

TEST(ConfigFaults, TopicsSayWhichFilterIsWrong) {
    const auto topics = [](const std::string& value) {
        return faults("[[broker]]\ntopics = " + value);
    };
    EXPECT_EQ(topics("['#/device', 'a/#/b']"),
              Lines{R"(test.toml:2: broker[0].topics = "#/device, a/#/b": )"
                    "filters of MQTT, or #/device; at fault is topics[1]: hash_not_last"});
    EXPECT_EQ(topics("[]"), Lines{"test.toml:2: broker[0].topics: "
                                  "at least one filter, or the key left out"});
    EXPECT_EQ(topics("['$share/g/+/device']"),
              Lines{R"(test.toml:2: broker[0].topics = "$share/g/+/device": )"
                    "filters of MQTT, or #/device; at fault is topics[0]: it must be without "
                    "$share"});
    // All of them at once.
    EXPECT_EQ(topics("['a#', '+/device', '$share/g/x', 'b+c']").size(), 3U);
}

TEST(ConfigFaults, AllAreToldAtOnce) {
    EXPECT_EQ(faults("listne = '127.0.0.1:1'\n"
                     "log_level = 'loud'\n"
                     "zzz = 1\n"
                     "[[broker]]\n"
                     "name = 'a'\n"
                     "prot = 1883\n"
                     "[[broker]]\n"
                     "name = 'a'\n"
                     "port = 'x'\n"
                     "key_file = '/dev/null'\n"),
              (Lines{"test.toml:2: log_level = \"loud\": debug, info, warning or error",
                     "test.toml:1: listne: there is no such key; listen is one",
                     "test.toml:3: zzz: there is no such key",
                     "test.toml:6: broker[0].prot: there is no such key; port is one",
                     "test.toml:9: broker[1].port = \"x\": 1 to 65535",
                     "test.toml:10: broker[1].key_file = \"/dev/null\": "
                     "together with certificate_file",
                     "test.toml:8: broker[1].name = \"a\": each broker has a name of its own; "
                     "broker[0] has this one at test.toml:5"}));
}

TEST(ConfigFaults, ANameOfTwoBrokersIsToldOnceForEachThatRepeatsIt) {
    const auto told = [](int line, int broker, const std::string& name, const std::string& other) {
        return "test.toml:" + std::to_string(line) + ": broker[" + std::to_string(broker) +
               "].name = \"" + name + "\": each broker has a name of its own; " + other;
    };
    const std::string named = "[[broker]]\nname = 'a'\n";
    EXPECT_EQ(faults(named + named + named),
              (Lines{told(4, 1, "a", "broker[0] has this one at test.toml:2"),
                     told(6, 2, "a", "broker[0] has this one at test.toml:2")}));
    // The other one was given no name, and is called so by its place.
    EXPECT_EQ(faults("[[broker]]\n[[broker]]\nname = 'main'\n"),
              Lines{told(3, 1, "main", "broker[0] has this one, being given none")});
    EXPECT_EQ(faults("[[broker]]\nname = 'broker2'\n[[broker]]\n"),
              Lines{told(2, 0, "broker2", "broker[1] has this one, being given none")});
}

TEST(ConfigFaults, AKeyInTheWrongPartIsSentToItsOwn) {
    EXPECT_EQ(faults("port = 1883\n[[broker]]\nlisten = '127.0.0.1:1'\n"),
              (Lines{"test.toml:1: port: there is no such key here; port belongs below [[broker]]",
                     "test.toml:3: broker[0].listen: there is no such key here; "
                     "listen belongs above the first [[broker]]"}));
}

TEST(ConfigFaults, AKeyThatStandsTwiceIsNamedWithBothLines) {
    const std::string once = ": allowed is each key once; this one is already at line ";
    EXPECT_EQ(faults("log_level = 'info'\n\n  log_level = 'debug'\n"),
              Lines{"test.toml:3: log_level" + once + "1"});
    EXPECT_EQ(faults("[[broker]]\nport = 1\n[[broker]]\nport = 2\n"
                     "password = '''a\nport = 7'''\nport = 3\n"),
              Lines{"test.toml:7: port" + once + "4"});
    EXPECT_EQ(faults("[broker]\nport = 1\n[broker]\nport = 2\n"),
              Lines{"test.toml:3: broker" + once +
                    "1; brokers are written as [[broker]], once above each"});
    EXPECT_EQ(faults("[[broker]]\npassword = 'geheim'\npassword = 'hush'\n"),
              Lines{"test.toml:3: password" + once + "2"});
}

TEST(ConfigFaults, ShapesThatAreNoValue) {
    EXPECT_EQ(faults("[listen]\nhost = 1\n"),
              Lines{"test.toml:1: listen: a value is expected, not a table"});
    EXPECT_EQ(faults("[bogus]\nhost = 1\n"),
              Lines{"test.toml:1: bogus: there is no such key, and no such table"});
    EXPECT_EQ(faults("[broker]\nurl = 'mqtt://a'\n"),
              Lines{"test.toml:1: broker: brokers are written as [[broker]], once above each"});
    EXPECT_EQ(faults("broker = 7\n"),
              Lines{"test.toml:1: broker: brokers are written as [[broker]], once above each"});
    for (const std::string name : {"brokers", "Broker", "brokr"}) {
        const Lines told{"test.toml:1: " + name +
                         ": brokers are written as [[broker]], once above each"};
        EXPECT_EQ(faults("[" + name + "]\nurl = 'mqtt://a'\n"), told);
        EXPECT_EQ(faults("[[" + name + "]]\nurl = 'mqtt://a'\n"), told);
    }
    std::string many;
    for (std::size_t i = 0; i <= limits::brokers_max; ++i) many += "[[broker]]\n";
    EXPECT_EQ(faults(many), Lines{"configuration: broker = \"33\": at most 32 brokers"});
}

TEST(ConfigFaults, TextThatIsNoTomlNamesItsLine) {
    const std::pair<const char*, const char*> wrong[] = {
        {"log_level = 'info'\nlisten = \n", "test.toml:2: not TOML, seen at column "},
        {"log_level = 'info'\n\n[[broker\n", "test.toml:3: not TOML, seen at column "},
        {"'log_level' = 'info'\n'log_level' = 'debug'\n",
         "test.toml:2: not TOML, seen at column "},
        {"data = '\xff'\n", "test.toml:1: not TOML, seen at column "},
    };
    for (const auto& [text, begin] : wrong) {
        const Lines told = faults(text);
        ASSERT_EQ(told.size(), 1U) << text;
        EXPECT_EQ(told[0].substr(0, std::string_view{begin}.size()), begin);
    }
}

TEST(ConfigFaults, AFileThatCannotBeRead) {
    const TemporaryDirectory directory;
    const auto read = [&](const std::string& name) {
        RawConfig raw;
        read_config_file((directory.path() / name).string(), raw);
        return raw;
    };
    const auto write = [&](const std::string& name, std::size_t bytes) {
        std::ofstream{directory.path() / name} << '#' << std::string(bytes - 1, 'x');
    };
    ASSERT_EQ(read("missing.toml").faults.size(), 1U);
    EXPECT_EQ(read("missing.toml").faults[0].allowed, "the file cannot be read");
    ASSERT_EQ(read("").faults.size(), 1U) << "a directory";

    write("largest.toml", limits::config_bytes_max);
    EXPECT_TRUE(read("largest.toml").faults.empty());
    write("larger.toml", limits::config_bytes_max + 1);
    ASSERT_EQ(read("larger.toml").faults.size(), 1U);
    EXPECT_EQ(read("larger.toml").faults[0].allowed, "the file is larger than 1048576 bytes");
}

// Whatever else is wrong: a fault goes to terminals and logs. The secrets have many shapes, since
// a parser repeats soonest what it took for a number, a word or a date.
TEST(ConfigFaults, SecretsAreNeverShown) {
    constexpr std::string_view secrets[] = {"geheim", "hunter2",   "99999999999999999999",
                                            "tru3",   "1997-hush", "0xDEADBEEFDEADBEEFDEAD",
                                            "1e999",  "ge heim"};
    // The secret stands for %.
    constexpr std::string_view files[] = {
        "database = 'mysql://campus:%@db/campus'",
        "database = 'mysql://db/campus?password=%'",
        "database = 'postgresq://campus:%@db/campus'",
        "database = 'postgresql//campus:%'",
        "database = 'postgres:%@db'",
        "database = '%'",
        "database = postgresql://campus:%@db/campus",
        "database = 'postgresql://campus:%@db:5x/campus'",
        "database = 'postgresql://campus:pass@db:%/campus'",
        "database = 'sqlite:postgresql://campus:%@db/campus'",
        "data = 'postgresql://campus:%@db/campus'",
        "pasword = '%'",
        "passwd = '%'",
        "[[broker]]\nurl = 'mqtt://senso:%@broker:99999'",
        "[[broker]]\nurl = 'tcp://senso:%@broker'",
        "[[broker]]\nurl = 'tcp://senso:%'",
        "[[broker]]\nurl = mqtt://senso:%@broker",
        "[[broker]]\nhost = 'mqtt://senso:%@broker'",
        "[[broker]]\nhost = 'senso:%@broker'",
        "[[broker]]\nhost = 'senso:%'",
        "[[broker]]\nport = 'senso:%@broker'",
        "[[broker]]\npassword = ['%']",
        "[[broker]]\npassword = {is = '%'}",
        "[[broker]]\npasswort = '%'",
        "[[broker]]\nsecret = '%'",
        "[[broker]]\npassword_file = '%'",
        "[[broker]]\npassword = ,%",
        "[[broker]]\npassword = '%",
        "[[broker]]\npassword = '''%",
        "[[broker]]\npassword = \"\\q%\"",
        "[[broker]]\npassword = 'right'%",
        "[[broker]]\npassword %",
        "[[broker]]\npassword = %\nport = 0",
    };
    const auto expect_hidden = [](std::string_view secret, const Lines& told) {
        EXPECT_FALSE(told.empty());
        for (const std::string& line : told) {
            EXPECT_EQ(line.find(secret), std::string::npos) << line;
        }
    };
    for (const std::string_view secret : secrets) {
        for (const std::string_view form : files) {
            std::string file{form};
            file.replace(file.find('%'), 1, secret);
            SCOPED_TRACE(file);
            expect_hidden(secret, faults(file));
        }
        const std::string text{secret};
        for (const std::string variable : {"MQTT_SERVER", "MQTT_PORT", "MQTT_TOPICS",
                                           "PGSQL_SERVER", "PGSQL_PORT", "SIM", "DEBUG"}) {
            SCOPED_TRACE(variable);
            expect_hidden(secret, faults("", {{variable, "mqtt://senso:" + text + "@broker"}}));
        }
        expect_hidden(secret, faults("", {{"PGSQL_SERVER", "db"}, {"PGSQL_PASSWD", text},
                                          {"MQTT_PASSWD", text}, {"MQTT_PORT", "x"},
                                          {"SENSOCAMPUS_DATABASE", "post:" + text}}));
    }
}

// ---- what is understood ----------------------------------------------------------------------

TEST(Config, NothingAtAllIsGood) {
    const CheckedConfig checked = check("");
    EXPECT_EQ(faults_of(checked), Lines{});
    const Config& config = checked.config;
    EXPECT_EQ(config.instance, "");
    EXPECT_EQ(config.listen.host, "127.0.0.1");
    EXPECT_EQ(config.listen.port, 8000);
    EXPECT_EQ(config.database, "sqlite:./data/sensocampus.db");
    EXPECT_FALSE(config.read_only);
    ASSERT_EQ(config.brokers.size(), 1U);
    const BrokerConfig& broker = config.brokers.front();
    EXPECT_EQ(broker.name, "main");
    EXPECT_EQ(broker.host, "127.0.0.1");
    EXPECT_EQ(broker.port, 1883);
    EXPECT_FALSE(broker.tls);
    ASSERT_EQ(broker.topic_filters.size(), 5U);
    EXPECT_EQ(broker.topic_filters.front().text(), "+/device");
    EXPECT_EQ(broker.topic_filters.back().text(), "+/+/+/+/+/device");
}

TEST(Config, EverySettingArrives) {
    const TemporaryDirectory directory;
    const std::string web = directory.path().string();
    std::ofstream{directory.path() / "index.html"} << "<html>";
    std::ofstream{directory.path() / "secret"} << "from the file\n";
    const CheckedConfig checked = check(
        "instance = 'u4-main'\nlisten = '[::1]:0'\ndata = '/srv/campus'\nweb = '" + web + "'\n"
        "database = 'postgresql://campus:geheim@db/campus'\n"
        "trusted_proxies = ['192.0.2.0/24', '2001:db8::/32']\n"
        "auth_clients = ['198.51.100.0/24']\n"
        "master_key_file = '/run/secrets/campus.key'\n"
        "log_level = 'warning'\nread_only = true\n"
        "[[broker]]\nurl = 'mqtts://s%40n:ge%3Aheim@[2001:db8::1]'\n"
        "ca_file = '/dev/null'\ncertificate_file = '/dev/null'\nkey_file = '/dev/null'\n"
        "accept_any_certificate = true\nsite = 'u4'\ntopics = ['#/device', 'x/device']\n"
        "levels = 2\n"
        "[[broker]]\nhost = 'two'\nport = 1884\nuser = 'senso'\npassword_file = '" + web +
        "/secret'\n[[broker]]\nname = 'third'\n");
    ASSERT_EQ(faults_of(checked), Lines{});
    const Config& config = checked.config;
    EXPECT_EQ(config.instance, "u4-main");
    EXPECT_EQ(config.listen.host, "::1");
    EXPECT_EQ(config.listen.port, 0);
    EXPECT_EQ(config.data, "/srv/campus");
    EXPECT_EQ(config.web, web);
    EXPECT_EQ(config.database, "postgresql://campus:geheim@db/campus");
    EXPECT_EQ(config.master_key_file, "/run/secrets/campus.key");
    EXPECT_EQ(config.trusted_proxies.size(), 2U);
    EXPECT_EQ(config.auth_clients,
              std::vector<IpNetwork>{*IpNetwork::parse("198.51.100.0/24")});
    EXPECT_EQ(config.log_level, log::Level::warning);
    EXPECT_TRUE(config.read_only);
    ASSERT_EQ(config.brokers.size(), 3U);
    const BrokerConfig& first = config.brokers[0];
    EXPECT_EQ(first.name, "main");
    EXPECT_EQ(first.host, "2001:db8::1");
    EXPECT_EQ(first.port, 8883);
    EXPECT_EQ(first.user, "s@n");
    EXPECT_EQ(first.password.reveal(), "ge:heim");
    EXPECT_TRUE(first.read_only);
    ASSERT_TRUE(first.tls);
    EXPECT_EQ(first.tls->ca_file, "/dev/null");
    EXPECT_TRUE(first.tls->accept_any_certificate);
    EXPECT_EQ(first.site_code, "u4");
    ASSERT_EQ(first.topic_filters.size(), 3U);
    EXPECT_EQ(first.topic_filters[2].text(), "x/device");
    EXPECT_EQ(config.brokers[1].name, "broker2");
    EXPECT_EQ(config.brokers[1].port, 1884);
    EXPECT_EQ(config.brokers[1].password.reveal(), "from the file");
    EXPECT_EQ(config.brokers[2].name, "third");
}

TEST(Config, AHostIsANameOrAnAddress) {
    for (const std::string host : {"broker", "b_1.campus-net.example.", "192.0.2.7", "::1",
                                   "2001:db8::1", "fe80::1%eth0"}) {
        SCOPED_TRACE(host);
        const CheckedConfig checked = check("[[broker]]\nhost = '" + host + "'");
        EXPECT_EQ(faults_of(checked), Lines{});
        EXPECT_EQ(checked.config.brokers.front().host, host);
        EXPECT_EQ(check("", {{"MQTT_SERVER", host + "\r"}}).config.brokers.front().host, host);
        EXPECT_EQ(faults("", {{"PGSQL_SERVER", ' ' + host}}), Lines{});
    }
    EXPECT_EQ(check("", {{"PGSQL_SERVER", "2001:db8::1"}}).config.database,
              "postgresql://postgres@[2001:db8::1]:5432/sensocampus");
    for (const std::string host : {"a b", "a/b", "a@b", "a:b", "1:2", "::1%", "::1%a/b", "a%eth0",
                                   "h\xc3\xa9", "x#y", "x?y"}) {
        SCOPED_TRACE(host);
        EXPECT_EQ(faults("", {{"MQTT_SERVER", host}}).size(), 1U);
        EXPECT_EQ(faults("", {{"PGSQL_SERVER", host}}).size(), 1U);
    }
    EXPECT_EQ(faults("", {{"PGSQL_SERVER", "postgresql://u:hunter2@h"}}),
              Lines{"environment: PGSQL_SERVER = \"(not shown)\": a host name or an address alone; "
                    "an account goes into PGSQL_USER and PGSQL_PASSWD, a port into PGSQL_PORT"});
}

TEST(Config, TheOldContainersVariablesAreUnderstood) {
    const CheckedConfig checked = check("", {{"MQTT_SERVER", "broker.campus"},
                                             {"MQTT_PORT", "8884"},
                                             {"MQTT_USER", "senso"},
                                             {"MQTT_PASSWD", "ge:he@im"},
                                             {"MQTT_TOPICS", R"(["u4/+/device", "#/device"])"},
                                             {"MQTT_UNITID", "campus"},
                                             {"PGSQL_SERVER", "db"},
                                             {"PGSQL_PORT", "5433"},
                                             {"PGSQL_USER", "campus user"},
                                             {"PGSQL_PASSWD", "p@ss/word"},
                                             {"PGSQL_DATABASE", "senso"},
                                             {"DEBUG", "1"},
                                             {"SIM", "1"}});
    ASSERT_EQ(faults_of(checked), Lines{});
    const Config& config = checked.config;
    ASSERT_EQ(config.brokers.size(), 1U);
    const BrokerConfig& broker = config.brokers.front();
    EXPECT_EQ(broker.host, "broker.campus");
    EXPECT_EQ(broker.port, 8884);
    EXPECT_EQ(broker.user, "senso");
    EXPECT_EQ(broker.password.reveal(), "ge:he@im");
    ASSERT_EQ(broker.topic_filters.size(), 6U);
    EXPECT_EQ(broker.topic_filters.front().text(), "u4/+/device");
    EXPECT_EQ(config.instance, "campus");
    EXPECT_EQ(config.database, "postgresql://campus%20user:p%40ss%2Fword@db:5433/senso");
    EXPECT_EQ(config.log_level, log::Level::debug);
    EXPECT_TRUE(config.read_only);
    EXPECT_TRUE(broker.read_only);

    EXPECT_EQ(check("", {{"PGSQL_SERVER", "db"}}).config.database,
              "postgresql://postgres@db:5432/sensocampus");
    EXPECT_EQ(check("", {{"MQTT_UNITID", "Campus of Toulouse"}}).config.instance, "")
        << "it may be anything; one that does not fit is no fault (R7)";
    EXPECT_EQ(faults("", {{"MQTT_TOPICS", "#/device"}}),
              Lines{R"(environment: MQTT_TOPICS = "#/device": )"
                    R"(a JSON list of topic filters, for example ["#/device"])"});
    EXPECT_EQ(faults("", {{"MQTT_PORT", "x"}}),
              Lines{R"(environment: MQTT_PORT = "x": 1 to 65535)"});
}

TEST(Config, AVariableReplacesTheFileAndANewOneTheOld) {
    EXPECT_EQ(check("instance = 'file'", {{"MQTT_UNITID", "old"}}).config.instance, "old");
    EXPECT_EQ(check("instance = 'file'",
                    {{"MQTT_UNITID", "old"}, {"SENSOCAMPUS_INSTANCE", "new"}}).config.instance,
              "new");
    EXPECT_EQ(check("instance = 'file'", {{"SENSOCAMPUS_INSTANCE", ""}}).config.instance, "file")
        << "an empty variable says nothing";
    EXPECT_EQ(check("[[broker]]\nurl = 'mqtts://u:p@old:1'\n", {{"MQTT_SERVER", "new"}})
                  .config.brokers.front().port,
              1883)
        << "another server is not reached at the old one's port";
    EXPECT_EQ(check("[[broker]]\nurl = 'mqtt://u:p@old:1'\n", {{"MQTT_PORT", "2"}})
                  .config.brokers.front().port,
              2);
    EXPECT_EQ(check("", {{"SENSOCAMPUS_TRUSTED_PROXIES", "192.0.2.0/24, ::1/128"}})
                  .config.trusted_proxies.size(),
              2U);
    EXPECT_EQ(check("").config.auth_clients, private_networks());
    EXPECT_EQ(check("auth_clients = []").config.auth_clients.size(), 0U) << "nobody";
    EXPECT_EQ(faults("log_level = 'loud'", {{"SENSOCAMPUS_LOG_LEVEL", "info"}}), Lines{})
        << "what is replaced is not looked at";
    for (const ConfigKey& key : top_keys) {
        const std::string variable = environment_name(key.name);
        EXPECT_EQ(faults("", {{variable, "\x01"}}).size(),
                  key.name == "data" ? 0U : 1U) << variable;
    }
}

// File < environment < flags, as the commands read them.
TEST(Config, FlagsReplaceEverything) {
    const TemporaryDirectory directory;
    const std::string file = (directory.path() / "campus.toml").string();
    std::ofstream{file} << "listen = '127.0.0.1:1'\ndata = 'file'\nlog_level = 'error'\n"
                           "[[broker]]\nhost = 'file'\n[[broker]]\nhost = 'file2'\n";
    setenv("SENSOCAMPUS_LISTEN", "127.0.0.1:2", 1);
    setenv("SENSOCAMPUS_DATA", "environment", 1);
    commands::ConfigSource source;
    source.file = file;
    source.listen = "127.0.0.1:3";
    source.mqtt = {"mqtt://flag:7"};
    const std::optional<Config> config = commands::load_config(source);
    unsetenv("SENSOCAMPUS_LISTEN");
    unsetenv("SENSOCAMPUS_DATA");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->listen.port, 3);
    EXPECT_EQ(config->data, "environment");
    EXPECT_EQ(config->log_level, log::Level::error);
    ASSERT_EQ(config->brokers.size(), 1U);
    EXPECT_EQ(config->brokers.front().host, "flag");
}

TEST(ConfigKeys, NearestIsOneThatIsNear) {
    EXPECT_EQ(nearest_key(top_keys, "listn"), "listen");
    EXPECT_EQ(nearest_key(top_keys, "lsiten"), "listen");
    EXPECT_EQ(nearest_key(top_keys, "trusted_proxy"), "");
    EXPECT_EQ(nearest_key(broker_keys, "usr"), "user");
    EXPECT_EQ(edit_distance("", "abc"), 3U);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

}  // namespace
}  // namespace soc::testing
