#pragma once

namespace soc {

/// Ends a `poll` of another thread (eventfd). `ring` may be called from any thread and never
/// blocks; rings before `clear` count as one.
class WakeUp {
public:
    WakeUp();
    ~WakeUp();
    WakeUp(const WakeUp&) = delete;
    WakeUp& operator=(const WakeUp&) = delete;

    void ring() const;
    void clear() const;
    /// Readable after `ring`.
    [[nodiscard]] int fd() const { return fd_; }

private:
    int fd_;
};

}  // namespace soc
