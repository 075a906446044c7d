#include "support/web_server.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

namespace soc::testing {
namespace {

/// A test without its server says nothing.
template <class T>
T required(Result<T> result, const char* what) {
    if (!result) {
        std::cerr << what << ": " << result.error().reason << " " << result.error().detail << '\n';
        std::abort();
    }
    return *std::move(result);
}

void add_person(WebServer& server, const char* name, Role role) {
    const NewPerson person{name, role, Secret{WebServer::password_of_everybody}};
    required(server.users.add(person, local_administrator(), server.clock.now()), name);
}

}  // namespace

class HandStream final : public LiveStream {
public:
    explicit HandStream(HandFeed& feed) : feed_{feed} {}

    [[nodiscard]] std::vector<Event> next(Moment) override {
        return feed_.state_.with([&](HandFeed::State& state) {
            std::vector<Event> fresh{state.events.begin() + static_cast<std::ptrdiff_t>(given_),
                                     state.events.end()};
            given_ = state.events.size();
            state.taken = std::max(state.taken, given_);
            return fresh;
        });
    }
    void watch(std::vector<DeviceId> rows) override {
        feed_.state_.with([&](HandFeed::State& state) { state.watched = std::move(rows); });
    }

private:
    HandFeed& feed_;
    std::size_t given_ = 0;
};

std::unique_ptr<LiveStream> HandFeed::open(const Principal& reader,
                                           std::optional<std::string> last_event_id) {
    state_.with([&](State& state) {
        state.openings.push_back({reader.name, std::move(last_event_id)});
    });
    return std::make_unique<HandStream>(*this);
}

void HandFeed::publish(LiveStream::Event event) {
    state_.with([&](State& state) { state.events.push_back(std::move(event)); });
}

std::vector<HandFeed::Opening> HandFeed::openings() const {
    return state_.with([](const State& state) { return state.openings; });
}

std::size_t HandFeed::taken() const {
    return state_.with([](const State& state) { return state.taken; });
}

std::vector<DeviceId> HandFeed::watched() const {
    return state_.with([](const State& state) { return state.watched; });
}

HttpOptions WebServer::short_limits() {
    using std::chrono::milliseconds;
    HttpOptions options;
    options.listen = {ListenAddress{"127.0.0.1", 0}};
    options.header_timeout = milliseconds{300};
    options.body_timeout = milliseconds{300};
    options.idle_timeout = milliseconds{300};
    options.write_timeout = milliseconds{600};
    options.stop_timeout = milliseconds{500};
    options.stream_period = milliseconds{100};
    return options;
}

WebServer::WebServer(HttpOptions options)
    : database{required(
          open_faulty_database("sqlite:" + (directory.path() / "test.db").string(), faults),
          "database")},
      logins{LoginService::Parts{*database, random, metrics}},
      users{UserService::Parts{*database, logins, random}},
      keys{(directory.path() / "master.key").string(), true, random},
      access{{*database, random, metrics}},
      ledger{{*database, access, keys, random, metrics}},
      uses{ledger, metrics},
      streams{EventStreams::Options{.instance = "test", .streams_max = 6,
                                    .streams_per_session_max = 4},
              EventStreams::Parts{feed, logins, random, metrics}},
      read_model_{PlaceDirectory::make({})},
      health_handlers_{readiness, metrics, "1.2.3"},
      login_handlers_{logins, clock, Installation{"test", "1.2.3", false}},
      user_handlers_{users, clock},
      event_handlers_{streams},
      fleet_handlers_{read_model_, observations_, *database, clock},
      board_handlers_{ledger, clock, metrics},
      broker_handlers_{{access, uses, clock, metrics}},
      pipeline_{options,
                make_routes({health_handlers_, login_handlers_, user_handlers_, event_handlers_,
                             fleet_handlers_, board_handlers_, broker_handlers_}),
                PipelineParts{logins, files_, clock, random, metrics}},
      server_{required(HttpServer::start(options, pipeline_, metrics), "server")} {
    add_person(*this, "ada", Role::administrator);
    add_person(*this, "vic", Role::viewer);
}

WebServer::~WebServer() = default;

WebServer::Session WebServer::sign_in(const std::string& name) const {
    const HttpAnswer answer =
        ask(send_json("POST", "/api/v1/login", "Sec-Fetch-Site: same-origin\r\n",
                      R"({"name":")" + name + R"(","password":")" + password_of_everybody +
                          R"("})"));
    const std::string cookie = answer.field("set-cookie");
    return {cookie.substr(0, cookie.find(';')), answer.member("csrf_token")};
}

std::string get(const std::string& path, const std::string& lines) {
    return "GET " + path + " HTTP/1.1\r\nHost: campus.example\r\n" + lines + "\r\n";
}

std::string send_json(const std::string& method, const std::string& path,
                      const std::string& lines, const std::string& body) {
    return method + " " + path + " HTTP/1.1\r\nHost: campus.example\r\n" + lines +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

std::string lines_of(const WebServer::Session& session) {
    return "Cookie: " + session.cookie + "\r\nX-CSRF-Token: " + session.csrf_token +
           "\r\nOrigin: http://campus.example\r\n";
}

}  // namespace soc::testing
