#include "people/login_throttle.h"

#include <algorithm>

namespace soc {
namespace {

std::string neighbourhood_of(const LoginThrottle::Source& source) {
    return IpNetwork::neighbourhood(source.from).to_string();
}

/// One spelling for each pair: the text of a network has no blank.
std::string pair_of(const LoginThrottle::Source& source) {
    return neighbourhood_of(source) + ' ' + source.account;
}

}  // namespace

LoginThrottle::LoginThrottle(ThrottleOptions options)
    : options_{options},
      tables_{Tables{Table{options.entries_max}, Table{options.entries_max},
                     Table{options.entries_max}, Table{options.entries_max},
                     RecentTable<std::vector<std::string>>{options.entries_max}}} {}

seconds LoginThrottle::begin(const Source& source, Moment now) {
    return tables_.with([&](Tables& tables) {
        const std::vector<Bucket> buckets = buckets_of(tables, source);
        seconds wait{0};
        for (const Bucket& bucket : buckets) wait = std::max(wait, wait_of(bucket, now));
        if (wait > seconds{0}) return wait;
        for (const Bucket& bucket : buckets) {
            Failures& failures = bucket.table.write(bucket.key);
            ++failures.count;
            failures.last = now.steady;
        }
        return wait;
    });
}

void LoginThrottle::succeeded(const Source& source) {
    tables_.with([&](Tables& tables) {
        const std::vector<Bucket> buckets = buckets_of(tables, source);
        for (const Bucket& bucket : buckets) take_back(bucket);
        buckets.front().table.forget(buckets.front().key);
        const std::string neighbourhood = neighbourhood_of(source);
        std::vector<std::string>& known = tables.known.write(source.account);
        std::erase(known, neighbourhood);
        known.insert(known.begin(), neighbourhood);
        if (known.size() > limits::neighbourhoods_known_max) known.pop_back();
    });
}

void LoginThrottle::undecided(const Source& source) {
    tables_.with([&](Tables& tables) {
        for (const Bucket& bucket : buckets_of(tables, source)) take_back(bucket);
    });
}

std::vector<LoginThrottle::Bucket> LoginThrottle::buckets_of(Tables& tables,
                                                             const Source& source) const {
    if (!source.browser.empty()) return {{tables.browsers, source.browser, options_.browser}};
    const std::string neighbourhood = neighbourhood_of(source);
    std::vector<Bucket> buckets{
        {tables.pairs, pair_of(source), options_.pair},
        {tables.neighbourhoods, neighbourhood, options_.neighbourhood}};
    const std::vector<std::string>* known = tables.known.find(source.account);
    const bool stranger =
        known == nullptr || std::find(known->begin(), known->end(), neighbourhood) == known->end();
    if (stranger) {
        buckets.push_back({tables.strangers, source.account, options_.strangers});
    }
    return buckets;
}

seconds LoginThrottle::wait_of(const Bucket& bucket, Moment now) const {
    const Failures* failures = bucket.table.find(bucket.key);
    if (failures == nullptr) return seconds{0};
    if (now.steady - failures->last >= options_.memory) {
        bucket.table.forget(bucket.key);
        return seconds{0};
    }
    if (failures->count < bucket.patience.free_failures) return seconds{0};

    const unsigned doublings = std::min(failures->count - bucket.patience.free_failures, 20U);
    const microseconds wait = std::min(seconds{1LL << doublings}, bucket.patience.longest_wait);
    const microseconds left = failures->last + wait - now.steady;
    return left <= microseconds{0} ? seconds{0} : std::chrono::ceil<seconds>(left);
}

void LoginThrottle::take_back(const Bucket& bucket) {
    Failures* failures = bucket.table.find(bucket.key);
    if (failures != nullptr && --failures->count == 0) bucket.table.forget(bucket.key);
}

}  // namespace soc
