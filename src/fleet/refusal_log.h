#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "domain/refusal.h"

namespace soc {

/// Refused messages: counted by reason for ever, the last ones kept for reading.
class RefusalLog {
public:
    explicit RefusalLog(std::size_t kept) : kept_{kept} {}

    void note(Refusal refusal);

    [[nodiscard]] const std::map<std::string, std::uint64_t>& counts() const { return counts_; }
    /// The newest first.
    [[nodiscard]] std::vector<Refusal> list() const;

private:
    const std::size_t kept_;
    std::map<std::string, std::uint64_t> counts_;
    std::vector<Refusal> ring_;
    std::size_t next_ = 0;  ///< where the next one goes once the ring is full
};

}  // namespace soc
