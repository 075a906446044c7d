#include "http/http_server.h"

#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <optional>
#include <thread>
#include <unordered_set>
#include <vector>

#include "core/limits.h"
#include "core/log.h"
#include "http/io/connection.h"
#include "metrics/names.h"

namespace soc {
namespace {

using namespace net;
using asio::ip::tcp;
using local = asio::local::stream_protocol;

/// Enough for a burst of browsers; the kernel cuts it to its own limit.
constexpr int backlog = 1024;
/// After the system could not give us a descriptor: it will not be better at once.
constexpr std::chrono::milliseconds accept_pause{100};

Error cannot_listen(const std::string& where, const error_code& failed) {
    const bool in_use = failed == asio::error::address_in_use;
    Error error = Error::unavailable(in_use ? "address_in_use" : "cannot_listen");
    error.field = "listen";
    error.allowed = where + ": " + failed.message();
    return error;
}

IpAddress to_ip_address(const asio::ip::address& address) {
    const auto v6 = address.is_v6() ? address.to_v6()
                                    : asio::ip::make_address_v6(asio::ip::v4_mapped,
                                                                address.to_v4());
    return IpAddress::from_bytes(v6.to_bytes());
}

}  // namespace

/// The I/O thread and everything that belongs to it.
class HttpServer::Content {
public:
    Content(const HttpOptions& options, RequestPipeline& pipeline, metrics::Registry& metrics)
        : options_{options},
          dropped_connections_{metrics.counter(metrics::http_refused, "connection_dropped")},
          failed_accepts_{metrics.counter(metrics::http_refused, "accept_failed")},
          fast_{options.fast_threads, limits::fast_jobs_max},
          stored_{options.stored_threads, limits::fast_jobs_max},
          slow_{options.slow_threads, limits::slow_jobs_max},
          vital_{1, limits::fast_jobs_max},
          shared_{options_, pipeline, [this](Lane lane) -> HandlerPool& { return pool(lane); }},
          stop_timer_{io_.get_executor()} {}
    ~Content() { stop(); }
    Content(const Content&) = delete;
    Content& operator=(const Content&) = delete;

    [[nodiscard]] Status listen() {
        for (const ListenAddress& address : options_.listen) {
            if (Status opened = listen_tcp(address); !opened) return opened;
        }
        return options_.control_socket.empty() ? Status{} : listen_control();
    }

    void run() {
        for (auto& acceptor : tcp_) spawn(accept_tcp(acceptor));
        if (control_) spawn(accept_control());
        thread_ = std::thread{[this] { io_.run(); }};
    }

    void stop() {
        if (thread_.joinable()) {
            asio::post(io_, [this] { begin_stop(); });
            thread_.join();
        }
        fast_.stop();
        stored_.stop();
        slow_.stop();
        vital_.stop();
        if (control_) ::unlink(options_.control_socket.c_str());
        control_.reset();
    }

    [[nodiscard]] std::uint16_t port() const {
        return first_port_;
    }

private:
    using TcpAcceptor = asio::basic_socket_acceptor<tcp, Executor>;
    using LocalAcceptor = asio::basic_socket_acceptor<local, Executor>;

    [[nodiscard]] HandlerPool& pool(Lane lane) {
        switch (lane) {
            case Lane::fast: return fast_;
            case Lane::stored: return stored_;
            case Lane::slow: return slow_;
            case Lane::vital: break;
        }
        return vital_;
    }

    void spawn(Task<> task) {
        asio::co_spawn(io_, std::move(task), [](const std::exception_ptr& thrown) {
            if (!thrown) return;
            try {
                std::rethrow_exception(thrown);
            } catch (const std::exception& what) {
                log::warning_limited("connection failed", {{"what", what.what()}});
            }
        });
    }

    Status listen_tcp(const ListenAddress& listen) {
        error_code failed;
        const auto host = asio::ip::make_address(listen.host, failed);
        const std::string where = listen.host + " port " + std::to_string(listen.port);
        if (failed) return cannot_listen(where, failed);
        const tcp::endpoint endpoint{host, listen.port};
        TcpAcceptor acceptor{io_};
        acceptor.open(endpoint.protocol(), failed);
        if (!failed) acceptor.set_option(TcpAcceptor::reuse_address{true}, failed);
        if (!failed) acceptor.bind(endpoint, failed);
        if (!failed) acceptor.listen(backlog, failed);
        if (failed) return cannot_listen(where, failed);
        if (tcp_.empty()) first_port_ = acceptor.local_endpoint().port();
        tcp_.push_back(std::move(acceptor));
        return {};
    }

    Status listen_control() {
        const std::string& path = options_.control_socket;
        error_code failed;
        if (path.size() >= sizeof(sockaddr_un::sun_path)) {
            return cannot_listen(path, asio::error::name_too_long);
        }
        // Whoever holds the lock on the data directory (R24) may clear what a crash left there;
        // a socket that answers belongs to somebody alive.
        asio::basic_stream_socket<local, Executor> probe{io_};
        probe.connect(local::endpoint{path}, failed);
        if (!failed) return cannot_listen(path, asio::error::address_in_use);
        struct stat found {};
        if (::lstat(path.c_str(), &found) == 0 && S_ISSOCK(found.st_mode)) ::unlink(path.c_str());

        LocalAcceptor acceptor{io_};
        failed.clear();
        acceptor.open(local{}, failed);
        // Before bind, so that there is no moment at which others may connect.
        if (!failed && ::fchmod(acceptor.native_handle(), S_IRUSR | S_IWUSR) != 0) {
            failed.assign(errno, boost::system::system_category());
        }
        if (!failed) acceptor.bind(local::endpoint{path}, failed);
        if (!failed) acceptor.listen(backlog, failed);
        if (failed) return cannot_listen(path, failed);
        control_.emplace(std::move(acceptor));
        return {};
    }

