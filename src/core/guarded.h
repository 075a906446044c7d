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

/// The same for data that is read much more often than it is written.
template <class T>
class SharedGuarded {
public:
    SharedGuarded() = default;
    explicit SharedGuarded(T value) : value_{std::move(value)} {}

    template <class Action>
    decltype(auto) read(Action&& action) const {
        const std::shared_lock lock{mutex_};
        return std::forward<Action>(action)(std::as_const(value_));
    }
    template <class Action>
    decltype(auto) write(Action&& action) {
        const std::unique_lock lock{mutex_};
        return std::forward<Action>(action)(value_);
    }

private:
    mutable std::shared_mutex mutex_;
    T value_{};
};

}  // namespace soc
