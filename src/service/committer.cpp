#include "service/committer.h"

#include <utility>

#include "core/assert.h"
#include "core/log.h"
#include "store/leader.h"

namespace soc {

Committer::Committer(Database& database, metrics::Registry& metrics, std::int64_t epoch)
    : database_{database}, metrics_{metrics}, epoch_{epoch} {
    // There before the first event: Prometheus sees no rise of what was not there.
    for (const std::string_view reason : row_reasons) {
        (void)metrics_.counter(metrics::rows_refused, reason);
    }
}

Committer::~Committer() { stop(); }

void Committer::start(std::function<void()> on_done) {
    SOC_ASSERT(!thread_.joinable() && !orders_.is_closed());
    on_done_ = std::move(on_done);
    thread_ = std::thread{[this] { work(); }};
}

void Committer::stop() {
    if (!thread_.joinable()) return;
    orders_.close();
    thread_.join();
}

void Committer::work() {
    std::vector<Order> orders;
    while (!orders_.is_closed() || orders_.size() > 0) {
        orders.clear();
        if (orders_.pop_up_to(1, orders, std::chrono::hours{1}) == 0) continue;
        const bool kept = outcomes_.try_push(carry_out(std::move(orders.front())));
        SOC_ASSERT(kept);  // one order at a time, and its outcome is taken before the next
        on_done_();
    }
}

void Committer::submit(PendingBatch batch, WallTime now) {
    SOC_ASSERT(!busy_);
    busy_ = true;
    Order order{std::move(batch), now};
    if (!thread_.joinable()) {
        outcome_ = carry_out(std::move(order));
        return;
    }
    const bool taken = orders_.try_push(std::move(order));
    SOC_ASSERT(taken);
}

std::optional<Committer::Outcome> Committer::take() {
    std::optional<Outcome> outcome = std::exchange(outcome_, std::nullopt);
    if (!outcome && busy_) {
        std::vector<Outcome> done;
        outcomes_.pop_up_to(1, done, microseconds{0});
        if (!done.empty()) outcome = std::move(done.front());
    }
    if (outcome) busy_ = false;
    return outcome;
}

// ---- writing ---------------------------------------------------------------------------------

template <class Write>
Status Committer::transact(WallTime now, const Write& write) {
    return database_.transact(Durability::relaxed, [&](Transaction& tx) -> Status {
        if (const Status ours = leader::renew_and_check(tx, epoch_, now); !ours) return ours;
        return write(tx);
    });
}

Committer::Outcome Committer::carry_out(Order order) {
    PendingBatch& batch = order.batch;
    Status done = transact(order.now, [&](Transaction& tx) { return batch.write(tx); });
    if (!done && is_about_rows(done.error())) done = write_in_parts(batch, order.now);
    return {std::move(done), std::move(batch)};
}

/// Some row can never be written, of a device that is gone from the registry for instance. The
/// others must not wait for it for ever: halves, and halves of those, until it is alone.
Status Committer::write_in_parts(PendingBatch& batch, WallTime now) {
    Status done = transact(now, [&](Transaction& tx) { return batch.write_paths(tx); });
    if (!done) {
        if (!is_about_rows(done.error())) return done;
        note_refusal("path", done.error());
        batch.drop_paths();
    }
    return write_devices(batch, batch.devices(), now);
}

Status Committer::write_devices(PendingBatch& batch, std::span<const DeviceId> part,
                                WallTime now) {
    if (part.empty()) return {};
    const Status done =
        transact(now, [&](Transaction& tx) { return batch.write_devices(tx, part); });
    if (done || !is_about_rows(done.error())) return done;
    if (part.size() == 1) {
        note_refusal("device " + part.front().to_string(), done.error());
        batch.drop_device(part.front());
        return {};
    }
    const std::size_t half = part.size() / 2;
    if (const Status first = write_devices(batch, part.first(half), now); !first) return first;
    return write_devices(batch, part.subspan(half), now);
}

void Committer::note_refusal(const std::string& what, const Error& error) {
    metrics_.counter(metrics::rows_refused, error.reason).increment();
    log::warning_limited("the database refuses a row, which is dropped",
                         {{"what", what}, {"reason", error.reason}, {"detail", error.detail}});
}

}  // namespace soc
