#include "store/postgres/postgres_error.h"

#include <fmt/format.h>

#include <array>
#include <string>

namespace soc {
namespace {

enum class Answer { unavailable, conflict, internal };

/// By SQLSTATE, a whole one or its class of two characters; the first that fits decides.
struct Meaning {
    std::string_view state;
    Answer answer;
    std::string_view reason;
};

constexpr std::array meanings{
    Meaning{"23505", Answer::conflict, "already_registered"},
    Meaning{"23503", Answer::conflict, "reference_missing"},
    Meaning{"23", Answer::internal, "constraint_broken"},
    Meaning{"22", Answer::internal, "value_refused"},
    Meaning{"53100", Answer::unavailable, "disk_full"},
    Meaning{"53", Answer::unavailable, "database_busy"},       // too many connections, memory
    Meaning{"55P03", Answer::unavailable, "database_busy"},    // lock_timeout
    Meaning{"40", Answer::unavailable, "database_busy"},       // deadlock, serialization
    Meaning{"57014", Answer::unavailable, "database_timeout"},
    Meaning{"57P", Answer::unavailable, "database_down"},      // shutdown, crash, starting up
    Meaning{"08", Answer::unavailable, "database_down"},
    Meaning{"25P03", Answer::unavailable, "database_down"},    // we slept in a transaction
    Meaning{"25006", Answer::unavailable, "database_read_only"},
    Meaning{"42501", Answer::unavailable, "database_refused"}, // missing privilege
    Meaning{"58", Answer::unavailable, "database_io_error"},
    Meaning{"XX", Answer::unavailable, "database_damaged"},
};

std::string_view state_of(const PGresult* result) {
    const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    // libpq's own errors have none: they are about the line.
    return state == nullptr ? "08006" : state;
}

}  // namespace

Error postgres_error(const PGresult* result) {
    const std::string_view state = state_of(result);
    const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    std::string detail = fmt::format("PostgreSQL {}: {}", state,
                                     primary != nullptr ? primary : PQresultErrorMessage(result));
    for (const Meaning& meaning : meanings) {
        if (!state.starts_with(meaning.state)) continue;
        if (meaning.answer == Answer::unavailable) {
            return Error::unavailable(std::string{meaning.reason}, std::move(detail));
        }
        if (meaning.answer == Answer::internal) {
            return Error::internal(std::string{meaning.reason}, std::move(detail));
        }
        Error error = Error::conflict({}, std::string{meaning.reason});
        error.detail = std::move(detail);
        return error;
    }
    return Error::internal("database_error", std::move(detail));
}

bool is_lost_race(const PGresult* result) { return state_of(result).starts_with("40"); }

bool is_end_of_connection(const PGresult* result) {
    const std::string_view state = state_of(result);
    return state.starts_with("57P") || state.starts_with("08") || state == "25P03";
}

}  // namespace soc
