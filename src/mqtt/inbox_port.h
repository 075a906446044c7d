#pragma once

#include <cstddef>
#include <vector>

#include "core/bounded_queue.h"
#include "service/ingest_inbox.h"

namespace soc {

/// One link's way into the inbox: in order, and without loss when the inbox is full. What does
/// not fit is held here until `flush`; the link stops reading as long as something is held, so
/// that only what the library had already decrypted can still be added.
class InboxPort {
public:
    explicit InboxPort(BoundedQueue<InboxItem>& items) : items_{items} {}

    /// False when `limits::held_messages_max` are held: the link must then end its connection, so
    /// that the broker delivers the message again.
    [[nodiscard]] bool takes_messages() const;
    /// Only while `takes_messages`.
    void push(InboundMessage message);
    /// Always taken: events that wait are merged, since only the first loss and the last state
    /// tell something new.
    void push(LinkEvent event);

    /// True when nothing is held any more.
    bool flush();
    /// True when nothing is held and the next message would find room.
    [[nodiscard]] bool has_room() const { return held_.empty() && items_.has_room(1); }

private:
    void merge(LinkEvent event);

    BoundedQueue<InboxItem>& items_;
    std::vector<InboxItem> held_;
};

}  // namespace soc
