#pragma once

#include <cstddef>
#include <string>

#include "core/clock.h"
#include "core/result.h"
#include "domain/campus.h"
#include "store/database.h"

namespace soc {

/// What a load did, or would do.
struct CampusLoadReport {
    std::size_t created = 0;
    std::size_t updated = 0;
    std::size_t unchanged = 0;
};

/// Brings the registry to what a campus file says: creates what is new, updates what differs (by
/// UUID), leaves the rest, removes nothing. One transaction, one change entry for each thing that
/// it touches; loading the same file again touches nothing. Names, topics and identifiers may
/// move from one thing of the file to another. One that belongs to a thing which the file does
/// not change is `conflict`, `allowed` names that thing, and nothing is loaded.
[[nodiscard]] Result<CampusLoadReport> load_campus(Database& database, const Campus& campus,
                                                   const std::string& actor, WallTime now);

}  // namespace soc
