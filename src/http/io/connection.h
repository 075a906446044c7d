#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "core/log.h"
#include "http/handler_pool.h"
#include "http/http_options.h"
#include "http/io/deadline_socket.h"
#include "http/io/request_reader.h"
#include "http/pipeline.h"
#include "http/response_head.h"

namespace soc::net {

/// What all connections of a server share; on the I/O thread.
struct Shared {
    const HttpOptions& options;
    RequestPipeline& pipeline;
    std::function<HandlerPool&(Lane)> pool;
    bool stopping = false;
};

/// One connection: requests in, answers out, one after the other, so that pipelined requests are
/// answered in their order and never pile up.
class Connection {
public:
    struct Peer {
        Channel channel = Channel::tcp;
        IpAddress address;
    };

    Connection(Shared& shared, Socket socket, Peer peer)
        : shared_{shared},
          socket_{std::move(socket)},
          peer_{peer},
          reader_{socket_, shared.options, shared.pipeline} {}
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] const Peer& peer() const { return peer_; }

    /// Serves until either side ends it.
    Task<> serve() {
        const HttpOptions& options = shared_.options;
        std::chrono::milliseconds patience = options.header_timeout;
        for (std::size_t count = 1; !shared_.stopping; ++count) {
            Incoming incoming = co_await reader_.next(blank_request(), patience);
            if (incoming.nothing) break;
            patience = options.idle_timeout;

            Response response = co_await answer(incoming);
            const bool last = incoming.unread || !incoming.keep_alive || response.close ||
                              count >= options.requests_per_connection_max || shared_.stopping;
            Framing framing{incoming.http_1_0, !last, shared_.pipeline.clock().now().wall};
            const bool head_only = incoming.request.method == Method::head;
            if (!co_await write(response, framing, head_only)) break;
            if (response.stream && !head_only) {
                co_await write_stream(*response.stream, framing);
                break;
            }
            if (incoming.unread) co_await linger();
            if (last) break;
        }
        socket_.finish_sending();
        socket_.close();
    }

    /// Tells a peer for whom there is no room, in place of `serve`.
    Task<> refuse() {
        Request request = blank_request();
        request.received = shared_.pipeline.clock().now();
        const Response response = shared_.pipeline.refuse(
            request, retry_later(Error::unavailable("too_many_connections"), seconds{5}));
        const Framing framing{false, false, request.received.wall};
        if (co_await write(response, framing, false)) co_await linger();
        socket_.close();
    }

    /// The server is stopping: whoever only waits is let go; open requests finish.
    void stop() {
        if (reader_.is_idle() || streaming_) socket_.wake();
    }
    void close_now() { socket_.close(); }

private:
    [[nodiscard]] Request blank_request() const {
        Request request;
        request.channel = peer_.channel;
        request.peer = peer_.address;
        return request;
    }

    Task<Response> answer(Incoming& incoming) {
        const RequestPipeline& pipeline = shared_.pipeline;
        Request& request = incoming.request;
        if (!incoming.refusal) {
            Response response;
            const bool ran = co_await run_on(shared_.pool(incoming.lane), [&] {
                response = pipeline.answer(request);
            });
            if (ran) co_return response;
            incoming.refusal = retry_later(Error::unavailable("busy"), seconds{2});
        }
        co_return pipeline.refuse(request, *std::move(incoming.refusal));
    }

    Task<bool> write(const Response& response, const Framing& framing, bool head_only) {
        const std::string head = response_head(response, framing);
        std::string_view first = head;
        std::string_view second;
        if (!head_only && !response.stream) {
            second = response.shared_body ? *response.shared_body : response.body;
        }
        const SteadyTime until = steady_now() + shared_.options.write_timeout;
        for (;;) {
            const Progress progress = socket_.try_write(first, second);
            if (progress != Progress::would_block) co_return progress == Progress::done;
            if (!co_await socket_.writable(until)) co_return false;
        }
    }

    // Asks the stream for bytes, writes them, waits. Only one chunk is ever held: while the
    // reader does not read, nothing new is asked for, and after the write timeout he is dropped.
    Task<> write_stream(ResponseStream& stream, const Framing& framing) {
        streaming_ = true;
        const Clock& clock = shared_.pipeline.clock();
        int refused_in_a_row = 0;
        for (bool last = false; !last && !shared_.stopping;) {
            ResponseStream::Chunk chunk;
            const bool ran = co_await run_on(shared_.pool(Lane::fast), [&] {
                chunk = guarded_next(stream, clock.now());
            });
            // Two refusals in a row would be a second without a look at the session (R42).
            refused_in_a_row = ran ? 0 : refused_in_a_row + 1;
            last = chunk.last || refused_in_a_row == 2;

            std::string bytes = std::move(chunk.bytes);
            if (!framing.http_1_0) {
                if (!bytes.empty()) bytes = http_chunk(bytes);
                if (last) bytes += http_chunk({});
            }
            if (!co_await write_allowed(bytes, stream)) break;
            if (!last && !co_await pause_while_open()) break;
        }
    }

    static ResponseStream::Chunk guarded_next(ResponseStream& stream, Moment now) {
        try {
            return stream.next(now);
        } catch (const std::exception& thrown) {
            log::warning_limited("event stream threw", {{"what", thrown.what()}});
            return {{}, true};
        }
    }

    /// Writes all of `bytes`, and gives up when the reader stalls or loses his right meanwhile.
    Task<bool> write_allowed(std::string_view bytes, ResponseStream& stream) {
        const Clock& clock = shared_.pipeline.clock();
        const SteadyTime until = steady_now() + shared_.options.write_timeout;
        std::string_view nothing;
        for (;;) {
            const Progress progress = socket_.try_write(bytes, nothing);
            if (progress != Progress::would_block) co_return progress == Progress::done;
            const SteadyTime look = steady_now() + shared_.options.stream_period;
            const bool ready = co_await socket_.writable(std::min(look, until));
            if (ready) continue;
            if (steady_now() >= until || shared_.stopping) co_return false;
            if (!stream.is_allowed(clock.now())) co_return false;
        }
    }

    /// One period of silence; false when the peer has gone. What he sends meanwhile is dropped,
    /// up to a bound: a stream has no next request.
    Task<bool> pause_while_open() {
        const SteadyTime until = steady_now() + shared_.options.stream_period;
        while (co_await socket_.readable(until)) {
            std::array<char, 512> scratch{};
            const auto read = socket_.try_read(scratch);
            stream_bytes_dropped_ += read.bytes;
            if (read.progress == Progress::closed) co_return false;
            if (stream_bytes_dropped_ > dropped_bytes_max) co_return false;
        }
        co_return !shared_.stopping;
    }

    // Closing while the peer still sends would reset the line, and the reset may overtake the
    // answer: so what comes is read for a moment.
    Task<> linger() {
        socket_.finish_sending();
        const SteadyTime until = steady_now() + std::chrono::seconds{1};
        std::array<char, 4096> scratch{};
        for (std::size_t dropped = 0; dropped <= linger_bytes_max;) {
            const auto read = socket_.try_read(scratch);
            if (read.progress == Progress::closed) co_return;
            dropped += read.bytes;
            if (read.progress == Progress::done) continue;
            if (!co_await socket_.readable(until)) co_return;
        }
    }

    static constexpr std::size_t dropped_bytes_max = 4 * 1024;
    static constexpr std::size_t linger_bytes_max = 1024 * 1024;

    Shared& shared_;
    DeadlineSocket socket_;
    const Peer peer_;
    RequestReader reader_;
    bool streaming_ = false;
    std::size_t stream_bytes_dropped_ = 0;
};

}  // namespace soc::net
