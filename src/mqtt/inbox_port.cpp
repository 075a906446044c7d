#include "mqtt/inbox_port.h"

#include <utility>

#include "core/assert.h"

namespace soc {

namespace {

LinkEvent* event_at(std::vector<InboxItem>& items, std::size_t from_the_end) {
    if (items.size() < from_the_end) return nullptr;
    return std::get_if<LinkEvent>(&items[items.size() - from_the_end]);
}

bool is_down(const LinkEvent& event) {
    return event.kind == LinkEvent::Kind::ingest_down ||
           event.kind == LinkEvent::Kind::control_down;
}

}  // namespace

bool InboxPort::takes_messages() const { return held_.size() < limits::held_messages_max; }

void InboxPort::push(InboundMessage message) {
    SOC_ASSERT(takes_messages());
    InboxItem item{std::move(message)};
    if (held_.empty() && items_.try_push(item)) return;
    held_.push_back(std::move(item));
}

void InboxPort::push(LinkEvent event) {
    InboxItem item{std::move(event)};
    if (held_.empty() && items_.try_push(item)) return;
    merge(std::get<LinkEvent>(std::move(item)));
}

void InboxPort::merge(LinkEvent event) {
    if (event.kind == LinkEvent::Kind::dropped) {
        for (const InboxItem& item : held_) {
            const auto* held = std::get_if<LinkEvent>(&item);
            if (held != nullptr && held->kind == event.kind) return;
        }
    }
    LinkEvent* last = event_at(held_, 1);
    const LinkEvent* before = event_at(held_, 2);
    if (last != nullptr && last->kind == event.kind) {
        // An attempt that failed otherwise: the first time stands, and the last word.
        last->reason = std::move(event.reason);
        return;
    }
    if (last != nullptr && before != nullptr && is_down(event) && before->kind == event.kind) {
        held_.pop_back();  // down, up, down: it was down all the time
        return;
    }
    held_.emplace_back(std::move(event));
}

bool InboxPort::flush() {
    std::size_t gone = 0;
    while (gone < held_.size() && items_.try_push(std::move(held_[gone]))) ++gone;
    held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(gone));
    return held_.empty();
}

}  // namespace soc
