#pragma once

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "core/bounded_queue.h"

namespace soc {

/// Threads that run the jobs of one lane, in order of arrival.
class HandlerPool {
public:
    using Job = std::function<void()>;  ///< must not throw

    HandlerPool(std::size_t threads, std::size_t jobs_max);
    /// As `stop`.
    ~HandlerPool();
    HandlerPool(const HandlerPool&) = delete;
    HandlerPool& operator=(const HandlerPool&) = delete;

    /// False when `jobs_max` wait already, or after `stop`: the job was not taken.
    [[nodiscard]] bool try_post(Job job);

    /// Runs what waits, then joins the threads. Not from a job.
    void stop();

private:
    void work();

    BoundedQueue<Job> jobs_;
    std::vector<std::thread> threads_;
};

}  // namespace soc
