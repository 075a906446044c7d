#include "service/pending_batch.h"

#include <utility>

namespace soc {

void PendingBatch::add_message(BrokerIndex broker) {
    ++messages_[broker];
    ++message_count_;
}

void PendingBatch::add_status(DeviceSlot slot, StatusRow row) {
    const auto [place, is_first] = statuses_.try_emplace(slot, row);
    if (!is_first) {
        if (row.firmware.empty()) row.firmware = std::move(place->second.firmware);
        place->second = std::move(row);
    }
    ++applied_;
}

void PendingBatch::set_last_canary(BrokerIndex broker, BrokerPathRow row) {
    canaries_.insert_or_assign(broker, std::move(row));
}

void PendingBatch::drop_device(DeviceSlot slot, const DeviceId& device) {
    statuses_.erase(slot);
    std::erase_if(transitions_, [&](const TransitionRow& row) { return row.device == device; });
}

bool PendingBatch::is_empty() const {
    return message_count_ == 0 && statuses_.empty() && transitions_.empty() &&
           blind_intervals_.empty() && canaries_.empty();
}

Status PendingBatch::write(Transaction& tx) const {
    std::vector<StatusRow> rows;
    rows.reserve(statuses_.size());
    for (const auto& [slot, row] : statuses_) rows.push_back(row);
    if (const Status written = status_store::upsert_last(tx, rows); !written) return written;
    const Status moved = status_store::append_transitions(tx, transitions_);
    if (!moved) return moved;
    std::vector<BrokerPathRow> paths;
    for (const auto& [broker, row] : canaries_) paths.push_back(row);
    if (const Status kept = path_store::upsert_paths(tx, paths); !kept) return kept;
    return path_store::upsert_blind(tx, blind_intervals_);
}

void PendingBatch::clear() { *this = PendingBatch{}; }

}  // namespace soc
