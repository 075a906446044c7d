#pragma once

#include <cstddef>
#include <thread>

#include "core/clock.h"
#include "metrics/registry.h"
#include "service/access_directory.h"
#include "service/change_feed.h"
#include "service/login_service.h"
#include "service/read_model.h"
#include "service/readiness.h"
#include "service/use_queue.h"
#include "store/database.h"
#include "store/row_counts.h"

namespace soc {

/// What is due now and then: following the change feed, noting uses of secrets, keeping sorted
/// orders fresh, tidying sessions, counting rows.
class Housekeeping {
public:
    struct Parts {
        Database& database;
        ChangeFeed& changes;
        AccessDirectory& access;
        UseQueue& uses;
        const ReadModel& read_model;
        LoginService& logins;
        metrics::Registry& metrics;
        Readiness& readiness;
        const Clock& clock;
        /// SIM=1: nothing is committed that would tell how the database is.
        bool reports_database = false;
    };

    explicit Housekeeping(Parts parts);

    /// Does what is due, once a second on a thread of its own.
    void start();
    /// What is due now; called by that thread, or instead of it.
    void turn();
    /// Ends the thread and notes what uses still wait; called by the destructor if not before.
    void stop();
    ~Housekeeping() { stop(); }
    Housekeeping(const Housekeeping&) = delete;
    Housekeeping& operator=(const Housekeeping&) = delete;

private:
    void run(const std::stop_token& stop);
    void follow_changes();
    void follow_access();
    void note_uses();
    void report_database(const Status& read);
    void count_rows_of(const CountedTable& table);

    const Parts parts_;
    SteadyTime tidy_at_;
    SteadyTime count_at_;
    std::size_t next_counted_ = 0;  ///< of `counted_tables`
    std::jthread thread_;
};

}  // namespace soc
