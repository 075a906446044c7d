#pragma once

#include <mutex>
#include <shared_mutex>
#include <utility>

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
        const std::scoped_lock lock{mutex_};
        return std::forward<Action>(action)(value_);
    }
    template <class Action>
    decltype(auto) with(Action&& action) const {
        const std::scoped_lock lock{mutex_};
        return std::forward<Action>(action)(std::as_const(value_));
    }

private:
    mutable std::mutex mutex_;
    T value_{};
};

/// The same for data that is read much more often than it is written, by many at a time. A writer
/// waits only for those who are inside already: the system's own lock would let new readers pass
/// it for as long as they come.
///
/// An action must not read or write the same data again: a writer may wait in between.
template <class T>
class SharedGuarded {
public:
    SharedGuarded() = default;
    explicit SharedGuarded(T value) : value_{std::move(value)} {}

    template <class Action>
    decltype(auto) read(Action&& action) const {
        const std::shared_lock lock = enter_to_read();
        return std::forward<Action>(action)(std::as_const(value_));
    }
    template <class Action>
    decltype(auto) write(Action&& action) {
        // The gate stays closed while we wait: nobody enters before us.
        const std::scoped_lock gate{gate_};
        const std::unique_lock lock{mutex_};
        return std::forward<Action>(action)(value_);
    }

private:
    std::shared_lock<std::shared_mutex> enter_to_read() const {
        const std::scoped_lock gate{gate_};
        return std::shared_lock{mutex_};
    }

    mutable std::mutex gate_;  ///< held while entering, and by a writer until it leaves
    mutable std::shared_mutex mutex_;
    T value_{};
};

}  // namespace soc