    Task<> accept_tcp(TcpAcceptor& acceptor) {
        while (!shared_.stopping) {
            asio::basic_stream_socket<tcp, Executor> socket{io_};
            tcp::endpoint peer;
            const auto [failed] =
                co_await acceptor.async_accept(socket, peer, asio::as_tuple(awaiting));
            if (failed) {
                co_await wait_after(failed);
                continue;
            }
            error_code ignored;
            socket.set_option(tcp::no_delay{true}, ignored);
            admit(Socket{std::move(socket)}, {Channel::tcp, to_ip_address(peer.address())});
        }
    }

    Task<> accept_control() {
        while (!shared_.stopping) {
            Socket socket{io_};
            const auto [failed] =
                co_await control_->async_accept(socket, asio::as_tuple(awaiting));
            if (failed) {
                co_await wait_after(failed);
                continue;
            }
            admit(std::move(socket), {Channel::control, {}});
        }
    }

    Task<> wait_after(error_code failed) {
        if (failed == asio::error::operation_aborted) co_return;
        failed_accepts_.increment();
        log::warning_limited("cannot accept a connection", {{"why", failed.message()}});
        Timer timer{io_.get_executor()};
        co_await pause(timer, accept_pause);
    }

    void admit(Socket socket, Connection::Peer peer) {
        if (has_room_for(peer)) {
            ++by_address_[peer.address];
            auto connection = std::make_unique<Connection>(shared_, std::move(socket), peer);
            connections_.insert(connection.get());
            spawn(serve(std::move(connection)));
            return;
        }
        if (refusing_ >= limits::refused_connections_max) {
            dropped_connections_.increment();
            return;
        }
        spawn(refuse(std::make_unique<Connection>(shared_, std::move(socket), peer)));
    }

    [[nodiscard]] bool has_room_for(const Connection::Peer& peer) const {
        // Of the control socket's peers there are few, and they must get in when all else is full.
        if (peer.channel == Channel::control) {
            return connections_.size() < options_.connections_max + limits::control_connections_max;
        }
        const auto same = by_address_.find(peer.address);
        const bool has_share = same == by_address_.end() ||
                               same->second < options_.connections_per_address_max ||
                               contains(options_.trusted_proxies, peer.address);
        return has_share && connections_.size() < options_.connections_max;
    }

    Task<> serve(std::unique_ptr<Connection> connection) {
        const Departure departure{*this, *connection};
        co_await connection->serve();
    }

    Task<> refuse(std::unique_ptr<Connection> connection) {
        ++refusing_;
        co_await connection->refuse();
        --refusing_;
    }

    /// Takes a connection out of the list, however its coroutine ends.
    struct Departure {
        Departure(Content& owner, Connection& connection) : content{owner}, served{connection} {}
        ~Departure() {
            content.connections_.erase(&served);
            const auto same = content.by_address_.find(served.peer().address);
            if (--same->second == 0) content.by_address_.erase(same);
            if (content.connections_.empty()) content.stop_timer_.cancel();
        }
        Departure(const Departure&) = delete;
        Departure& operator=(const Departure&) = delete;

        Content& content;
        Connection& served;
    };

    void begin_stop() {
        shared_.stopping = true;
        error_code ignored;
        for (TcpAcceptor& acceptor : tcp_) acceptor.close(ignored);
        if (control_) control_->close(ignored);
        for (Connection* connection : connections_) connection->stop();
        if (connections_.empty()) return;
        stop_timer_.expires_after(options_.stop_timeout);
        stop_timer_.async_wait([this](error_code failed) {
            if (failed) return;
            for (Connection* connection : connections_) connection->close_now();
        });
    }

    // Constant after construction.
    const HttpOptions options_;
    metrics::Counter dropped_connections_;
    metrics::Counter failed_accepts_;
    std::uint16_t first_port_ = 0;
    // The I/O context outlives the pools: their jobs resume coroutines on it.
    asio::io_context io_{1};
    HandlerPool fast_;
    HandlerPool stored_;
    HandlerPool slow_;
    HandlerPool vital_;
    // Belong to the I/O thread while it runs.
    Shared shared_;
    std::vector<TcpAcceptor> tcp_;
    std::optional<LocalAcceptor> control_;
    std::unordered_set<Connection*> connections_;
    std::map<IpAddress, std::size_t> by_address_;  ///< those of `connections_`
    std::size_t refusing_ = 0;
    Timer stop_timer_;
    // Last: joined before anything above goes.
    std::thread thread_;
};

HttpServer::HttpServer(std::unique_ptr<Content> content) : content_{std::move(content)} {}

HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::start(const HttpOptions& options,
                                                      RequestPipeline& pipeline,
                                                      metrics::Registry& metrics) {
    auto content = std::make_unique<Content>(options, pipeline, metrics);
    if (const Status listening = content->listen(); !listening) return listening.error();
    content->run();
    return std::make_unique<HttpServer>(std::move(content));
}

std::uint16_t HttpServer::port() const {
    return content_->port();
}

void HttpServer::stop() {
    content_->stop();
}

}  // namespace soc
