#pragma once

#include <csignal>

namespace soc::simulate {

/// SIGINT and SIGTERM as something that can be waited for. While it lives, both are blocked in
/// the thread that made it.
class StopSignal {
public:
    StopSignal();
    ~StopSignal();
    StopSignal(const StopSignal&) = delete;
    StopSignal& operator=(const StopSignal&) = delete;

    /// Can be read once a signal came.
    [[nodiscard]] int fd() const { return fd_; }
    [[nodiscard]] bool came() const;

private:
    sigset_t before_{};
    int fd_;
};

}  // namespace soc::simulate
