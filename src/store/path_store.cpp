#include "store/path_store.h"

namespace soc::path_store {
namespace {

constexpr std::string_view upsert_path_sql = R"sql(
    INSERT INTO broker_path (broker, last_canary_at_us) VALUES ($1, $2)
    ON CONFLICT (broker) DO UPDATE SET last_canary_at_us = excluded.last_canary_at_us
)sql";

}  // namespace

Status upsert_paths(Transaction& tx, std::span<const BrokerPathRow> paths) {
    std::vector<Arguments> batch;
    batch.reserve(paths.size());
    for (const BrokerPathRow& path : paths) batch.push_back({path.broker, path.last_canary_at});
    return tx.execute_many(upsert_path_sql, batch);
}

namespace {

constexpr std::string_view list_paths_sql = R"sql(
    SELECT broker, last_canary_at_us FROM broker_path ORDER BY broker
)sql";

}  // namespace

Result<std::vector<BrokerPathRow>> list_paths(Transaction& tx) {
    const Result<Rows> rows = tx.query(list_paths_sql);
    if (!rows) return rows.error();
    std::vector<BrokerPathRow> paths;
    for (const Row row : *rows) {
        paths.push_back({std::string{row.text("broker")}, row.time("last_canary_at_us")});
    }
    return paths;
}

namespace {

// A batch that is written again after its commit was unknown must not shorten anything.
constexpr std::string_view upsert_blind_sql = R"sql(
    INSERT INTO blind_interval (broker, since_us, until_us, reason) VALUES ($1, $2, $3, $4)
    ON CONFLICT (broker, since_us) DO UPDATE
    SET until_us = excluded.until_us, reason = excluded.reason
    WHERE excluded.until_us > blind_interval.until_us
)sql";

}  // namespace

Status upsert_blind(Transaction& tx, std::span<const BlindIntervalRow> intervals) {
    std::vector<Arguments> batch;
    batch.reserve(intervals.size());
    for (const BlindIntervalRow& interval : intervals) {
        batch.push_back({interval.broker, interval.since, interval.until, interval.reason});
    }
    return tx.execute_many(upsert_blind_sql, batch);
}

namespace {

constexpr std::string_view list_blind_sql = R"sql(
    SELECT since_us, until_us, reason FROM blind_interval
    WHERE broker = $1 ORDER BY since_us DESC LIMIT $2
)sql";

}  // namespace

Result<std::vector<BlindIntervalRow>> list_blind(Transaction& tx, std::string_view broker,
                                                 std::size_t limit) {
    const Result<Rows> rows = tx.query(list_blind_sql, broker, limit);
    if (!rows) return rows.error();
    std::vector<BlindIntervalRow> intervals;
    intervals.reserve(rows->size());
    for (const Row row : *rows) {
        intervals.push_back({.broker = std::string{broker},
                             .since = row.time("since_us"),
                             .until = row.time("until_us"),
                             .reason = std::string{row.text("reason")}});
    }
    return intervals;
}

}  // namespace soc::path_store
