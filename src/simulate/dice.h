#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "core/clock.h"
#include "core/random.h"

namespace soc::simulate {

/// Seeded chance in the forms that a simulation asks for. Two dice of one seed and different
/// streams have nothing in common, so that one more board does not change the others.
class Dice {
public:
    Dice(std::uint64_t seed, std::uint64_t stream)
        : random_{seed * 0x9e3779b97f4a7c15ULL + stream * 0xd1b54a32d192ed03ULL} {}

    [[nodiscard]] std::uint64_t bits() { return random_.next_u64(); }
    /// 0 to 1, 1 excluded.
    [[nodiscard]] double unit() { return static_cast<double>(bits() >> 11U) * 0x1.0p-53; }
    /// 0 to `count` - 1; `count` is at least 1.
    [[nodiscard]] std::size_t below(std::size_t count) { return bits() % count; }
    [[nodiscard]] bool happens(double probability) { return unit() < probability; }
    [[nodiscard]] microseconds between(microseconds least, microseconds most) {
        return least + microseconds{static_cast<std::int64_t>(
                           unit() * static_cast<double>((most - least).count()))};
    }
    [[nodiscard]] RandomSource& source() { return random_; }

private:
    SeededRandom random_;
};

}  // namespace soc::simulate
