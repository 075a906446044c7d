#pragma once

#include <cstdint>
#include <string>

namespace soc::plugin {

/// The names in the directory of the copy.
struct CopyFiles {
    std::string directory;

    [[nodiscard]] std::string current() const { return directory + "/table"; }
    [[nodiscard]] std::string previous() const { return directory + "/table.previous"; }
    /// Made and removed at the start, to know that one can.
    [[nodiscard]] std::string probe() const { return directory + "/table.probe"; }
    /// A table that is being received.
    [[nodiscard]] std::string fresh(std::uint32_t number) const {
        return directory + "/table.new." + std::to_string(number);
    }
};

}  // namespace soc::plugin
