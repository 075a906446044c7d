#include "people/login_throttle.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/manual_clock.h"

namespace soc {
namespace {

using testing::ManualClock;
using namespace std::chrono_literals;

IpAddress address(const std::string& text) {
    return *IpAddress::parse(text);
}

/// Few entries and round numbers, so that edges are near.
constexpr ThrottleOptions options{.pair = {3, seconds{8}},
                                  .browser = {3, seconds{8}},
                                  .strangers = {6, seconds{8}},
                                  .neighbourhood = {5, seconds{30}},
                                  .memory = seconds{600},
                                  .entries_max = 6};

class Throttle : public ::testing::Test {
protected:
    seconds attempt(const std::string& account, const std::string& from = "192.0.2.1") {
        return throttle.begin({account, address(from)}, clock.now());
    }
    void sign_in(const std::string& account, const std::string& from = "192.0.2.1") {
        ASSERT_EQ(attempt(account, from), 0s);
        throttle.succeeded({account, address(from)});
    }
    /// As many failures as are free, in one neighbourhood.
    void use_up(const std::string& account) {
        for (unsigned i = 0; i < options.pair.free_failures; ++i) ASSERT_EQ(attempt(account), 0s);
    }
    /// As many failures as are free to strangers, each from ever another neighbourhood.
    void guess_from_everywhere(const std::string& account) {
        for (unsigned i = 0; i < options.strangers.free_failures; ++i) {
            ASSERT_EQ(attempt(account, elsewhere()), 0s);
        }
    }
    std::string elsewhere() { return "10.0." + std::to_string(++neighbourhood_) + ".1"; }

