#include "store/sqlite/sqlite_error.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <string>

namespace soc {
namespace {

bool is_want_of_room(int code, int system_errno) {
    // The index of the log is grown by writing to it; that fails for want of room only.
    if (code == SQLITE_IOERR_SHMSIZE || (code & 0xff) == SQLITE_FULL) return true;
    // Elsewhere the number may be left over from an earlier failure.
    const bool file_failed = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
    return file_failed && (system_errno == ENOSPC || system_errno == EDQUOT);
}

Error constraint_error(int code, std::string detail) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY: {
            Error error = Error::conflict({}, "already_registered");
            error.detail = std::move(detail);
            return error;
        }
        case SQLITE_CONSTRAINT_FOREIGNKEY: {
            Error error = Error::conflict({}, "reference_missing");
            error.detail = std::move(detail);
            return error;
        }
        default: return Error::internal("constraint_broken", std::move(detail));
    }
}

Error foreign_file(std::string detail) {
    Error error = Error::conflict("database", "database_foreign");
    error.allowed = "a database of sensocampus; this file is not a SQLite database";
    error.detail = std::move(detail);
    return error;
}

}  // namespace

Error sqlite_error(int code, int system_errno, std::string_view message) {
    std::string detail = fmt::format("SQLite {}: {}", code, message);
    if (is_want_of_room(code, system_errno)) {
        return Error::unavailable("disk_full", std::move(detail));
    }
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return Error::unavailable("database_busy", std::move(detail));
        case SQLITE_INTERRUPT: return Error::unavailable("database_timeout", std::move(detail));
        case SQLITE_READONLY: return Error::unavailable("database_read_only", std::move(detail));
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_NOMEM:
        case SQLITE_IOERR: return Error::unavailable("database_io_error", std::move(detail));
        case SQLITE_CORRUPT: return Error::unavailable("database_damaged", std::move(detail));
        case SQLITE_NOTADB: return foreign_file(std::move(detail));
        case SQLITE_TOOBIG:
        case SQLITE_MISMATCH: return Error::internal("value_refused", std::move(detail));
        case SQLITE_CONSTRAINT: return constraint_error(code, std::move(detail));
        default: return Error::internal("database_error", std::move(detail));
    }
}

bool sqlite_connection_is_lost(int code) {
    switch (code & 0xff) {
        case SQLITE_IOERR:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_CANTOPEN: return true;
        default: return false;
    }
}

}  // namespace soc
