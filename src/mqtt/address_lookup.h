#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/guarded.h"
#include "mqtt/wake_up.h"

namespace soc {

/// Host name to addresses without blocking the caller: getaddrinfo takes up to half a minute
/// when name servers are silent, and cannot be cancelled. Numbers are answered on the spot;
/// a name is looked up by a thread that owns all it touches, so that nobody waits for it, not
/// even at the end of the program. At most one such thread per object runs at a time.
class AddressLookup {
public:
    /// `wake` is rung when an answer is there.
    explicit AddressLookup(std::shared_ptr<WakeUp> wake) : wake_{std::move(wake)} {}

    /// Asks for `host`. While an earlier question is unanswered this only waits for that one
    /// (a link asks for the same host always).
    void start(const std::string& host);

    [[nodiscard]] bool done() const;
    /// Numeric addresses in the system's order of preference; empty: not found. When `done`.
    [[nodiscard]] std::vector<std::string> take();

private:
    struct Answer {
        bool done = false;
        std::vector<std::string> addresses;
    };

    std::shared_ptr<WakeUp> wake_;
    std::shared_ptr<Guarded<Answer>> pending_;  // shared with the looking thread
};

}  // namespace soc
