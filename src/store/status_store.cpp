#include "store/status_store.h"

#include <unordered_map>
#include <utility>

#include "core/limits.h"

namespace soc::status_store {
namespace {

constexpr std::string_view upsert_last_sql = R"sql(
    INSERT INTO last_status (device_id, received_at_us, broker, topic, payload, backlog,
                             announced_s, firmware)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (device_id) DO UPDATE
    SET received_at_us = excluded.received_at_us, broker = excluded.broker,
        topic = excluded.topic, payload = excluded.payload, backlog = excluded.backlog,
        announced_s = excluded.announced_s,
        firmware = CASE WHEN excluded.firmware = '' THEN last_status.firmware
                        ELSE excluded.firmware END
)sql";

}  // namespace

Status upsert_last(Transaction& tx, std::span<const StatusRow> rows) {
    std::vector<Arguments> batch;
    batch.reserve(rows.size());
    for (const StatusRow& row : rows) {
        batch.push_back({row.device, row.received_at, row.broker, row.topic, row.payload,
                         row.backlog, row.announced, row.firmware});
    }
    return tx.execute_many(upsert_last_sql, batch);
}

namespace {

// Not the interval that is about to be written again: then nothing changes.
constexpr std::string_view close_interval_sql = R"sql(
    UPDATE presence_interval SET until_us = $2
    WHERE device_id = $1 AND until_us IS NULL AND since_us <> $2
)sql";

constexpr std::string_view open_interval_sql = R"sql(
    INSERT INTO presence_interval (device_id, since_us, until_us, presence, backlog)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (device_id, since_us) DO UPDATE
    SET until_us = excluded.until_us, presence = excluded.presence, backlog = excluded.backlog
)sql";

}  // namespace

Status append_transitions(Transaction& tx, std::span<const TransitionRow> rows) {
    // Within the batch each interval ends where the same device's next one begins; only what
    // was open before has to be closed in the table.
    std::vector<Arguments> closed;
    std::vector<std::optional<WallTime>> until(rows.size());
    std::unordered_map<DeviceId, std::size_t> latest;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto [before, first] = latest.try_emplace(rows[i].device, i);
        if (first) {
            closed.push_back({rows[i].device, rows[i].since});
        } else {
            until[before->second] = rows[i].since;
            before->second = i;
        }
    }
    if (const Status done = tx.execute_many(close_interval_sql, closed); !done) return done;

    std::vector<Arguments> opened;
    opened.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        opened.push_back({rows[i].device, rows[i].since, until[i], to_word(rows[i].presence),
                          rows[i].backlog});
    }
    return tx.execute_many(open_interval_sql, opened);
}

// ---- reading -------------------------------------------------------------------------------

namespace {

constexpr std::string_view last_after_sql = R"sql(
    SELECT device_id, received_at_us, broker, topic, backlog, announced_s, firmware
    FROM last_status WHERE device_id > $1 ORDER BY device_id LIMIT $2
)sql";

Result<LastHeard> to_last_heard(const Row& row) {
    const Result<DeviceId> device = read_id<DeviceId>(row, "device_id");
    if (!device) return device.error();
    return LastHeard{.device = *device,
                     .received_at = row.time("received_at_us"),
                     .broker = std::string{row.text("broker")},
                     .topic = std::string{row.text("topic")},
                     .backlog = row.boolean("backlog"),
                     .announced = row.optional_seconds("announced_s"),
                     .firmware = std::string{row.text("firmware")}};
}

/// Reads all rows of `sql` in pieces: `$1` is the device after which to go on, `$2` how many.
template <class Item, class ToItem>
Status read_in_chunks(Transaction& tx, std::string_view sql, ToItem to_item,
                      const std::function<void(Item&&)>& each) {
    std::string after;
    for (;;) {
        const Result<Rows> rows = tx.query(sql, after, limits::store_chunk_rows);
        if (!rows) return rows.error();
        if (rows->empty()) return {};
        for (const Row row : *rows) {
            Result<Item> item = to_item(row);
            if (!item) return item.error();
            after = row.text("device_id");
            each(*std::move(item));
        }
    }
}

}  // namespace

Status for_each_last(Transaction& tx, const std::function<void(LastHeard&&)>& each) {
    return read_in_chunks(tx, last_after_sql, to_last_heard, each);
}

namespace {

// A device has one open interval at most, so its id alone says where to go on. Each subquery is
// one step in an index, however long the history.
constexpr std::string_view open_after_sql = R"sql(
    SELECT now.device_id, now.since_us, now.presence, now.backlog,
           (SELECT MIN(watched.since_us) FROM presence_interval AS watched
            WHERE watched.device_id = now.device_id AND watched.since_us >= COALESCE(
                (SELECT MAX(past.until_us) FROM presence_interval AS past
                 WHERE past.device_id = now.device_id AND past.presence = 'excluded'), 0))
           AS watched_since_us
    FROM presence_interval AS now
    WHERE now.until_us IS NULL AND now.device_id > $1 ORDER BY now.device_id LIMIT $2
)sql";

