#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/http_options.h"
#include "http/io/deadline_socket.h"
#include "http/io/request_parser.h"
#include "http/pipeline.h"

namespace soc::net {

/// One request, or why there is none.
struct Incoming {
    Request request;
    std::optional<Response> refusal;  ///< decided before any handler: limits, syntax, 404, 405
    Lane lane = Lane::fast;
    bool http_1_0 = false;
    bool keep_alive = false;
    /// The connection ended, or stayed silent between two requests: there is nobody to answer.
    bool nothing = false;
    /// What the peer still sends belongs to the refused request.
    bool unread = false;
};

/// Reads requests off one connection, each within the limits of bytes and time that hold from
/// its first byte. What was read beyond a request waits for the next one.
class RequestReader {
public:
    RequestReader(DeadlineSocket& socket, const HttpOptions& options,
                  const RequestPipeline& pipeline)
        : socket_{socket}, options_{options}, pipeline_{pipeline}, buffer_(first_size) {}

    /// `patience` is for the first byte.
    Task<Incoming> next(Request blank, std::chrono::milliseconds patience) {
        Incoming incoming;
        incoming.request = std::move(blank);
        Request& request = incoming.request;
        if (!co_await has_bytes(steady_now() + patience)) {
            incoming.nothing = true;
            co_return incoming;
        }
        RequestParser parser{request};
        request.received = pipeline_.clock().now();
        co_await read_header(parser, incoming);
        if (incoming.nothing || incoming.refusal) co_return incoming;
        judge_header(parser, incoming);
        if (!incoming.refusal && !parser.is_done()) co_await read_body(parser, incoming);
        co_return incoming;
    }

    /// True while no byte of the next request has come: the connection may be closed.
    [[nodiscard]] bool is_idle() const { return waiting_for_first_byte_; }

private:
    static constexpr std::size_t first_size = 4 * 1024;
    static constexpr std::size_t largest_size = limits::header_bytes_max;

    enum class Fill { filled, timed_out, closed, full };

    [[nodiscard]] std::string_view pending() const {
        return {buffer_.data() + begin_, end_ - begin_};
    }

    /// Reads what there is to the end of the buffer, which grows to its limit.
    Task<Fill> fill(SteadyTime until) {
        if (begin_ > 0) {
            std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                      buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
            end_ -= std::exchange(begin_, 0);
        }
        if (end_ == buffer_.size()) {
            if (buffer_.size() >= largest_size) co_return Fill::full;
            buffer_.resize(std::min(buffer_.size() * 2, largest_size));
        }
        for (;;) {
            const auto read = socket_.try_read(std::span{buffer_}.subspan(end_));
            if (read.progress == Progress::closed) co_return Fill::closed;
            if (read.progress == Progress::done) {
                end_ += read.bytes;
                co_return Fill::filled;
            }
            if (!co_await socket_.readable(until)) co_return Fill::timed_out;
        }
    }

    Task<bool> has_bytes(SteadyTime until) {
        if (!pending().empty()) co_return true;
        waiting_for_first_byte_ = true;
        const Fill filled = co_await fill(until);
        waiting_for_first_byte_ = false;
        co_return filled == Fill::filled;
    }

    /// A read that brought nothing, as an answer.
    static void stop_at(Fill filled, Incoming& incoming) {
        incoming.unread = true;
        if (filled == Fill::closed) {
            incoming.nothing = true;
        } else if (filled == Fill::timed_out) {
            incoming.refusal = error_response(http_status::request_timeout, "request_timeout");
        } else {
            incoming.refusal =
                error_response(http_status::header_fields_too_large, "header_too_large");
        }
    }

    Task<> read_header(RequestParser& parser, Incoming& incoming) {
        const SteadyTime until = steady_now() + options_.header_timeout;
        std::size_t taken = 0;
        for (;;) {
            if (!pending().empty()) {
                error_code failed;
                const std::size_t bytes = parser.put(asio::buffer(pending()), failed);
                begin_ += bytes;
                taken += bytes;
                if (failed && failed != beast_http::error::need_more) {
                    incoming.refusal = refusal_of(failed);
                    incoming.unread = true;
                    co_return;
                }
                if (parser.is_header_done() && taken <= limits::header_bytes_max) co_return;
            }
            if (taken + pending().size() >= limits::header_bytes_max) {
                co_return stop_at(Fill::full, incoming);
            }
            const Fill filled = co_await fill(until);
            if (filled != Fill::filled) co_return stop_at(filled, incoming);
        }
    }

    /// Everything that the header alone decides.
    void judge_header(RequestParser& parser, Incoming& incoming) const {
        Request& request = incoming.request;
        incoming.http_1_0 = parser.is_http_1_0();
        incoming.keep_alive = parser.keep_alive();
        incoming.refusal = syntax_fault(parser, request);
        if (!incoming.refusal) {
            RequestPipeline::Plan plan = pipeline_.plan(request);
            incoming.lane = plan.lane;
            incoming.refusal = std::move(plan.refusal);
            const auto length = parser.content_length();
            if (!incoming.refusal && length && *length > plan.body_bytes_max) {
                incoming.refusal = error_response(Error::too_large(
                    "body", std::to_string(plan.body_bytes_max) + " bytes"));
            }
            parser.body_limit(plan.body_bytes_max);
        }
        incoming.unread = incoming.refusal && !parser.is_done();
    }

    static std::optional<Response> syntax_fault(const RequestParser& parser, Request& request) {
        if (parser.has_unknown_encoding()) {
            return error_response(http_status::not_implemented, "transfer_encoding_not_supported");
        }
        if (parser.is_http_1_0() && parser.chunked()) {
            return error_response(Error::invalid("Transfer-Encoding", "bad_transfer_encoding"));
        }
        const std::size_t hosts = request.headers.count("Host");
        if (hosts > 1 || (hosts == 0 && !parser.is_http_1_0())) {
            return error_response(Error::invalid("Host", "host_required"));
        }
        if (const auto expected = request.headers.find("Expect");
            expected && !equals_ignoring_case(*expected, "100-continue")) {
            return error_response(http_status::expectation_failed, "expectation_failed");
        }
        Result<RequestTarget> target = parse_request_target(parser.target());
        if (!target) {
            if (target.error().code == ErrorCode::too_large) {
                return error_response(http_status::uri_too_long, "target_too_long");
            }
            return error_response(target.error());
        }
        request.target = *std::move(target);
        return std::nullopt;
    }

    Task<> read_body(RequestParser& parser, Incoming& incoming) {
        const SteadyTime until = steady_now() + options_.body_timeout;
        if (incoming.request.headers.find("Expect") && !incoming.http_1_0 && pending().empty()) {
            std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            std::string_view nothing;
            if (socket_.try_write(go_on, nothing) == Progress::closed) {
                co_return stop_at(Fill::closed, incoming);
            }
        }
        while (!parser.is_done()) {
            if (!pending().empty()) {
                error_code failed;
                begin_ += parser.put(asio::buffer(pending()), failed);
                if (failed && failed != beast_http::error::need_more) {
                    incoming.refusal = refusal_of(failed);
                    incoming.unread = true;
                    co_return;
                }
                if (parser.is_done() || !failed) continue;
            }
            const Fill filled = co_await fill(until);
            if (filled != Fill::filled) co_return stop_at(filled, incoming);
        }
    }

    DeadlineSocket& socket_;
    const HttpOptions& options_;
    const RequestPipeline& pipeline_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool waiting_for_first_byte_ = false;
};

}  // namespace soc::net
