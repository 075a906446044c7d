#include "people/login_throttle.h"

#include <algorithm>

namespace soc {
namespace {

std::string neighbourhood_of(const IpAddress& address) {
    return IpNetwork::neighbourhood(address).to_string();
}

}  // namespace

seconds LoginThrottle::begin(std::string_view account, const IpAddress& from, Moment now) {
    const std::string neighbourhood = neighbourhood_of(from);
    return tables_.with([&](Tables& tables) {
        const seconds wait =
            std::max(wait_of(tables.accounts, account,
                             {options_.free_failures_of_account,
                              options_.longest_wait_of_account},
                             now),
                     wait_of(tables.neighbourhoods, neighbourhood,
                             {options_.free_failures_of_neighbourhood,
                              options_.longest_wait_of_neighbourhood},
                             now));
        if (wait == seconds{0}) {
            count_failure(tables.accounts, account, now);
            count_failure(tables.neighbourhoods, neighbourhood, now);
        }
        return wait;
    });
}

void LoginThrottle::succeeded(std::string_view account, const IpAddress& from) {
    const std::string neighbourhood = neighbourhood_of(from);
    tables_.with([&](Tables& tables) {
        forget(tables.accounts, account);
        // Only this attempt: one good account must not buy free guesses at the others.
        take_back(tables.neighbourhoods, neighbourhood);
    });
}

void LoginThrottle::undecided(std::string_view account, const IpAddress& from) {
    const std::string neighbourhood = neighbourhood_of(from);
    tables_.with([&](Tables& tables) {
        take_back(tables.accounts, account);
        take_back(tables.neighbourhoods, neighbourhood);
    });
}

seconds LoginThrottle::wait_of(Table& table, std::string_view key, Patience patience,
                               Moment now) const {
    const auto found = table.by_key.find(key);
    if (found == table.by_key.end()) return seconds{0};
    const Entry& entry = *found->second;
    if (now.steady - entry.last_failure >= options_.memory) {
        forget(table, key);
        return seconds{0};
    }
    if (entry.failures < patience.free_failures) return seconds{0};

    const unsigned doublings = std::min(entry.failures - patience.free_failures, 20U);
    const microseconds wait = std::min(seconds{1LL << doublings}, patience.longest_wait);
    const microseconds left = entry.last_failure + wait - now.steady;
    return left <= microseconds{0} ? seconds{0} : std::chrono::ceil<seconds>(left);
}

void LoginThrottle::count_failure(Table& table, std::string_view key, Moment now) const {
    if (const auto found = table.by_key.find(key); found != table.by_key.end()) {
        table.entries.splice(table.entries.begin(), table.entries, found->second);
    } else {
        if (table.entries.size() >= options_.entries_max) {
            table.by_key.erase(table.entries.back().key);
            table.entries.pop_back();
        }
        table.entries.push_front(Entry{std::string{key}, 0, now.steady});
        table.by_key.emplace(table.entries.front().key, table.entries.begin());
    }
    ++table.entries.front().failures;
    table.entries.front().last_failure = now.steady;
}

void LoginThrottle::take_back(Table& table, std::string_view key) {
    const auto found = table.by_key.find(key);
    if (found == table.by_key.end()) return;
    if (--found->second->failures == 0) forget(table, key);
}

void LoginThrottle::forget(Table& table, std::string_view key) {
    const auto found = table.by_key.find(key);
    if (found == table.by_key.end()) return;
    const auto entry = found->second;
    table.by_key.erase(found);
    table.entries.erase(entry);
}

}  // namespace soc
