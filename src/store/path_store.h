#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "store/transaction.h"

namespace soc {

/// What a broker's path was last proven to deliver (R8).
struct BrokerPathRow {
    std::string broker;
    WallTime last_canary_at;

    friend bool operator==(const BrokerPathRow&, const BrokerPathRow&) = default;
};

/// Time in which a path proved nothing (R9). It is written when it begins, with the time of that
/// write as its end, and again when it is over; after a crash in between the next start covers it.
struct BlindIntervalRow {
    std::string broker;
    WallTime since;
    WallTime until;
    std::string reason;  ///< `start`, `no_canary`, `disconnected`, ...

    friend bool operator==(const BlindIntervalRow&, const BlindIntervalRow&) = default;
};

}  // namespace soc

/// What the ingest loop writes of the ways that messages come.
namespace soc::path_store {

Status upsert_paths(Transaction& tx, std::span<const BrokerPathRow> paths);
[[nodiscard]] Result<std::vector<BrokerPathRow>> list_paths(Transaction& tx);

/// Of two intervals with the same broker and begin, the one that ends later stays.
Status upsert_blind(Transaction& tx, std::span<const BlindIntervalRow> intervals);
/// Of one broker, the newest first, at most `limit`.
[[nodiscard]] Result<std::vector<BlindIntervalRow>> list_blind(Transaction& tx,
                                                            std::string_view broker,
                                                            std::size_t limit);

}  // namespace soc::path_store
