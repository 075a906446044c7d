#include "plugin/broker_table.h"

#include <utility>

#include "access/account_bytes.h"
#include "core/limits.h"

namespace soc::plugin {
namespace {

/// Less than a tenth of a millisecond.
constexpr std::size_t accounts_released_at_once = 256;

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

void BrokerTable::forget_push() {
    if (push_) remains_.add(std::move(push_->table).finish());
    push_.reset();
}

Applied BrokerTable::begin(const ControlFrame& frame) {
    if (frame.to == 0 || !frame.body.empty()) return refuse(TableStatus::malformed);
    forget_push();
    push_.emplace();
    push_->epoch = frame.epoch;
    push_->to = frame.to;
    return {.changed = true};
}

TableStatus BrokerTable::take_chunk(TablePush& push, const ControlFrame& frame) {
    if (frame.epoch != push.epoch || frame.sequence != push.next_chunk) {
        return TableStatus::out_of_order;
    }
    const Result<AccountChanges> changes = read_changes(frame.body);
    if (!changes || !changes->remove.empty()) return TableStatus::malformed;
    if (push.table.size() + changes->put.size() > limits::plugin_accounts_max) {
        return TableStatus::too_large;
    }
    push.table.apply(*changes);
    push.digest.add(frame.body);
    ++push.next_chunk;
    return TableStatus::ok;
}

Applied BrokerTable::chunk(const ControlFrame& frame) {
    if (!push_) return refuse(TableStatus::no_push);
    const TableStatus status = take_chunk(*push_, frame);
    if (status == TableStatus::ok) return {.changed = true};
    // Any fault ends the push: what follows would be missing something.
    forget_push();
    return refuse(status);
}

TableStatus BrokerTable::check_end(const TablePush& push, const ControlFrame& frame) {
    const Result<TableSeal> seal = read_seal(frame.body);
    if (!seal) return TableStatus::malformed;
    if (frame.epoch != push.epoch || frame.to != push.to) return TableStatus::out_of_order;
    const TableSeal received{static_cast<std::uint32_t>(push.table.size()), push.digest.value()};
    return *seal == received ? TableStatus::ok : TableStatus::differs;
}

Applied BrokerTable::commit(const ControlFrame& frame) {
    if (!push_) return refuse(TableStatus::no_push);
    const TableStatus status = check_end(*push_, frame);
    if (status == TableStatus::ok) {
        epoch_ = push_->epoch;
        version_ = push_->to;
        remains_.add(std::exchange(table_, std::move(push_->table).finish()));
    }
    forget_push();
    if (status != TableStatus::ok) return refuse(status);
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

bool BrokerTable::release_some() { return remains_.release(accounts_released_at_once); }

}  // namespace soc::plugin
