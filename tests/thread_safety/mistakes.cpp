// Guarded data touched without its lock. clang must refuse each MISTAKE_..., and for that reason;
// without any of them this compiles. `./test thread-safety` tries them all, with access control
// switched off, since most of this data is private.
#include "core/bounded_queue.h"
#include "core/guarded.h"
#include "store/connection_pool.h"

namespace soc {

int guarded(Guarded<int>& data) {
#ifdef MISTAKE_GUARDED_READ
    return data.value_;
#elif defined(MISTAKE_GUARDED_WRITE)
    return data.value_ = 1;
#else
    return data.with([](int value) { return value; });
#endif
}

void shared_guarded(SharedGuarded<int>& data) {
#ifdef MISTAKE_SHARED_READ
    static_cast<void>(data.value_ + 1);
#elif defined(MISTAKE_SHARED_WRITE_WHILE_READING)
    const ReadLock lock{data.mutex_};
    data.value_ = 1;
#else
    const WriteLock lock{data.mutex_};
    data.value_ = 1;
#endif
}

bool bounded_queue(BoundedQueue<int>& queue) {
#ifdef MISTAKE_QUEUE_READ
    return queue.items_.empty();
#elif defined(MISTAKE_QUEUE_FLAG)
    return queue.closed_;
#elif defined(MISTAKE_QUEUE_WAIT)
    return queue.filled_.wait_for(queue.mutex_, std::chrono::microseconds{0}, [] { return true; });
#elif defined(MISTAKE_QUEUE_LEFT_LOCKED)
    queue.mutex_.lock();
    return true;
#else
    const Lock lock{queue.mutex_};
    return queue.items_.empty() || queue.closed_;
#endif
}

bool connection_pool(ConnectionPool& pool) {
#ifdef MISTAKE_POOL_COUNT
    return pool.borrowed_ == 0;
#elif defined(MISTAKE_POOL_IDLE)
    return pool.idle_.empty();
#else
    const Lock lock{pool.mutex_};
    return pool.borrowed_ == 0 && pool.idle_.empty();
#endif
}

}  // namespace soc
