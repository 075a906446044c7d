#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/guarded.h"
#include "core/limits.h"
#include "people/ip_address.h"
#include "people/recent_table.h"

namespace soc {

/// What is forgiven, and how long anybody waits at most. The wait doubles from one second.
struct Patience {
    unsigned free_failures = 0;
    seconds longest_wait{0};
};

struct ThrottleOptions {
    /// Of one account at one neighbourhood: people mistype.
    Patience pair{5, seconds{60}};
    /// Of one browser in which the account has signed in: judged by nothing else.
    Patience browser{5, seconds{60}};
    /// Of one account at all neighbourhoods from which it has not signed in lately: guesses that
    /// come from everywhere are slow all the same.
    Patience strangers{30, seconds{60}};
    /// Of one neighbourhood, whatever the account. A whole campus may stand behind one /24. It
    /// waits longer than `strangers`: one that guesses without end leaves the others their turns.
    Patience neighbourhood{30, seconds{300}};
    /// After this long without a failure all is forgotten.
    seconds memory{3'600};
    /// Of each table; when it is full, the entry that was written longest ago is forgotten.
    std::size_t entries_max = limits::throttle_entries_max;
};

/// Slows the guessing of passwords, by account and by neighbourhood of addresses (R48). Nobody is
/// locked out by guesses from elsewhere: an account's failures in one neighbourhood are its own,
/// and those of strangers do not touch the neighbourhoods from which it has signed in. Within one
/// neighbourhood, who guesses and who owns the account are told apart by the browser's mark; an
/// owner without one shares the guesser's wait.
/// Names that nobody has are treated like any other. May be called from any thread.
class LoginThrottle {
public:
    struct Source {
        std::string account;
        IpAddress from;
        std::string browser{};  ///< proven to be one of this account's, or empty
    };

    explicit LoginThrottle(ThrottleOptions options = {});

    /// Zero: check the password now; the attempt counts as failed until `succeeded` is called,
    /// so that parallel guesses do not slip through. Otherwise how long to wait; an attempt that
    /// was told to wait counts for nothing.
    [[nodiscard]] seconds begin(const Source& source, Moment now);

    /// The password was right: the account is forgiven all in this browser, or if it is not known
    /// in this neighbourhood, which is known from now on. Of the rest only this attempt: one good
    /// account must not buy free guesses at the others, nor its owner free guesses to strangers.
    void succeeded(const Source& source);

    /// The attempt could not be judged (the database is down): it is taken back.
    void undecided(const Source& source);

private:
    struct Failures {
        unsigned count = 0;
        SteadyTime last;
    };
    using Table = RecentTable<Failures>;
    struct Tables {
        Table pairs;
        Table browsers;
        Table strangers;
        Table neighbourhoods;
        /// Of each account the last few from which it signed in, the last in front. Only who knows
        /// a password can write here, and only for the account of that password.
        RecentTable<std::vector<std::string>> known;
    };
    /// What one attempt is judged by and counted in; of several the narrowest comes first.
    struct Bucket {
        Table& table;
        std::string key;
        Patience patience;
    };

    [[nodiscard]] std::vector<Bucket> buckets_of(Tables& tables, const Source& source) const;
    [[nodiscard]] seconds wait_of(const Bucket& bucket, Moment now) const;
    static void take_back(const Bucket& bucket);

    const ThrottleOptions options_;
    Guarded<Tables> tables_;
};

}  // namespace soc
