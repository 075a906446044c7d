#include "domain/status_report.h"

namespace soc {

std::string_view to_word(BoardStatus status) {
    switch (status) {
        case BoardStatus::starting: return "starting";
        case BoardStatus::running: return "running";
        case BoardStatus::upgrading: return "upgrading";
        case BoardStatus::rebooting: return "rebooting";
        case BoardStatus::unknown: return "unknown";
    }
    return "unknown";
}

std::optional<BoardStatus> parse_board_status(std::string_view word) {
    for (const BoardStatus status : {BoardStatus::starting, BoardStatus::running,
                                     BoardStatus::upgrading, BoardStatus::rebooting,
                                     BoardStatus::unknown}) {
        if (to_word(status) == word) return status;
    }
    return std::nullopt;
}

}  // namespace soc
