#include "http/handler_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>

namespace soc {
namespace {

TEST(HandlerPool, RunsJobsOnItsThreads) {
    HandlerPool pool{2, 10};
    std::promise<std::thread::id> ran;
    ASSERT_TRUE(pool.try_post([&] { ran.set_value(std::this_thread::get_id()); }));
    EXPECT_NE(ran.get_future().get(), std::this_thread::get_id());
}

// Both threads work at once: neither job ends before the other has begun.
TEST(HandlerPool, RunsAsManyAtOnceAsItHasThreads) {
    HandlerPool pool{2, 10};
    std::latch both{2};
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(pool.try_post([&] { both.arrive_and_wait(); }));
    pool.stop();
    EXPECT_TRUE(both.try_wait());
}

TEST(HandlerPool, SaysWhenItIsFull) {
    HandlerPool pool{1, 2};
    std::latch started{1};
    std::promise<void> go;
    const auto blocked = go.get_future().share();
    std::atomic<int> done = 0;
    ASSERT_TRUE(pool.try_post([&, blocked] {
        started.count_down();
        blocked.wait();
        ++done;
    }));
    started.wait();  // the thread has taken it: the queue is empty
    EXPECT_TRUE(pool.try_post([&] { ++done; }));
    EXPECT_TRUE(pool.try_post([&] { ++done; }));
    EXPECT_FALSE(pool.try_post([&] { done = 100; }));
    go.set_value();
    pool.stop();
    EXPECT_EQ(done, 3) << "what was taken is done before the threads end";
    EXPECT_FALSE(pool.try_post([] {})) << "nothing is taken after the end";
}

}  // namespace
}  // namespace soc
