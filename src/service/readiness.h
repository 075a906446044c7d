#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/guarded.h"

namespace soc {

enum class DependencyState { ok, degraded, down };

[[nodiscard]] std::string_view to_word(DependencyState state);

/// Something that the server needs, as `/health/ready` shows it.
struct Dependency {
    std::string name;
    DependencyState state = DependencyState::ok;
    std::string why;  ///< one sentence; empty when ok
    WallTime since;   ///< of the state; a new reason alone does not move it

    friend bool operator==(const Dependency&, const Dependency&) = default;
};

/// Where the parts of the server say how they are. May be called from any thread; the list has
/// one entry for each name ever reported, in order of their first report.
class Readiness {
public:
    /// Changes of state are logged, once each.
    void report(std::string_view name, DependencyState state, std::string_view why, Moment now);
    [[nodiscard]] std::vector<Dependency> dependencies() const;
    /// No dependency is `down`.
    [[nodiscard]] bool is_ready() const;

private:
    Guarded<std::vector<Dependency>> dependencies_;
};

}  // namespace soc
