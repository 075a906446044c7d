#include "store/leader.h"

#include <fmt/format.h>

namespace soc::leader {
namespace {

constexpr std::string_view acquire_sql = R"sql(
    UPDATE leader SET epoch = epoch + 1, holder = $1, instance = $2, address = $3, until_us = $4
    WHERE id = 1 AND (holder = $1 OR until_us <= $5)
    RETURNING epoch
)sql";

constexpr std::string_view holder_sql = R"sql(
    SELECT instance, address, until_us FROM leader WHERE id = 1
)sql";

Error led_by_another(const Row& row, const Holder& holder) {
    Error error = Error::conflict("database", "led_by_another");
    error.allowed = fmt::format("one leader at a time; instance {} at {} leads until {}",
                                row.text("instance"), row.text("address"),
                                to_rfc3339(row.time("until_us")));
    if (row.text("instance") == holder.instance) {
        error.allowed += ", with another data directory than this one of the same name";
    }
    return error;
}

}  // namespace

Result<Lease> acquire(Transaction& tx, const Holder& holder, WallTime now) {
    const WallTime until = now + lease_time;
    const Result<Rows> taken =
        tx.query(acquire_sql, holder.id, holder.instance, holder.address, until, now);
    if (!taken) return taken.error();
    if (!taken->empty()) return Lease{taken->front().int64("epoch"), until};

    const Result<Rows> other = tx.query(holder_sql);
    if (!other) return other.error();
    if (other->empty()) return Error::internal("database_damaged", "leader has no row");
    return led_by_another(other->front(), holder);
}

namespace {

constexpr std::string_view renew_sql = R"sql(
    UPDATE leader SET until_us = $2 WHERE id = 1 AND epoch = $1 RETURNING epoch
)sql";

Status set_until(Transaction& tx, std::int64_t epoch, WallTime until) {
    const Result<Rows> renewed = tx.query(renew_sql, epoch, until);
    if (!renewed) return renewed.error();
    if (renewed->empty()) return Error::conflict("database", "leadership_lost");
    return {};
}

}  // namespace

Status renew_and_check(Transaction& tx, std::int64_t epoch, WallTime now) {
    return set_until(tx, epoch, now + lease_time);
}

Status release(Transaction& tx, std::int64_t epoch, WallTime now) {
    return set_until(tx, epoch, now);
}

}  // namespace soc::leader
