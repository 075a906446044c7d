#include "service/pending_batch.h"

#include <algorithm>
#include <utility>

namespace soc {

void PendingBatch::add_message(BrokerIndex broker) {
    ++messages_[broker];
    ++message_count_;
}

void PendingBatch::add_status(StatusRow row) {
    ++applied_;
    const DeviceId device = row.device;
    const auto [place, is_first] = statuses_.try_emplace(device, row);
    if (is_first) return;
    if (row.firmware.empty()) row.firmware = std::move(place->second.firmware);
    place->second = std::move(row);
}

void PendingBatch::set_last_canary(BrokerIndex broker, BrokerPathRow row) {
    canaries_.insert_or_assign(broker, std::move(row));
}

void PendingBatch::append(PendingBatch&& later) {
    const std::size_t applied = applied_ + later.applied_;
    for (auto& [device, row] : later.statuses_) add_status(std::move(row));
    applied_ = applied;
    std::move(later.transitions_.begin(), later.transitions_.end(),
              std::back_inserter(transitions_));
    std::move(later.blind_intervals_.begin(), later.blind_intervals_.end(),
              std::back_inserter(blind_intervals_));
    for (auto& [broker, row] : later.canaries_) set_last_canary(broker, std::move(row));
    for (std::size_t i = 0; i < messages_.size(); ++i) messages_[i] += later.messages_[i];
    message_count_ += later.message_count_;
}

void PendingBatch::drop_device(const DeviceId& device) {
    statuses_.erase(device);
    std::erase_if(transitions_, [&](const TransitionRow& row) { return row.device == device; });
}

void PendingBatch::drop_paths() {
    blind_intervals_.clear();
    canaries_.clear();
}

bool PendingBatch::is_empty() const {
    return message_count_ == 0 && statuses_.empty() && transitions_.empty() &&
           blind_intervals_.empty() && canaries_.empty();
}

std::vector<DeviceId> PendingBatch::devices() const {
    std::vector<DeviceId> list;
    list.reserve(statuses_.size() + transitions_.size());
    for (const auto& [device, row] : statuses_) list.push_back(device);
    for (const TransitionRow& row : transitions_) list.push_back(row.device);
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    return list;
}

Status PendingBatch::write(Transaction& tx) const {
    if (const Status done = write_devices(tx, devices()); !done) return done;
    return write_paths(tx);
}

Status PendingBatch::write_devices(Transaction& tx, std::span<const DeviceId> part) const {
    std::vector<StatusRow> rows;
    std::vector<TransitionRow> moves;
    rows.reserve(part.size());
    for (const DeviceId& device : part) {
        if (const auto found = statuses_.find(device); found != statuses_.end()) {
            rows.push_back(found->second);
        }
    }
    for (const TransitionRow& row : transitions_) {
        if (std::binary_search(part.begin(), part.end(), row.device)) moves.push_back(row);
    }
    if (const Status written = status_store::upsert_last(tx, rows); !written) return written;
    return status_store::append_transitions(tx, moves);
}

Status PendingBatch::write_paths(Transaction& tx) const {
    std::vector<BrokerPathRow> paths;
    paths.reserve(canaries_.size());
    for (const auto& [broker, row] : canaries_) paths.push_back(row);
    if (const Status kept = path_store::upsert_paths(tx, paths); !kept) return kept;
    return path_store::upsert_blind(tx, blind_intervals_);
}

}  // namespace soc
