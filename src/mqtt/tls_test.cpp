// TLS against a real mosquitto that demands a client certificate. All certificates are made by
// openssl at test time and live a day.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "mqtt/link_reason.h"
#include "mqtt/test_server.h"
#include "support/tcp_gate.h"

namespace soc::testing {
namespace {

using Kind = LinkEvent::Kind;

void run(const std::string& command) {
    ASSERT_EQ(std::system((command + " 2>/dev/null").c_str()), 0) << command;
}

/// An authority, a broker certificate for `localhost`, one of ours, and a foreign authority.
class Tls : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        std::string pattern = std::filesystem::temp_directory_path() / "soc-tls-XXXXXX";
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        directory() = pattern;
        for (const char* name : {"ca", "foreign"}) {
            run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 "
                "-subj /CN=" + std::string{name} + " -keyout " + file(name, "key") + " -out " +
                file(name, "pem"));
        }
        for (const char* name : {"localhost", "sensocampus"}) {
            const std::string subject = name;
            run("openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=" +
                subject + " -addext subjectAltName=DNS:" + subject + " -keyout " +
                file(subject, "key") + " -out " + file(subject, "csr"));
            run("openssl x509 -req -days 1 -copy_extensions copy -in " + file(subject, "csr") +
                " -CA " + file("ca", "pem") + " -CAkey " + file("ca", "key") +
                " -CAcreateserial -out " + file(subject, "pem"));
        }
    }
    static void TearDownTestSuite() { std::filesystem::remove_all(directory()); }

    static std::string& directory() {
        static std::string path;
        return path;
    }
    static std::string file(const std::string& name, const std::string& ending) {
        return directory() + "/" + name + "." + ending;
    }

    static MosquittoBroker::Options demanding_certificates() {
        return {.listener = "cafile " + file("ca", "pem") + "\ncertfile " +
                            file("localhost", "pem") + "\nkeyfile " + file("localhost", "key") +
                            "\nrequire_certificate true"};
    }
    static BrokerOptions options(const MosquittoBroker& broker) {
        BrokerOptions options = options_for(broker);
        options.host = "localhost";
        options.tls = TlsOptions{file("ca", "pem"), file("sensocampus", "pem"),
                                 file("sensocampus", "key"), false};
        return options;
    }
    /// The word with which the link to `broker` is down.
    static std::string refusal(BrokerOptions options) {
        TestServer server{{std::move(options)}};
        EXPECT_TRUE(server.serve_until([&] { return server.count(Kind::ingest_down) > 0; }));
        const LinkEvent* down = server.last(Kind::ingest_down);
        return down == nullptr ? "" : down->reason;
    }
};

// 5,000 messages: many arrive in one read of OpenSSL, where `poll` does not see them. The ones
// at the end must not wait for more traffic.
TEST_F(Tls, DeliversEverythingOverAVerifiedConnection) {
    const MosquittoBroker broker{demanding_certificates()};
    TestServer server{{options(broker)}};
    ASSERT_TRUE(server.serve_until_up());
    for (int i = 0; i < 5'000; ++i) {
        while (!server.outbound.try_push(OutboundMessage{0, "u4/300/device", std::to_string(i)})) {
            server.take();
            server.commit();
        }
    }
    ASSERT_TRUE(server.serve_until_messages(5'000));
    for (std::size_t i = 0; i < 5'000; ++i) {
        ASSERT_EQ(server.messages[i].payload, std::to_string(i));
    }
    ASSERT_TRUE(server.outbound.try_push(ReopenLinks{0}));
    ASSERT_TRUE(server.serve_until_up(2));
    EXPECT_TRUE(server.last(Kind::ingest_up)->session_present);
}

// We dial a number, and yet the handshake names the host: brokers that share an address by
// name (SNI) need it. The name stands in clear in the first message.
TEST_F(Tls, AnnouncesTheNameOfTheHost) {
    const MosquittoBroker broker{demanding_certificates()};
    const TcpGate gate{broker.port()};
    BrokerOptions named = options(broker);
    named.port = gate.port();
    TestServer server{{named}};
    ASSERT_TRUE(server.serve_until_up());
    const std::string sent = gate.sent_by_clients();
    EXPECT_NE(sent.find("localhost"), std::string::npos);
    EXPECT_EQ(sent.find("127.0.0.1"), std::string::npos);
}

TEST_F(Tls, RefusesABrokerOfAnotherAuthority) {
    const MosquittoBroker broker{demanding_certificates()};
    BrokerOptions stranger = options(broker);
    stranger.tls->ca_file = file("foreign", "pem");
    EXPECT_EQ(refusal(stranger), link_reason::certificate_untrusted);
}

TEST_F(Tls, RefusesACertificateOfAnotherHost) {
    const MosquittoBroker broker{demanding_certificates()};
    BrokerOptions elsewhere = options(broker);
    elsewhere.host = "127.0.0.1";
    EXPECT_EQ(refusal(elsewhere), link_reason::certificate_wrong_host);
}

TEST_F(Tls, SystemAuthoritiesDoNotKnowOurTestAuthority) {
    const MosquittoBroker broker{demanding_certificates()};
    BrokerOptions system = options(broker);
    system.tls->ca_file.clear();
    EXPECT_EQ(refusal(system), link_reason::certificate_untrusted);
}

TEST_F(Tls, TakesAnyCertificateOnlyWhenTold) {
    const MosquittoBroker broker{demanding_certificates()};
    BrokerOptions trial = options(broker);
    trial.host = "127.0.0.1";
    trial.tls->ca_file = file("foreign", "pem");
    trial.tls->accept_any_certificate = true;
    TestServer server{{trial}};
    EXPECT_TRUE(server.serve_until_up());
}

TEST_F(Tls, SaysWhenTheBrokerWantsACertificateOfOurs) {
    const MosquittoBroker broker{demanding_certificates()};
    BrokerOptions bare = options(broker);
    bare.tls->certificate_file.clear();
    EXPECT_EQ(refusal(bare), link_reason::tls_failed);
}

TEST_F(Tls, SaysWhichFilesItCannotUse) {
    const MosquittoBroker broker{demanding_certificates()};
    BrokerOptions missing = options(broker);
    missing.tls->ca_file = file("nowhere", "pem");
    EXPECT_EQ(refusal(missing), link_reason::tls_files);
    BrokerOptions mismatched = options(broker);
    mismatched.tls->key_file = file("ca", "key");
    EXPECT_EQ(refusal(mismatched), link_reason::tls_files);
}

// Clear text against a TLS port and the reverse: a word, no hang.
TEST_F(Tls, SaysWhenOnlyOneSideSpeaksTls) {
    const MosquittoBroker secure{demanding_certificates()};
    BrokerOptions clear = options(secure);
    clear.tls.reset();
    EXPECT_EQ(refusal(clear), link_reason::connection_lost);
    const MosquittoBroker plain;
    EXPECT_EQ(refusal(options(plain)), link_reason::tls_failed);
}

}  // namespace
}  // namespace soc::testing
