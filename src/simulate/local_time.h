#pragma once

#include <string>
#include <string_view>

#include "core/clock.h"

namespace soc::simulate {

/// The wall clock of a site, as boards print it. Keeps the zone's current offset and asks the
/// time zone library again only when it ends. Used by one thread.
class LocalTime {
public:
    /// An unknown zone is UTC; `known` says so.
    explicit LocalTime(std::string_view zone_name);

    /// `2026-11-22 10:00:00 +0100`
    [[nodiscard]] std::string text(WallTime time);
    [[nodiscard]] bool known() const { return zone_ != nullptr; }

private:
    const void* zone_;  ///< of the library, which keeps it for ever; null for UTC
    WallTime valid_from_{};
    WallTime valid_until_{};
    std::chrono::seconds offset_{0};
};

}  // namespace soc::simulate
