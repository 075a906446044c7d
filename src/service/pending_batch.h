#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/limits.h"
#include "domain/broker_index.h"
#include "store/path_store.h"
#include "store/status_store.h"

namespace soc {

/// What was applied in memory and waits for its commit, with the messages whose acknowledgement
/// waits for it too (R6). Bounded by the messages it holds: the ingest loop takes no more than
/// `limits::inbox_items_max` before a commit. Of several statuses of one device the last stays.
class PendingBatch {
public:
    void add_message(BrokerIndex broker);
    void add_status(StatusRow row);
    void add_transition(const TransitionRow& row) { transitions_.push_back(row); }
    void add_blind_interval(BlindIntervalRow row) { blind_intervals_.push_back(std::move(row)); }
    void set_last_canary(BrokerIndex broker, BrokerPathRow row);
    /// Takes in what happened after everything that is here.
    void append(PendingBatch&& later);

    /// The device is not registered any more, or the database refuses its rows.
    void drop_device(const DeviceId& device);
    void drop_paths();

    [[nodiscard]] bool is_empty() const;
    [[nodiscard]] std::size_t message_count() const { return message_count_; }
    [[nodiscard]] std::size_t status_count() const { return applied_; }
    [[nodiscard]] const std::array<std::uint64_t, limits::brokers_max>& messages() const {
        return messages_;
    }
    /// Those with a row here, in order.
    [[nodiscard]] std::vector<DeviceId> devices() const;

    /// Writes everything; repeating it after a commit of unknown outcome changes nothing.
    Status write(Transaction& tx) const;
    /// The rows of a part of `devices()`, which is in order.
    Status write_devices(Transaction& tx, std::span<const DeviceId> part) const;
    Status write_paths(Transaction& tx) const;

private:
    std::unordered_map<DeviceId, StatusRow> statuses_;
    std::vector<TransitionRow> transitions_;
    std::vector<BlindIntervalRow> blind_intervals_;
    std::unordered_map<BrokerIndex, BrokerPathRow> canaries_;
    std::array<std::uint64_t, limits::brokers_max> messages_{};
    std::size_t message_count_ = 0;
    std::size_t applied_ = 0;
};

}  // namespace soc
