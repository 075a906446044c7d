#pragma once

#include <cstdint>

#include "domain/dev_eui.h"
#include "domain/ids.h"
#include "domain/mac_address.h"
#include "simulate/dice.h"

namespace soc::simulate {

/// Identities for generated things: valid, unique, and the same again for the same seed.
class SeededIdentities {
public:
    explicit SeededIdentities(std::uint64_t seed)
        : dice_{seed, 0}, offset_{dice_.bits()}, created_{first_created} {}

    template <class Kind>
    [[nodiscard]] Id<Kind> next() {
        created_ += milliseconds{1};
        return {Uuid::v7(created_, dice_.source())};
    }
    /// `maker` is the first half of the address. All of 2^24 addresses differ.
    [[nodiscard]] MacAddress next_mac(std::uint32_t maker) {
        return MacAddress::from_u64(std::uint64_t{maker} << 24U | next_u24());
    }
    [[nodiscard]] DevEui next_dev_eui() {
        constexpr std::uint64_t maker = 0x70b3d57ed0;
        return DevEui::from_u64(maker << 24U | next_u24());
    }

private:
    /// An odd factor walks through all values of 24 bits before it meets one again.
    std::uint64_t next_u24() { return (offset_ + ++count_ * 0x9e3779ULL) & 0xffffffULL; }

    /// 2026-01-01T00:00:00Z
    static constexpr WallTime first_created{microseconds{1'767'225'600'000'000}};

    Dice dice_;
    std::uint64_t offset_;
    std::uint64_t count_ = 0;
    WallTime created_;
};

}  // namespace soc::simulate
