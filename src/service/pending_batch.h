#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/limits.h"
#include "domain/broker_index.h"
#include "fleet/deadline_queue.h"
#include "store/path_store.h"
#include "store/status_store.h"

namespace soc {

/// What was applied in memory and waits for its commit, with the messages whose acknowledgement
/// waits for it too (R6). Bounded by the messages it holds: the loop takes no more while
/// `is_full`. Of several statuses of one device the last stays.
class PendingBatch {
public:
    void add_message(BrokerIndex broker);
    void add_status(DeviceSlot slot, StatusRow row);
    void add_transition(TransitionRow row) { transitions_.push_back(std::move(row)); }
    void add_blind_interval(BlindIntervalRow row) { blind_intervals_.push_back(std::move(row)); }
    void set_last_canary(BrokerIndex broker, BrokerPathRow row);
    /// The device is not registered any more: its rows would have nothing to refer to.
    void drop_device(DeviceSlot slot, const DeviceId& device);

    [[nodiscard]] bool is_empty() const;
    [[nodiscard]] bool is_full() const { return message_count_ >= limits::inbox_items_max; }
    [[nodiscard]] std::size_t status_count() const { return applied_; }
    [[nodiscard]] const std::array<std::uint64_t, limits::brokers_max>& messages() const {
        return messages_;
    }

    /// Writes everything; repeating it after a commit of unknown outcome changes nothing.
    Status write(Transaction& tx) const;
    void clear();

private:
    std::unordered_map<DeviceSlot, StatusRow> statuses_;
    std::vector<TransitionRow> transitions_;
    std::vector<BlindIntervalRow> blind_intervals_;
    std::unordered_map<BrokerIndex, BrokerPathRow> canaries_;
    std::array<std::uint64_t, limits::brokers_max> messages_{};
    std::size_t message_count_ = 0;
    std::size_t applied_ = 0;
};

}  // namespace soc
