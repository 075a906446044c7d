#include "core/bounded_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

namespace soc {
namespace {

using namespace std::chrono_literals;

TEST(BoundedQueue, RefusesTheItemThatDoesNotFitAndLeavesItWithTheCaller) {
    BoundedQueue<std::unique_ptr<int>> queue{1};
    ASSERT_TRUE(queue.try_push(std::make_unique<int>(1)));
    auto second = std::make_unique<int>(2);
    EXPECT_FALSE(queue.try_push(std::move(second)));
    EXPECT_NE(second, nullptr);

    std::vector<std::unique_ptr<int>> out;
    EXPECT_EQ(queue.pop_up_to(10, out, 0us), 1U);
    EXPECT_TRUE(queue.try_push(std::move(second)));
}

TEST(BoundedQueue, GivesItemsInOrderAndNoMoreThanAskedFor) {
    BoundedQueue<int> queue{8};
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(queue.try_push(int{i}));
    std::vector<int> out;
    EXPECT_EQ(queue.pop_up_to(3, out, 0us), 3U);
    EXPECT_EQ(queue.pop_up_to(3, out, 0us), 2U);
    EXPECT_EQ(out, (std::vector{0, 1, 2, 3, 4}));
}

// A consumer that waits for minutes is let go at once by another thread's `close`.
TEST(BoundedQueue, CloseEndsAWait) {
    BoundedQueue<int> queue{1};
    std::vector<int> out;
    std::thread consumer{[&] { EXPECT_EQ(queue.pop_up_to(1, out, 10min), 0U); }};
    queue.close();
    consumer.join();
    EXPECT_FALSE(queue.try_push(1));
}

// One lane of the HTTP server: each item goes to one consumer, and none stays behind.
TEST(BoundedQueue, SharesItsItemsAmongConsumers) {
    constexpr int count = 20'000;
    BoundedQueue<int> queue{16};
    std::vector<std::vector<int>> taken(4);
    std::vector<std::thread> consumers;
    for (std::vector<int>& mine : taken) {
        consumers.emplace_back([&queue, &mine] {
            while (queue.pop_up_to(1, mine, 10min) > 0 || !queue.is_closed()) {}
        });
    }
    for (int i = 0; i < count; ++i) {
        while (!queue.try_push(int{i})) std::this_thread::yield();
    }
    queue.close();
    for (std::thread& consumer : consumers) consumer.join();

    std::vector<int> all;
    for (const std::vector<int>& mine : taken) all.insert(all.end(), mine.begin(), mine.end());
    std::sort(all.begin(), all.end());
    ASSERT_EQ(all.size(), static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) ASSERT_EQ(all[static_cast<std::size_t>(i)], i);
}

}  // namespace
}  // namespace soc
