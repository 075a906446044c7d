#include "people/minute_limit.h"

#include <algorithm>
#include <chrono>

namespace soc {

seconds MinuteLimit::count(const IpAddress& from, SteadyTime now) {
    return addresses_.with([&](RecentTable<Minute>& addresses) {
        Minute& minute = addresses.write(from.to_string());
        if (now >= minute.end) minute = {now + std::chrono::minutes{1}, 0};
        if (minute.count < count_max_) {
            ++minute.count;
            return seconds{0};
        }
        return std::max(seconds{1}, std::chrono::ceil<seconds>(minute.end - now));
    });
}

}  // namespace soc
