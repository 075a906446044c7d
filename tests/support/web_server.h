#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/http_server.h"
#include "http/routes.h"
#include "service/user_service.h"
#include "support/faulty_database.h"
#include "support/http_client.h"
#include "support/manual_clock.h"
#include "support/test_database.h"

namespace soc::testing {

/// A live feed that a test writes by hand. Remembers how it was opened and what is watched.
class HandFeed final : public LiveSource {
public:
    [[nodiscard]] std::unique_ptr<LiveStream> open(
        const Principal& reader, std::optional<std::string> last_event_id) override;

    /// Every open stream gives it at its next turn.
    void publish(LiveStream::Event event);

    struct Opening {
        std::string reader;
        std::optional<std::string> last_event_id;
    };
    [[nodiscard]] std::vector<Opening> openings() const;
    [[nodiscard]] std::vector<DeviceId> watched() const;
    /// How many events the stream that is furthest ahead has taken.
    [[nodiscard]] std::size_t taken() const;

private:
    friend class HandStream;
    struct State {
        std::vector<LiveStream::Event> events;
        std::vector<Opening> openings;
        std::vector<DeviceId> watched;
        std::size_t taken = 0;
    };
    Guarded<State> state_;
};

/// The whole HTTP side over a real SQLite database on a free loopback port, with short time
/// limits, a clock that stands still, and two people: `ada` (administrator) and `vic` (viewer),
/// whose password is `password_of_everybody`.
class WebServer {
public:
    explicit WebServer(HttpOptions options = short_limits());
    ~WebServer();
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;

    static constexpr const char* password_of_everybody = "correct horse battery";
    [[nodiscard]] static HttpOptions short_limits();

    [[nodiscard]] std::uint16_t port() const { return server_->port(); }
    [[nodiscard]] HttpClient connect(const std::string& from = "127.0.0.1") const {
        return HttpClient{port(), from};
    }
    /// One request on a connection of its own.
    [[nodiscard]] HttpAnswer ask(const std::string& bytes) const {
        return connect().exchange(bytes);
    }

    struct Session {
        std::string cookie;  ///< `name=value`
        std::string csrf_token;
    };
    /// Signs in; both are empty when that fails.
    [[nodiscard]] Session sign_in(const std::string& name) const;

    ManualClock clock;
    std::shared_ptr<FaultSwitch> faults = std::make_shared<FaultSwitch>();
    metrics::Registry metrics;
    Readiness readiness;
    HandFeed feed;
    SystemRandom random;
    TemporaryDirectory directory;
    std::unique_ptr<Database> database;
    LoginService logins;
    UserService users;
    KeyHolder keys;
    AccessDirectory access;
    CredentialLedger ledger;
    UseQueue uses;
    EventStreams streams;

private:
    StaticFiles files_;
    ReadModel read_model_;
    Observations observations_;
    HealthHandlers health_handlers_;
    LoginHandlers login_handlers_;
    UserHandlers user_handlers_;
    EventHandlers event_handlers_;
    FleetHandlers fleet_handlers_;
    BoardHandlers board_handlers_;
    BrokerHandlers broker_handlers_;
    RequestPipeline pipeline_;
    std::unique_ptr<HttpServer> server_;

public:
    /// Ends the server before its time; the parts stay.
    void stop() { server_->stop(); }
    [[nodiscard]] RequestPipeline& pipeline() { return pipeline_; }
};

/// `GET path HTTP/1.1` with `Host` and these further header lines (each ending in CRLF).
[[nodiscard]] std::string get(const std::string& path, const std::string& lines = {});
/// The same with a JSON body.
[[nodiscard]] std::string send_json(const std::string& method, const std::string& path,
                                    const std::string& lines, const std::string& body);
/// The header lines of a change from our own page.
[[nodiscard]] std::string lines_of(const WebServer::Session& session);

}  // namespace soc::testing
