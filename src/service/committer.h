#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "core/bounded_queue.h"
#include "core/clock.h"
#include "core/result.h"
#include "metrics/registry.h"
#include "service/pending_batch.h"
#include "store/database.h"

namespace soc {

/// Writes the batches of the ingest loop, one at a time, each in one transaction that also renews
/// the lead (R26). After `start` on a thread of its own: a database that hangs instead of
/// refusing holds up neither presence nor the pages (R19). One owner calls all of it.
class Committer {
public:
    struct Outcome {
        Status status;       ///< failed: `batch` is still to be written
        PendingBatch batch;  ///< without the rows that the database refused
    };

    /// `database` and `metrics` outlive this.
    Committer(Database& database, metrics::Registry& metrics, std::int64_t epoch);
    /// As `stop`.
    ~Committer();
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;

    /// `on_done` is called from the thread after each batch and must not block.
    void start(std::function<void()> on_done);
    /// Waits for the batch under way, whose outcome can still be taken. What is submitted from
    /// then on is written before `submit` returns, as before `start`.
    void stop();

    /// A batch was submitted and its outcome not yet taken.
    [[nodiscard]] bool is_busy() const { return busy_; }
    /// Only while it is not busy.
    void submit(PendingBatch batch, WallTime now);
    /// Absent while it is being written.
    [[nodiscard]] std::optional<Outcome> take();

private:
    struct Order {
        PendingBatch batch;
        WallTime now;
    };

    void work();
    [[nodiscard]] Outcome carry_out(Order order);
    [[nodiscard]] Status write_in_parts(PendingBatch& batch, WallTime now);
    [[nodiscard]] Status write_devices(PendingBatch& batch, std::span<const DeviceId> part,
                                       WallTime now);
    template <class Write>
    [[nodiscard]] Status transact(WallTime now, const Write& write);
    void note_refusal(const std::string& what, const Error& error);

    Database& database_;
    metrics::Registry& metrics_;
    const std::int64_t epoch_;
    bool busy_ = false;
    std::optional<Outcome> outcome_;  ///< while no thread runs
    BoundedQueue<Order> orders_{1};
    BoundedQueue<Outcome> outcomes_{1};
    std::function<void()> on_done_;
    std::thread thread_;
};

}  // namespace soc
