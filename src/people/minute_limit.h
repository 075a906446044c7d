#pragma once

#include <cstddef>

#include "core/clock.h"
#include "core/guarded.h"
#include "people/ip_address.h"
#include "people/recent_table.h"

namespace soc {

/// So many of something in a minute from one address. Any thread may call.
class MinuteLimit {
public:
    MinuteLimit(unsigned count_max, std::size_t addresses_max)
        : count_max_{count_max}, addresses_{RecentTable<Minute>{addresses_max}} {}

    /// Counts one. Zero: it is within the limit; otherwise until when to wait, at least a second.
    [[nodiscard]] seconds count(const IpAddress& from, SteadyTime now);

private:
    /// The one that began with the first of an address after the minute before it had ended.
    struct Minute {
        SteadyTime end;
        unsigned count = 0;
    };

    const unsigned count_max_;
    Guarded<RecentTable<Minute>> addresses_;
};

}  // namespace soc
