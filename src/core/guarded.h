#pragma once

#include <utility>

#include "core/mutex.h"

namespace soc {

/// Data that is reachable only under its lock.
///
///     Guarded<std::vector<Entry>> entries;
///     entries.with([&](auto& list) { list.push_back(entry); });
///
/// The callback must not keep a reference to what it was given.
template <class T>
class Guarded {
public:
    Guarded() = default;
    explicit Guarded(T value) : value_{std::move(value)} {}

    template <class Action>
    decltype(auto) with(Action&& action) {
        const Lock lock{mutex_};
        return std::forward<Action>(action)(value_);
    }
    template <class Action>
    decltype(auto) with(Action&& action) const {
        const Lock lock{mutex_};
        return std::forward<Action>(action)(std::as_const(value_));
    }

private:
    mutable Mutex mutex_;
    T value_ SOC_GUARDED_BY(mutex_){};
};

/// The same for data that is read much more often than it is written, by many at a time. New
/// readers never pass a waiting writer; an action must not ask for the same data again.
template <class T>
class SharedGuarded {
public:
    SharedGuarded() = default;
    explicit SharedGuarded(T value) : value_{std::move(value)} {}

    template <class Action>
    decltype(auto) read(Action&& action) const {
        const ReadLock lock{mutex_};
        return std::forward<Action>(action)(std::as_const(value_));
    }
    template <class Action>
    decltype(auto) write(Action&& action) {
        const WriteLock lock{mutex_};
        return std::forward<Action>(action)(value_);
    }

private:
    mutable SharedMutex mutex_;
    T value_ SOC_GUARDED_BY(mutex_){};
};

}  // namespace soc
