#pragma once

// Private to http_server.cpp, the one file that sees Asio and Beast.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/wait_traits.hpp>
#include <chrono>
#include <functional>
#include <memory>

#include "core/clock.h"
#include "http/handler_pool.h"

namespace soc::net {

namespace asio = boost::asio;
using boost::system::error_code;

// A concrete executor: the polymorphic one costs an indirect call at every step.
using Executor = asio::io_context::executor_type;
template <class T = void>
using Task = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> awaiting{};

/// TCP and UNIX sockets alike.
using Socket = asio::basic_stream_socket<asio::generic::stream_protocol, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

[[nodiscard]] inline SteadyTime steady_now() {
    return SystemClock{}.now().steady;
}
[[nodiscard]] inline std::chrono::steady_clock::time_point to_timer_time(SteadyTime time) {
    return std::chrono::steady_clock::time_point{time.time_since_epoch()};
}

/// Waits `span`; false when the timer was cancelled.
inline Task<bool> pause(Timer& timer, std::chrono::milliseconds span) {
    timer.expires_after(span);
    const auto [failed] = co_await timer.async_wait(asio::as_tuple(awaiting));
    co_return !failed;
}

/// Runs `work` on a thread of the pool while the coroutine sleeps; false: the pool is full, and
/// nothing ran. `work` may refer to the coroutine's variables, and must not throw.
inline Task<bool> run_on(HandlerPool& pool, std::function<void()> work) {
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<Executor>, void(bool)>(
        [&pool](auto handler, std::function<void()> job) {
            using Handler = decltype(handler);
            const auto executor = asio::get_associated_executor(handler);
            auto resume = std::make_shared<Handler>(std::move(handler));
            const auto resume_with = [executor, resume](bool ran) {
                asio::post(executor, [resume, ran] { std::move (*resume)(ran); });
            };
            // The guard keeps the I/O thread from ending while this is on its way.
            const bool taken = pool.try_post(
                [job = std::move(job), resume_with, guard = asio::make_work_guard(executor)] {
                    job();
                    resume_with(true);
                });
            if (!taken) resume_with(false);
        },
        awaiting, std::move(work));
}

}  // namespace soc::net
