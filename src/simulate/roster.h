#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "domain/campus.h"
#include "simulate/board.h"

namespace soc::simulate {

/// How the boards of a campus are played.
struct PlayOptions {
    std::uint64_t seed = 1;
    double time_scale = 1;  ///< over 0; 2 is twice as fast
    /// Instead of what the campus sets, when set; not clamped to the type's range.
    std::optional<std::chrono::seconds> interval = std::nullopt;
    double jitter = 0.01;
    bool link_per_module = true;
    bool sends_data = true;
};

/// One board of the play and where it belongs.
struct Role {
    /// Why it is in the play: a device of the campus, or a guest of the demonstration.
    enum class Part : std::uint8_t { device, misplaced, unknown, sandbox };

    BoardPlan plan;
    Part part = Part::device;
    std::optional<DeviceId> device;  ///< none for guests that the registry does not know
    std::string site;                ///< its code: `tls`
    std::string building;            ///< `tls/batiment_a`
    std::string room;                ///< `tls/batiment_a/salle_101`
    bool never_powered = false;      ///< registered, and on nobody's wall yet
};

/// Everyone who plays. Owns the clocks that the plans point to; roles keep their positions.
class Roster {
public:
    /// The boards of `campus`: devices of connectivity `mqtt`, `in_service`, with a MAC and a
    /// home room. `invalid_input` on `campus` with reason `nobody_to_play` when there is none.
    [[nodiscard]] static Result<Roster> of(const Campus& campus, const PlayOptions& options);

    [[nodiscard]] const std::vector<Role>& roles() const { return roles_; }
    /// Devices of the campus that nobody plays: of other connectivity, planned or retired.
    [[nodiscard]] std::size_t left_out() const { return left_out_; }

    /// For the demonstration: by seed, a few boards were never switched on, one hangs in the wrong
    /// room, one is known to nobody and one is still in the sandbox (`TestTopic`).
    void add_guests(std::uint64_t seed);

private:
    LocalTime& clock_of(const std::string& zone);

    std::vector<Role> roles_;
    std::map<std::string, std::unique_ptr<LocalTime>> clocks_;
    std::size_t left_out_ = 0;
};

}  // namespace soc::simulate
