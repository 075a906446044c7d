#pragma once

#include <cstdint>
#include <memory>

#include "core/result.h"
#include "domain/place_directory.h"
#include "service/ingest_inbox.h"
#include "store/database.h"

namespace soc {

/// Follows the durable feed (R21) and posts what it means for the fleet: whoever changed the
/// registry, this program or another one, the memory hears of it in commit order. Used by one
/// thread.
class ChangeFeed {
public:
    /// `places` and `last` are what the start loaded.
    ChangeFeed(Database& database, IngestInbox& inbox,
               std::shared_ptr<const PlaceDirectory> places, std::int64_t last);

    /// Reads what came since and posts it as one event. True when there may be more: call again.
    /// Nothing is skipped on an error or while the inbox is full; the next call tries again.
    [[nodiscard]] Result<bool> poll();

private:
    [[nodiscard]] Result<RegistryEvent> read_event(Transaction& tx) const;

    Database& database_;
    IngestInbox& inbox_;
    std::shared_ptr<const PlaceDirectory> places_;
    std::int64_t last_;
};

}  // namespace soc
