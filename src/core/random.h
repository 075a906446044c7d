#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace soc {

/// Where randomness comes from; injected, so that a test can repeat itself.
class RandomSource {
public:
    virtual ~RandomSource() = default;
    /// Fills all of `bytes`.
    virtual void fill(std::span<std::uint8_t> bytes) = 0;

    [[nodiscard]] std::uint64_t next_u64();
};

/// The kernel's generator; fit for secrets. May be called from any thread.
class SystemRandom final : public RandomSource {
public:
    void fill(std::span<std::uint8_t> bytes) override;
};

/// Repeatable bytes from a seed (splitmix64); for simulations and tests, never for secrets.
class SeededRandom final : public RandomSource {
public:
    explicit SeededRandom(std::uint64_t seed) : state_{seed} {}
    void fill(std::span<std::uint8_t> bytes) override;

private:
    std::uint64_t state_;
};

/// `bytes` as lower-case hexadecimal.
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

}  // namespace soc