Result<Presence> to_presence(const Row& row, std::string_view column) {
    const std::optional<Presence> presence = parse_presence(row.text(column));
    if (!presence) return unreadable_value(column, row.text(column));
    return *presence;
}

Result<TransitionRow> to_transition(const Row& row) {
    const Result<DeviceId> device = read_id<DeviceId>(row, "device_id");
    if (!device) return device.error();
    const Result<Presence> presence = to_presence(row, "presence");
    if (!presence) return presence.error();
    return TransitionRow{.device = *device,
                         .since = row.time("since_us"),
                         .presence = *presence,
                         .backlog = row.boolean("backlog")};
}

}  // namespace

Status for_each_open_interval(Transaction& tx, const std::function<void(OpenInterval&&)>& each) {
    const auto to_open_interval = [](const Row& row) -> Result<OpenInterval> {
        const Result<TransitionRow> begin = to_transition(row);
        if (!begin) return begin.error();
        return OpenInterval{*begin, row.time("watched_since_us")};
    };
    return read_in_chunks(tx, open_after_sql, to_open_interval, each);
}

namespace {

constexpr std::string_view find_last_sql = R"sql(
    SELECT received_at_us, broker, topic, payload, backlog, announced_s, firmware
    FROM last_status WHERE device_id = $1
)sql";

}  // namespace

Result<std::optional<StatusRow>> find_last(Transaction& tx, const DeviceId& device) {
    const Result<Rows> rows = tx.query(find_last_sql, device);
    if (!rows) return rows.error();
    if (rows->empty()) return std::optional<StatusRow>{};
    const Row row = rows->front();
    return std::optional{StatusRow{.device = device,
                                   .received_at = row.time("received_at_us"),
                                   .broker = std::string{row.text("broker")},
                                   .topic = std::string{row.text("topic")},
                                   .payload = std::string{row.text("payload")},
                                   .backlog = row.boolean("backlog"),
                                   .announced = row.optional_seconds("announced_s"),
                                   .firmware = std::string{row.text("firmware")}}};
}

namespace {

constexpr std::string_view list_intervals_sql = R"sql(
    SELECT since_us, until_us, presence, backlog FROM presence_interval
    WHERE device_id = $1 ORDER BY since_us DESC LIMIT $2
)sql";

}  // namespace

Result<std::vector<PresenceIntervalRow>> list_intervals(Transaction& tx, const DeviceId& device,
                                                        std::size_t limit) {
    const Result<Rows> rows = tx.query(list_intervals_sql, device, limit);
    if (!rows) return rows.error();
    std::vector<PresenceIntervalRow> intervals;
    intervals.reserve(rows->size());
    for (const Row row : *rows) {
        const Result<Presence> presence = to_presence(row, "presence");
        if (!presence) return presence.error();
        intervals.push_back({.since = row.time("since_us"),
                             .until = row.optional_time("until_us"),
                             .presence = *presence,
                             .backlog = row.boolean("backlog")});
    }
    return intervals;
}

namespace {

// The state before is the interval of the same device that ended where this one begins.
constexpr std::string_view list_recent_sql = R"sql(
    SELECT now.device_id, now.since_us, now.presence, now.backlog, past.presence AS past_presence
    FROM presence_interval AS now
    LEFT JOIN presence_interval AS past
        ON past.device_id = now.device_id AND past.until_us = now.since_us
            AND past.since_us < now.since_us
    WHERE now.since_us >= $1
    ORDER BY now.since_us DESC, now.device_id
    LIMIT $2
)sql";

}  // namespace

Result<std::vector<RecentTransition>> list_recent(Transaction& tx, WallTime since,
                                                  std::size_t limit) {
    const Result<Rows> rows = tx.query(list_recent_sql, since, limit);
    if (!rows) return rows.error();
    std::vector<RecentTransition> transitions;
    transitions.reserve(rows->size());
    for (const Row row : *rows) {
        const Result<TransitionRow> now = to_transition(row);
        if (!now) return now.error();
        RecentTransition transition{.device = now->device,
                                    .at = now->since,
                                    .from = {},
                                    .to = now->presence,
                                    .backlog = now->backlog};
        if (!row.is_null("past_presence")) {
            const Result<Presence> past = to_presence(row, "past_presence");
            if (!past) return past.error();
            transition.from = *past;
        }
        transitions.push_back(transition);
    }
    return transitions;
}

}  // namespace soc::status_store
