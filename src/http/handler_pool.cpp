#include "http/handler_pool.h"

#include <chrono>
#include <utility>

namespace soc {

HandlerPool::HandlerPool(std::size_t threads, std::size_t jobs_max) : jobs_{jobs_max} {
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { work(); });
    }
}

HandlerPool::~HandlerPool() {
    stop();
}

bool HandlerPool::try_post(Job job) {
    return jobs_.try_push(std::move(job));
}

void HandlerPool::stop() {
    jobs_.close();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

// One job at a time: two taken together would wait for each other while another thread idles.
void HandlerPool::work() {
    constexpr std::chrono::hours patience{1};
    std::vector<Job> taken;
    while (jobs_.pop_up_to(1, taken, patience) > 0 || !jobs_.is_closed()) {
        for (Job& job : taken) job();
        taken.clear();
    }
}

}  // namespace soc
