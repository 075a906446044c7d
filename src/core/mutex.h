#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "core/thread_annotations.h"

namespace soc {

/// `std::mutex`, which says nothing to clang's analysis under libstdc++, with that said.
class SOC_CAPABILITY("mutex") Mutex {
public:
    void lock() SOC_ACQUIRE() { mutex_.lock(); }
    void unlock() SOC_RELEASE() { mutex_.unlock(); }

private:
    friend class Condition;
    std::mutex mutex_;
};

/// Holds a mutex for as long as it lives.
class SOC_SCOPED_CAPABILITY Lock {
public:
    explicit Lock(Mutex& mutex) SOC_ACQUIRE(mutex) : mutex_{mutex} { mutex_.lock(); }
    ~Lock() SOC_RELEASE() { mutex_.unlock(); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

private:
    Mutex& mutex_;
};

/// Waits for what another thread does under the same mutex.
class Condition {
public:
    /// Lets go of `mutex` while waiting. Returns what `done` said last, which is asked under the
    /// mutex: write it as `[this]() SOC_REQUIRES(mutex_) { ... }`.
    template <class Done>
    bool wait_for(Mutex& mutex, std::chrono::microseconds patience, Done&& done)
        SOC_REQUIRES(mutex) {
        std::unique_lock held{mutex.mutex_, std::adopt_lock};
        const bool is_done = changed_.wait_for(held, patience, std::forward<Done>(done));
        held.release();
        return is_done;
    }
    void notify_one() { changed_.notify_one(); }
    void notify_all() { changed_.notify_all(); }

private:
    std::condition_variable changed_;
};

/// For many readers at a time and a writer who waits only for those that are inside already: the
/// system's own lock would let new readers pass it for as long as they come. Whoever reads must
/// not ask for the lock again: a writer may wait in between.
class SOC_CAPABILITY("shared mutex") SharedMutex {
public:
    void lock() SOC_ACQUIRE() {
        gate_.lock();  // stays closed while we wait: nobody enters before us
        mutex_.lock();
    }
    void unlock() SOC_RELEASE() {
        mutex_.unlock();
        gate_.unlock();
    }
    void lock_shared() SOC_ACQUIRE_SHARED() {
        const std::scoped_lock gate{gate_};
        mutex_.lock_shared();
    }
    void unlock_shared() SOC_RELEASE_SHARED() { mutex_.unlock_shared(); }

private:
    std::mutex gate_;
    std::shared_mutex mutex_;
};

class SOC_SCOPED_CAPABILITY WriteLock {
public:
    explicit WriteLock(SharedMutex& mutex) SOC_ACQUIRE(mutex) : mutex_{mutex} { mutex_.lock(); }
    ~WriteLock() SOC_RELEASE() { mutex_.unlock(); }
    WriteLock(const WriteLock&) = delete;
    WriteLock& operator=(const WriteLock&) = delete;

private:
    SharedMutex& mutex_;
};

class SOC_SCOPED_CAPABILITY ReadLock {
public:
    explicit ReadLock(SharedMutex& mutex) SOC_ACQUIRE_SHARED(mutex) : mutex_{mutex} {
        mutex_.lock_shared();
    }
    // Without a kind: a scoped lock gives back what it took.
    ~ReadLock() SOC_RELEASE() { mutex_.unlock_shared(); }
    ReadLock(const ReadLock&) = delete;
    ReadLock& operator=(const ReadLock&) = delete;

private:
    SharedMutex& mutex_;
};

}  // namespace soc
