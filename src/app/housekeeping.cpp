#include "app/housekeeping.h"

#include <condition_variable>

#include "core/log.h"
#include "core/mutex.h"
#include "metrics/names.h"

namespace soc {
namespace {

constexpr seconds tidy_every{60};
constexpr seconds count_every{3'600};

}  // namespace

Housekeeping::Housekeeping(Parts parts)
    : parts_{parts},
      tidy_at_{parts.clock.now().steady + tidy_every},
      count_at_{parts.clock.now().steady} {}

void Housekeeping::start() {
    thread_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
}

void Housekeeping::stop() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    thread_.join();
    note_uses();
}

void Housekeeping::run(const std::stop_token& stop) {
    Mutex mutex;  // guards nothing: waiting wants one
    std::condition_variable_any stopped;
    while (!stop.stop_requested()) {
        turn();
        const Lock lock{mutex};
        stopped.wait_for(mutex, stop, seconds{1}, [] { return false; });
    }
}

void Housekeeping::turn() {
    const Moment now = parts_.clock.now();
    follow_changes();
    follow_access();
    note_uses();
    parts_.read_model.refresh_orders(now.steady);
    if (now.steady >= tidy_at_) {
        tidy_at_ = now.steady + tidy_every;
        const Status tidied = parts_.logins.tidy(now);
        if (!tidied) log::warning("sessions not tidied", {{"reason", tidied.error().reason}});
    }
    if (now.steady >= count_at_) {
        // One table a turn: a long one must not keep the change feed waiting for the others too.
        count_rows_of(counted_tables()[next_counted_]);
        next_counted_ = (next_counted_ + 1) % counted_tables().size();
        if (next_counted_ == 0) count_at_ = now.steady + count_every;
    }
}

void Housekeeping::follow_changes() {
    for (;;) {
        const Result<bool> more = parts_.changes.poll();
        if (parts_.reports_database) report_database(more ? Status{} : Status{more.error()});
        if (!more) {
            log::warning_limited("change feed not read", {{"reason", more.error().reason},
                                                          {"detail", more.error().detail}});
            return;
        }
        if (!*more) return;
    }
}

void Housekeeping::follow_access() {
    for (;;) {
        const Result<bool> more = parts_.access.follow();
        if (!more) {
            log::warning_limited("access not followed", {{"reason", more.error().reason},
                                                         {"detail", more.error().detail}});
            return;
        }
        if (!*more) return;
    }
}

void Housekeeping::note_uses() {
    const Status noted = parts_.uses.flush();
    if (!noted) log::warning_limited("uses not noted", {{"reason", noted.error().reason}});
}

void Housekeeping::report_database(const Status& read) {
    const Moment now = parts_.clock.now();
    if (read) return parts_.readiness.report("database", DependencyState::ok, "", now);
    parts_.readiness.report("database", DependencyState::down,
                            "not read: " + read.error().reason, now);
}

void Housekeeping::count_rows_of(const CountedTable& table) {
    const Result<std::int64_t> rows =
        parts_.database.read([&](Transaction& tx) { return count_rows(tx, table); });
    if (!rows) {
        log::warning_limited("rows not counted", {{"table", table.name},
                                                  {"reason", rows.error().reason}});
        return;
    }
    parts_.metrics.gauge(metrics::table_rows, table.name).set(static_cast<double>(*rows));
}

}  // namespace soc