    ManualClock clock;
    LoginThrottle throttle{options};

private:
    int neighbourhood_ = 0;
};

// The wait after the n-th failure doubles up to its limit and never becomes a lock (R48).
TEST_F(Throttle, DoublesTheWaitUpToItsLimit) {
    guess_from_everywhere("ada");
    for (const seconds wait : {1s, 2s, 4s, 8s, 8s, 8s}) {
        EXPECT_EQ(attempt("ada", elsewhere()), wait);
        clock.advance(wait - 1us);
        EXPECT_EQ(attempt("ada", elsewhere()), 1s) << "one instant too early";
        clock.advance(1us);
        EXPECT_EQ(attempt("ada", elsewhere()), 0s);
    }
}

TEST_F(Throttle, DoesNotCountWhoWasToldToWait) {
    use_up("ada");
    for (int i = 0; i < 100; ++i) EXPECT_EQ(attempt("ada"), 1s);
    clock.advance(1s);
    EXPECT_EQ(attempt("ada"), 0s);
}

// Parallel guesses: each counts when it begins, not when it is found to be wrong.
TEST_F(Throttle, CountsAnAttemptBeforeItIsJudged) {
    use_up("ada");
    EXPECT_EQ(attempt("ada"), 1s);
}

TEST_F(Throttle, ForgivesAnAccountWithItsRightPassword) {
    use_up("ada");
    clock.advance(1s);
    sign_in("ada");
    ASSERT_EQ(attempt("ada"), 0s);
    clock.advance(options.memory);  // of the neighbourhood
    sign_in("ada");
    use_up("ada");
}

// ---- nobody is locked out by others --------------------------------------------------------

/// How often the owner gets through when he asks once a second for five minutes, while somebody
/// asks every 50 ms, always first.
int turns_beside_a_hammer(LoginThrottle& throttle, ManualClock& clock,
                          const LoginThrottle::Source& owner,
                          const std::vector<IpAddress>& attackers) {
    int turns = 0;
    for (int second = 0; second < 300; ++second) {
        for (int i = 0; i < 20; ++i) {
            for (const IpAddress& from : attackers) {
                static_cast<void>(throttle.begin({"admin", from}, clock.now()));
            }
            clock.advance(50ms);
        }
        if (throttle.begin(owner, clock.now()) == 0s) {
            throttle.undecided(owner);
            ++turns;
        }
    }
    return turns;
}

TEST(ThrottleUnderAttack, LetsTheOwnerInAtAKnownNeighbourhoodAlways) {
    ManualClock clock;
    LoginThrottle throttle;
    const LoginThrottle::Source office{"admin", address("192.0.2.1")};
    ASSERT_EQ(throttle.begin(office, clock.now()), 0s);
    throttle.succeeded(office);
    std::vector<IpAddress> attackers;
    for (int i = 0; i < 100; ++i) attackers.push_back(address("10.0." + std::to_string(i) + ".1"));
    EXPECT_EQ(turns_beside_a_hammer(throttle, clock, office, attackers), 300);
}

// One place, however long it guesses, waits longer than it makes the others wait.
TEST(ThrottleUnderAttack, LetsTheOwnerInAtAnUnknownNeighbourhoodBesideOnePlaceThatGuesses) {
    ManualClock clock;
    LoginThrottle throttle;
    const std::vector<IpAddress> attacker{address("203.0.113.66")};
    const LoginThrottle::Source office{"admin", address("192.0.2.1")};
    EXPECT_EQ(turns_beside_a_hammer(throttle, clock, office, attacker), 300);
    for (int round = 2; round <= 20; ++round) {
        EXPECT_GE(turns_beside_a_hammer(throttle, clock, office, attacker), 100)
            << "five minutes, the " << round << "th time";
    }
}

// The same address, for instance behind one router: the browser tells owner and guesser apart.
TEST(ThrottleUnderAttack, LetsTheOwnerInWithAKnownBrowserBesideTheGuesser) {
    ManualClock clock;
    LoginThrottle throttle;
    const IpAddress router = address("192.0.2.1");
    const LoginThrottle::Source owner{"admin", router, "a browser of admin's"};
    EXPECT_EQ(turns_beside_a_hammer(throttle, clock, owner, {router}), 300);
    EXPECT_GT(throttle.begin({"admin", router}, clock.now()), 0s) << "any other browser waits";
}

// A mark may be stolen: who has one guesses as slowly as anybody, and only at its account.
TEST_F(Throttle, SlowsAKnownBrowserByItself) {
    const LoginThrottle::Source browser{"ada", address("192.0.2.1"), "a browser of ada's"};
    for (int i = 0; i < 3; ++i) ASSERT_EQ(throttle.begin(browser, clock.now()), 0s);
    EXPECT_EQ(throttle.begin(browser, clock.now()), 1s);
    EXPECT_EQ(attempt("ada"), 0s) << "of this browser only";
    clock.advance(1s);
    ASSERT_EQ(throttle.begin(browser, clock.now()), 0s);
    throttle.succeeded(browser);
    for (int i = 0; i < 3; ++i) ASSERT_EQ(throttle.begin(browser, clock.now()), 0s);
    for (int i = 0; i < 2; ++i) ASSERT_EQ(attempt("ada"), 0s);
    EXPECT_EQ(attempt("ada"), 1s) << "nor does it forgive others their failures";
}

// Guesses from everywhere are slow, and what a stranger may do then is said in ADR 045.
TEST_F(Throttle, SlowsWhatComesFromEverywhereAndSparesKnownNeighbourhoods) {
    sign_in("ada", "192.0.2.1");
    guess_from_everywhere("ada");
    EXPECT_EQ(attempt("ada", "203.0.113.1"), 1s);
    EXPECT_EQ(attempt("ada", "192.0.2.200"), 0s);
    throttle.succeeded({"ada", address("192.0.2.200")});
    EXPECT_EQ(attempt("ada", "203.0.113.1"), 1s) << "the owner buys strangers nothing";
    EXPECT_EQ(attempt("eve", "203.0.113.1"), 0s) << "of this account only";
}

TEST_F(Throttle, KnowsTheNeighbourhoodsOfTheLastSignIns) {
    for (std::size_t i = 0; i <= limits::neighbourhoods_known_max; ++i) {
        sign_in("ada", "172.16." + std::to_string(i) + ".1");
    }
    guess_from_everywhere("ada");
    EXPECT_EQ(attempt("ada", "172.16.0.1"), 1s) << "one too many: the oldest is a stranger";
    EXPECT_EQ(attempt("ada", "172.16.1.1"), 0s);
    EXPECT_EQ(attempt("ada", "172.16.8.1"), 0s);
}

// ---- neighbourhoods ------------------------------------------------------------------------

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
    sign_in("mallory");
    ASSERT_EQ(attempt("eve"), 0s);
    EXPECT_EQ(attempt("mallory"), 1s);
}

TEST_F(Throttle, TakesBackWhatCouldNotBeJudged) {
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(attempt("ada"), 0s);
        throttle.undecided({"ada", address("192.0.2.1")});
    }
}

TEST_F(Throttle, ForgetsAfterAWhile) {
    use_up("ada");
    clock.advance(options.memory - 1us);
    EXPECT_EQ(attempt("ada"), 0s);  // the wait is over, the memory is not
    EXPECT_EQ(attempt("ada"), 2s);
    clock.advance(options.memory);
    use_up("ada");
}

// A full table forgets whoever failed longest ago; it does not grow, and it does not refuse.
TEST_F(Throttle, ForgetsTheOldestWhenFull) {
    guess_from_everywhere("ada");
    for (int i = 0; i < 5; ++i) ASSERT_EQ(attempt("user" + std::to_string(i), elsewhere()), 0s);
    EXPECT_EQ(attempt("ada", "203.0.113.1"), 1s) << "six accounts fit";
    ASSERT_EQ(attempt("one more", elsewhere()), 0s);
    EXPECT_EQ(attempt("ada", "203.0.113.1"), 0s) << "the seventh pushed the oldest out";
}

}  // namespace
}  // namespace soc
