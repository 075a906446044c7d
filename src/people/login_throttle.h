#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/clock.h"
#include "core/guarded.h"
#include "core/limits.h"
#include "people/ip_address.h"

namespace soc {

struct ThrottleOptions {
    /// Wrong passwords that cost nothing: people mistype.
    unsigned free_failures_of_account = 5;
    /// A whole campus may stand behind one /24, so a neighbourhood may mistype more.
    unsigned free_failures_of_neighbourhood = 30;
    /// The wait doubles from one second up to these. Waiting is all that ever happens: nobody
    /// can lock a colleague out (R48).
    seconds longest_wait_of_account{60};
    seconds longest_wait_of_neighbourhood{300};
    /// After this long without a failure all is forgotten.
    seconds memory{3'600};
    /// Of each table; when it is full, the entry that failed longest ago is forgotten.
    std::size_t entries_max = limits::throttle_entries_max;
};

/// Slows the guessing of passwords, by account and by neighbourhood of addresses (R48). Names
/// that nobody has are treated like any other. May be called from any thread.
class LoginThrottle {
public:
    explicit LoginThrottle(ThrottleOptions options = {}) : options_{options} {}

    /// Zero: check the password now; the attempt counts as failed until `succeeded` is called,
    /// so that parallel guesses do not slip through. Otherwise how long to wait; an attempt that
    /// was told to wait counts for nothing.
    [[nodiscard]] seconds begin(std::string_view account, const IpAddress& from, Moment now);

    /// The password was right: the account is forgiven all, the neighbourhood this one attempt.
    void succeeded(std::string_view account, const IpAddress& from);

    /// The attempt could not be judged (the database is down): it is taken back.
    void undecided(std::string_view account, const IpAddress& from);

private:
    struct Entry {
        std::string key;
        unsigned failures = 0;
        SteadyTime last_failure;
    };
    /// The most recent failure is in front.
    struct Table {
        std::list<Entry> entries;
        std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key;
    };
    struct Tables {
        Table accounts;
        Table neighbourhoods;
    };

    /// What one table forgives, and how long it makes anybody wait.
    struct Patience {
        unsigned free_failures = 0;
        seconds longest_wait{0};
    };
    [[nodiscard]] seconds wait_of(Table& table, std::string_view key, Patience patience,
                                  Moment now) const;
    void count_failure(Table& table, std::string_view key, Moment now) const;
    static void take_back(Table& table, std::string_view key);
    static void forget(Table& table, std::string_view key);

    const ThrottleOptions options_;
    Guarded<Tables> tables_;
};

}  // namespace soc
