#include "core/guarded.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <thread>

namespace soc {
namespace {

// Two readers take turns that overlap: one leaves only when the other has entered, so the data is
// never free by itself. A reader that nobody can follow, because a writer waits, leaves after a
// number of looks. A lock that lets new readers pass a waiting writer never lets this one in.
TEST(SharedGuarded, NewReadersDoNotPassAWaitingWriter) {
    constexpr std::uint64_t reads_max = 1'000'000;
    constexpr int looks_max = 1'000;
    SharedGuarded<int> data;
    std::atomic<std::uint64_t> entered{0};
    std::atomic<bool> written{false};
    const auto keep_reading = [&] {
        while (!written && entered < reads_max) {
            data.read([&](int) {
                const std::uint64_t mine = ++entered;
                for (int looks = 0; entered == mine && looks < looks_max; ++looks) {
                    std::this_thread::yield();
                }
            });
        }
    };
    std::thread first{keep_reading};
    std::thread second{keep_reading};
    while (entered < 100) std::this_thread::yield();
    data.write([](int& value) { value = 1; });
    written = true;
    first.join();
    second.join();
    EXPECT_LT(entered, reads_max) << "the writer came in when the readers had given up";
    EXPECT_EQ(data.read([](int value) { return value; }), 1);
}

}  // namespace
}  // namespace soc
