#include "app/housekeeping.h"

#include <condition_variable>

#include "core/log.h"
#include "core/mutex.h"
#include "store/row_counts.h"

namespace soc {

void Housekeeping::start() {
    thread_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
}

void Housekeeping::stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void Housekeeping::run(const std::stop_token& stop) {
    constexpr seconds tidy_every{60};
    constexpr seconds count_every{3'600};
    Mutex mutex;  // guards nothing: waiting wants one
    std::condition_variable_any stopped;
    SteadyTime tidy_at = parts_.clock.now().steady + tidy_every;
    SteadyTime count_at = parts_.clock.now().steady;
    while (!stop.stop_requested()) {
        const Moment now = parts_.clock.now();
        follow_changes();
        parts_.read_model.refresh_orders(now.steady);
        if (now.steady >= tidy_at) {
            tidy_at = now.steady + tidy_every;
            const Status tidied = parts_.logins.tidy(now);
            if (!tidied) log::warning("sessions not tidied", {{"reason", tidied.error().reason}});
        }
        if (now.steady >= count_at) {
            count_at = now.steady + count_every;
            count_table_rows();
        }
        const Lock lock{mutex};
        stopped.wait_for(mutex, stop, seconds{1}, [] { return false; });
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

void Housekeeping::report_database(const Status& read) {
    const Moment now = parts_.clock.now();
    if (read) return parts_.readiness.report("database", DependencyState::ok, "", now);
    parts_.readiness.report("database", DependencyState::down,
                            "not read: " + read.error().reason, now);
}

void Housekeeping::count_table_rows() {
    const auto counts = parts_.database.read([](Transaction& tx) { return count_rows(tx); });
    if (!counts) return;  // the database's own trouble is told by the ingest loop
    for (const RowCount& count : *counts) {
        parts_.metrics.gauge(metrics::table_rows, count.table)
            .set(static_cast<double>(count.rows));
    }
}

}  // namespace soc
