#include "access/action.h"

#include <array>

namespace soc {

std::string_view to_word(Action action) {
    switch (action) {
        case Action::connect: return "connect";
        case Action::publish: return "publish";
        case Action::subscribe: return "subscribe";
        case Action::receive: return "receive";
    }
    return "connect";
}

std::span<const Action> actions_of_acc(int acc) {
    static constexpr std::array receive_publish{Action::receive, Action::publish};
    static constexpr std::array subscribe{Action::subscribe};
    const std::span<const Action> both{receive_publish};
    switch (acc) {
        case 1: return both.first(1);
        case 2: return both.last(1);
        case 3: return both;
        case 4: return subscribe;
        default: return {};
    }
}

}  // namespace soc
