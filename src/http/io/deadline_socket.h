#pragma once

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "http/io/net.h"

namespace soc::net {

enum class Progress { done, would_block, closed };

/// A socket of which every wait ends at a time that the caller names. Reads and writes are tried
/// first; only what would block waits. Belongs to the I/O thread.
class DeadlineSocket {
public:
    explicit DeadlineSocket(Socket socket)
        : state_{std::make_shared<State>(std::move(socket))} {
        error_code ignored;
        state_->socket.non_blocking(true, ignored);
    }

    struct Read {
        Progress progress = Progress::closed;
        std::size_t bytes = 0;
    };
    /// `closed` at the end of the stream, on a broken line and after `close`.
    [[nodiscard]] Read try_read(std::span<char> into) {
        error_code failed;
        const std::size_t bytes =
            state_->socket.read_some(asio::buffer(into.data(), into.size()), failed);
        if (failed == asio::error::would_block) return {Progress::would_block, 0};
        return {failed ? Progress::closed : Progress::done, bytes};
    }

    /// Takes what was written off the front of `first`, then of `second`; `done` when both are
    /// empty.
    [[nodiscard]] Progress try_write(std::string_view& first, std::string_view& second) {
        while (!first.empty() || !second.empty()) {
            const std::array<asio::const_buffer, 2> both{asio::buffer(first), asio::buffer(second)};
            error_code failed;
            const std::size_t bytes = state_->socket.write_some(both, failed);
            if (failed == asio::error::would_block) return Progress::would_block;
            if (failed) return Progress::closed;
            const std::size_t of_first = std::min(bytes, first.size());
            first.remove_prefix(of_first);
            second.remove_prefix(bytes - of_first);
        }
        return Progress::done;
    }

    /// Waits until the socket can be read (or written); false when `until` came first, or when
    /// the socket was woken or closed.
    Task<bool> readable(SteadyTime until) { return ready(Socket::wait_read, until); }
    Task<bool> writable(SteadyTime until) { return ready(Socket::wait_write, until); }

    /// Ends a wait early.
    void wake() {
        error_code ignored;
        state_->socket.cancel(ignored);
    }
    /// The peer sees the end of what we sent.
    void finish_sending() {
        error_code ignored;
        state_->socket.shutdown(Socket::shutdown_send, ignored);
    }
    /// Ends a wait, and every later call.
    void close() {
        error_code ignored;
        state_->socket.close(ignored);
    }

private:
    /// Shared with the timer's callback, which may already be on its way when the socket goes.
    struct State {
        explicit State(Socket opened) : socket{std::move(opened)}, timer{socket.get_executor()} {}

        Socket socket;
        Timer timer;
        SteadyTime until{};
        SteadyTime armed_for = SteadyTime::max();
        bool waiting = false;
    };

    Task<bool> ready(Socket::wait_type kind, SteadyTime until) {
        const std::shared_ptr<State> state = state_;
        if (steady_now() >= until) co_return false;
        state->until = until;
        state->waiting = true;
        // A timer that fires too early just looks again; so a busy connection arms it once, not
        // at every wait.
        if (until < state->armed_for) arm(state);
        const auto [failed] = co_await state->socket.async_wait(kind, asio::as_tuple(awaiting));
        state->waiting = false;
        co_return !failed;
    }

    static void arm(const std::shared_ptr<State>& state) {
        state->armed_for = state->until;
        state->timer.expires_at(to_timer_time(state->until));
        state->timer.async_wait([weak = std::weak_ptr{state}](error_code failed) {
            const std::shared_ptr<State> alive = weak.lock();
            if (failed || !alive) return;
            alive->armed_for = SteadyTime::max();
            if (!alive->waiting) return;
            if (steady_now() < alive->until) return arm(alive);
            error_code ignored;
            alive->socket.cancel(ignored);
        });
    }

    std::shared_ptr<State> state_;
};

}  // namespace soc::net
