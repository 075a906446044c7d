#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <iterator>
#include <utility>
#include <vector>

#include "core/mutex.h"

namespace soc {

/// A queue with a limit, for any number of producers. When it is full, `try_push` says so and the
/// producer gives its own defined answer: nothing blocks, nothing is dropped here.
///
/// Several consumers may share `pop_up_to`: each push wakes one of them, and one that was late
/// finds nothing and waits on. `wake` and `pause` are for a queue with one consumer: a wake is told
/// to one only, and a push would be lost on one that pauses.
template <class T>
class BoundedQueue {
public:
    explicit BoundedQueue(std::size_t capacity) : capacity_{capacity} {}

    /// False when full or closed; `item` is then untouched, and else moved from.
    [[nodiscard]] bool try_push(T&& item) { return try_push(item); }
    [[nodiscard]] bool try_push(T& item) {
        {
            const Lock lock{mutex_};
            if (closed_ || items_.size() >= capacity_) return false;
            items_.push_back(std::move(item));
        }
        filled_.notify_one();
        return true;
    }

    /// Moves up to `count` items to the end of `out`, waiting at most `patience` for the first.
    /// Returns how many came; 0 after `close` or `wake`, or when nothing came in time.
    std::size_t pop_up_to(std::size_t count, std::vector<T>& out,
                          std::chrono::microseconds patience) {
        const Lock lock{mutex_};
        filled_.wait_for(mutex_, patience, [this]() SOC_REQUIRES(mutex_) {
            return closed_ || woken_ || !items_.empty();
        });
        woken_ = false;
        const std::size_t taken = std::min(count, items_.size());
        const auto end = items_.begin() + static_cast<std::ptrdiff_t>(taken);
        out.insert(out.end(), std::make_move_iterator(items_.begin()),
                   std::make_move_iterator(end));
        items_.erase(items_.begin(), end);
        return taken;
    }

    /// Waits for `wake` or `close`, whatever is inside: for a consumer that can take nothing now.
    void pause(std::chrono::microseconds patience) {
        const Lock lock{mutex_};
        filled_.wait_for(mutex_, patience,
                         [this]() SOC_REQUIRES(mutex_) { return closed_ || woken_; });
        woken_ = false;
    }

    /// Ends a waiting `pop_up_to` or `pause` early.
    void wake() {
        {
            const Lock lock{mutex_};
            woken_ = true;
        }
        filled_.notify_one();
    }

    /// No push succeeds any more; what is inside can still be taken.
    void close() {
        {
            const Lock lock{mutex_};
            closed_ = true;
        }
        filled_.notify_all();
    }

    [[nodiscard]] std::size_t size() const {
        const Lock lock{mutex_};
        return items_.size();
    }
    [[nodiscard]] std::size_t capacity() const { return capacity_; }
    [[nodiscard]] bool is_closed() const {
        const Lock lock{mutex_};
        return closed_;
    }
    [[nodiscard]] bool has_room(std::size_t count) const {
        const Lock lock{mutex_};
        return !closed_ && items_.size() + count <= capacity_;
    }

private:
    const std::size_t capacity_;
    mutable Mutex mutex_;
    Condition filled_;
    std::deque<T> items_ SOC_GUARDED_BY(mutex_);
    bool woken_ SOC_GUARDED_BY(mutex_) = false;
    bool closed_ SOC_GUARDED_BY(mutex_) = false;
};

}  // namespace soc
