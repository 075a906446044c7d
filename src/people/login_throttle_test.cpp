#include "people/login_throttle.h"

#include <gtest/gtest.h>

#include <string>

#include "support/manual_clock.h"

namespace soc {
namespace {

using testing::ManualClock;
using namespace std::chrono_literals;

IpAddress address(const std::string& text) {
    return *IpAddress::parse(text);
}

/// Few entries and round numbers, so that edges are near.
constexpr ThrottleOptions options{.free_failures_of_account = 3,
                                  .free_failures_of_neighbourhood = 5,
                                  .longest_wait_of_account = seconds{8},
                                  .longest_wait_of_neighbourhood = seconds{30},
                                  .memory = seconds{600},
                                  .entries_max = 4};

class Throttle : public ::testing::Test {
protected:
    seconds attempt(const std::string& account, const std::string& from = "192.0.2.1") {
        return throttle.begin(account, address(from), clock.now());
    }
    /// As many failures as are free, from addresses that have nothing to do with each other.
    void use_up(const std::string& account) {
        for (unsigned i = 0; i < options.free_failures_of_account; ++i) {
            ASSERT_EQ(attempt(account, "198.51." + std::to_string(100 + i) + ".1"), 0s);
        }
    }

    ManualClock clock;
    LoginThrottle throttle{options};
};

// The wait after the n-th failure doubles up to its limit and never becomes a lock (R48).
TEST_F(Throttle, DoublesTheWaitOfAnAccountUpToItsLimit) {
    use_up("ada");
    int neighbourhood = 0;
    for (const seconds wait : {1s, 2s, 4s, 8s, 8s, 8s}) {
        EXPECT_EQ(attempt("ada", "203.0.113.1"), wait);
        clock.advance(wait - 1us);
        EXPECT_EQ(attempt("ada", "203.0.113.1"), 1s) << "one instant too early";
        clock.advance(1us);
        // From ever another neighbourhood, so that only the account's own wait is seen.
        EXPECT_EQ(attempt("ada", "10.0." + std::to_string(++neighbourhood) + ".1"), 0s);
    }
}

TEST_F(Throttle, DoesNotCountWhoWasToldToWait) {
    use_up("ada");
    for (int i = 0; i < 100; ++i) EXPECT_EQ(attempt("ada", "203.0.113.1"), 1s);
    clock.advance(1s);
    EXPECT_EQ(attempt("ada", "203.0.113.1"), 0s);
}

// Parallel guesses: each counts when it begins, not when it is found to be wrong.
TEST_F(Throttle, CountsAnAttemptBeforeItIsJudged) {
    use_up("ada");
    EXPECT_EQ(attempt("ada", "203.0.113.1"), 1s);
}

TEST_F(Throttle, ForgivesAnAccountWithItsRightPassword) {
    use_up("ada");
    clock.advance(1s);
    ASSERT_EQ(attempt("ada"), 0s);
    throttle.succeeded("ada", address("192.0.2.1"));
    use_up("ada");
}

TEST_F(Throttle, SlowsANeighbourhoodWhateverTheAccount) {
    for (int i = 0; i < 5; ++i) {
        ASSERT_EQ(attempt("user" + std::to_string(i), "192.0.2." + std::to_string(i)), 0s);
    }
    EXPECT_EQ(attempt("somebody", "192.0.2.250"), 1s);
    EXPECT_EQ(attempt("somebody", "192.0.3.1"), 0s);

    for (int i = 0; i < 5; ++i) {
        const std::string from = "2001:db8::" + std::to_string(i);
        ASSERT_EQ(attempt("other" + std::to_string(i), from), 0s);
    }
    EXPECT_EQ(attempt("third", "2001:db8:0:0:ffff::1"), 1s);
    EXPECT_EQ(attempt("third", "2001:db8:0:1::1"), 0s);
}

// Whoever knows one password must not guess the others for nothing.
TEST_F(Throttle, ForgivesANeighbourhoodOnlyTheGoodAttempt) {
    for (int i = 0; i < 4; ++i) ASSERT_EQ(attempt("user" + std::to_string(i)), 0s);
    ASSERT_EQ(attempt("mallory"), 0s);
    throttle.succeeded("mallory", address("192.0.2.1"));
    ASSERT_EQ(attempt("eve"), 0s);
    EXPECT_EQ(attempt("mallory"), 1s);
}

TEST_F(Throttle, TakesBackWhatCouldNotBeJudged) {
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(attempt("ada"), 0s);
        throttle.undecided("ada", address("192.0.2.1"));
    }
}

TEST_F(Throttle, ForgetsAfterAWhile) {
    use_up("ada");
    clock.advance(options.memory - 1us);
    EXPECT_EQ(attempt("ada", "203.0.113.1"), 0s);  // the wait is over, the memory is not
    EXPECT_EQ(attempt("ada", "203.0.113.1"), 2s);
    clock.advance(options.memory);
    use_up("ada");
}

// A full table forgets whoever failed longest ago; it does not grow, and it does not refuse.
TEST_F(Throttle, ForgetsTheOldestWhenFull) {
    use_up("ada");
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(attempt("user" + std::to_string(i), "10.0." + std::to_string(i) + ".1"), 0s);
    }
    EXPECT_EQ(attempt("ada", "203.0.113.1"), 1s) << "four accounts fit";
    ASSERT_EQ(attempt("one more", "10.0.9.1"), 0s);
    EXPECT_EQ(attempt("ada", "203.0.113.1"), 0s) << "the fifth pushed the oldest out";
}

}  // namespace
}  // namespace soc
