#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace soc::plugin {

/// A process beside the broker that brings files to the disk: fsync in a callback would hold every
/// client up for 50 ms, and a second thread would make each message of the broker slower (R29,
/// measured in ADR 063). One order at a time.
class CopyHelper {
public:
    struct Order {
        std::uint32_t install = 0;  ///< the number of a new file that becomes the copy; 0: sync it
    };
    struct Done {
        bool ok = false;
        int error = 0;  ///< errno, if not
    };

    /// `directory` holds `table`, `table.previous` and `table.new.<number>`.
    explicit CopyHelper(std::string directory) : directory_{std::move(directory)} {}
    ~CopyHelper();
    CopyHelper(const CopyHelper&) = delete;
    CopyHelper& operator=(const CopyHelper&) = delete;

    /// Without anything done in between.
    static constexpr int starts_max = 10;

    /// False: there is no helper, and none could be started.
    [[nodiscard]] bool is_ready();
    /// After many deaths: it may be started again.
    void give_another_chance() { starts_ = 0; }
    /// Only when ready and nothing is under way.
    void send(const Order& order);
    [[nodiscard]] bool is_busy() const { return busy_; }
    /// What was done meanwhile; a helper that died has done nothing.
    [[nodiscard]] std::optional<Done> take();
    /// Waits for the order under way, at most `milliseconds`.
    [[nodiscard]] std::optional<Done> wait(int milliseconds);

    [[nodiscard]] pid_t pid() const { return pid_; }

private:
    [[nodiscard]] bool start();
    void end();

    const std::string directory_;
    pid_t pid_ = -1;
    int socket_ = -1;
    bool busy_ = false;
    int starts_ = 0;
};

}  // namespace soc::plugin
