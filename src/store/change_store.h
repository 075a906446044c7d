#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "store/transaction.h"

namespace soc {

/// One entry of the durable feed.
struct Change {
    std::int64_t number = 0;
    NewChange content;
};

}  // namespace soc

/// The durable feed (R21): numbers are given in commit order and without gaps, so a reader that
/// asks for what comes after the last number it has seen misses nothing.
namespace soc::change_store {

/// See `Transaction::add_change`; the number is in the `CommitReceipt` of the commit.
Status append(Transaction& tx, NewChange change);

/// Entries after `number`, in order, at most `limit`.
[[nodiscard]] Result<std::vector<Change>> after(Transaction& tx, std::int64_t number,
                                                std::size_t limit);
/// When the thing was `created`, as far as the feed goes back; absent when it does not say.
[[nodiscard]] Result<std::optional<WallTime>> created_at(Transaction& tx, std::string_view entity,
                                                         std::string_view entity_id);
/// The last number given; 0 when there is none yet.
[[nodiscard]] Result<std::int64_t> head(Transaction& tx);

}  // namespace soc::change_store
