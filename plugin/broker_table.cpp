#include "plugin/broker_table.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "access/account_bytes.h"
#include "core/limits.h"

namespace soc::plugin {
namespace {

/// Of a million accounts some thousand entries, a tenth of a millisecond.
constexpr std::size_t parts_released_at_once = 4;

Applied refuse(TableStatus status) { return {.status = status}; }

}  // namespace

Applied BrokerTable::apply(const ControlFrame& frame) {
    switch (frame.type) {
        case FrameType::hello: return {};
        case FrameType::begin: return begin(frame);
        case FrameType::chunk: return chunk(frame);
        case FrameType::commit: return commit(frame);
        case FrameType::delta: return delta(frame);
        case FrameType::answer: break;
    }
    return refuse(TableStatus::unexpected);
}

Applied BrokerTable::begin(const ControlFrame& frame) {
    if (frame.to == 0 || !frame.body.empty()) return refuse(TableStatus::malformed);
    push_ = TablePush{.epoch = frame.epoch, .to = frame.to};
    return {.changed = true};
}

Applied BrokerTable::chunk(const ControlFrame& frame) {
    if (!push_) return refuse(TableStatus::no_push);
    // From here on any fault ends the push: what follows would be missing something.
    std::optional<TablePush> push = std::exchange(push_, std::nullopt);
    if (frame.epoch != push->epoch || frame.sequence != push->next_chunk) {
        return refuse(TableStatus::out_of_order);
    }
    const Result<AccountChanges> changes = read_changes(frame.body);
    if (!changes || !changes->remove.empty()) return refuse(TableStatus::malformed);
    if (push->table.size() + changes->put.size() > limits::plugin_accounts_max) {
        return refuse(TableStatus::too_large);
    }
    push->table = push->table.after(*changes);
    push->digest.add(frame.body);
    ++push->next_chunk;
    push_ = std::move(push);
    return {.changed = true};
}

Applied BrokerTable::commit(const ControlFrame& frame) {
    if (!push_) return refuse(TableStatus::no_push);
    TablePush push = *std::exchange(push_, std::nullopt);
    const Result<TableSeal> seal = read_seal(frame.body);
    if (!seal) return refuse(TableStatus::malformed);
    if (frame.epoch != push.epoch || frame.to != push.to) {
        return refuse(TableStatus::out_of_order);
    }
    if (*seal != TableSeal{static_cast<std::uint32_t>(push.table.size()), push.digest.value()}) {
        return refuse(TableStatus::differs);
    }
    for (auto& part : AccessTable::take_apart(std::exchange(table_, std::move(push.table)))) {
        replaced_.push_back(std::move(part));
    }
    epoch_ = push.epoch;
    version_ = push.to;
    return {.changed = true, .replaced = true};
}

Applied BrokerTable::delta(const ControlFrame& frame) {
    if (push_) return refuse(TableStatus::out_of_order);  // deltas wait for the end of a push
    if (version_ == 0) return refuse(TableStatus::gap);
    if (frame.epoch != epoch_) return refuse(TableStatus::other_epoch);
    if (frame.to <= version_) return {};  // known already: it was sent again
    if (frame.from != version_) return refuse(TableStatus::gap);
    const Result<AccountChanges> changes = read_changes(frame.body);
    if (!changes) return refuse(TableStatus::malformed);
    if (table_.size() + changes->put.size() > limits::plugin_accounts_max) {
        return refuse(TableStatus::too_large);
    }
    table_ = table_.after(*changes);
    version_ = frame.to;
    Applied applied{.changed = true};
    applied.logins = changes->remove;
    for (const Account& account : changes->put) applied.logins.push_back(account.login);
    return applied;
}

bool BrokerTable::release_some() {
    replaced_.resize(replaced_.size() - std::min(replaced_.size(), parts_released_at_once));
    return !replaced_.empty();
}

}  // namespace soc::plugin
