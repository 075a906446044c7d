#include "service/readiness.h"

#include <algorithm>
#include <optional>

#include "core/log.h"

namespace soc {
namespace {

void log_state(const Dependency& dependency) {
    const log::Fields fields{{"dependency", dependency.name},
                             {"state", to_word(dependency.state)},
                             {"why", dependency.why}};
    if (dependency.state == DependencyState::ok) {
        log::info("dependency changed", fields);
    } else {
        log::warning("dependency changed", fields);
    }
}

}  // namespace

std::string_view to_word(DependencyState state) {
    switch (state) {
        case DependencyState::ok: return "ok";
        case DependencyState::degraded: return "degraded";
        case DependencyState::down: return "down";
    }
    return "down";
}

void Readiness::report(std::string_view name, DependencyState state, std::string_view why,
                       Moment now) {
    const std::optional<Dependency> changed =
        dependencies_.with([&](std::vector<Dependency>& list) -> std::optional<Dependency> {
            auto found = std::find_if(list.begin(), list.end(), [name](const Dependency& one) {
                return one.name == name;
            });
            const bool is_new = found == list.end();
            if (is_new) {
                list.push_back({std::string{name}, state, {}, now.wall});
                found = list.end() - 1;
            }
            const bool moved = is_new || found->state != state;
            if (moved) found->since = now.wall;
            found->state = state;
            found->why = state == DependencyState::ok ? std::string_view{} : why;
            return moved ? std::optional{*found} : std::nullopt;
        });
    if (changed) log_state(*changed);
}

std::vector<Dependency> Readiness::dependencies() const {
    return dependencies_.with([](const std::vector<Dependency>& list) { return list; });
}

bool Readiness::is_ready() const {
    return dependencies_.with([](const std::vector<Dependency>& list) {
        return std::none_of(list.begin(), list.end(), [](const Dependency& one) {
            return one.state == DependencyState::down;
        });
    });
}

}  // namespace soc
