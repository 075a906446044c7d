#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/result.h"
#include "store/transaction.h"

/// Who may write presence (R24, R26): one row with an epoch that every status transaction checks,
/// so that a process that was stopped and comes back late cannot write. Used on both databases.
namespace soc::leader {

/// A lease holds this long unless it is renewed; the holder renews it every two seconds.
inline constexpr seconds lease_time{6};
inline constexpr seconds renewal_interval{2};

struct Holder {
    std::string id;        ///< of its data directory: who
    std::string instance;  ///< for people, as is the next
    std::string address;   ///< where it listens
};

struct Lease {
    std::int64_t epoch = 0;
    WallTime until;
};

/// Takes the row for `holder` with a new epoch. While another one's lease is valid: `conflict`,
/// reason `led_by_another`, `allowed` names its instance, its address and when it ends. The same
/// holder takes over at once: its caller has the lock on the data directory.
[[nodiscard]] Result<Lease> acquire(Transaction& tx, const Holder& holder, WallTime now);

/// Prolongs the lease if `epoch` is still the current one; else `conflict`, reason
/// `leadership_lost`: stop writing. Part of every status transaction; it locks the row until the
/// commit, so nobody can take over in between.
Status renew_and_check(Transaction& tx, std::int64_t epoch, WallTime now);

/// Ends the lease at an orderly stop, so that another holder need not wait for it.
Status release(Transaction& tx, std::int64_t epoch, WallTime now);

}  // namespace soc::leader
