#include "store/sqlite/sqlite_connection.h"

#include <fmt/format.h>

#include <charconv>
#include <functional>

#include "core/assert.h"
#include "core/limits.h"
#include "store/sqlite/sqlite_error.h"

namespace soc {
namespace {

int bind_value(sqlite3_stmt* statement, int index, const Argument& argument) {
    // SQLITE_STATIC: the arguments outlive the execution, and it is reset before it returns.
    if (const auto text = argument.text()) {
        return sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC,
                                   SQLITE_UTF8);
    }
    if (const auto* integer = std::get_if<std::int64_t>(&argument.value())) {
        return sqlite3_bind_int64(statement, index, *integer);
    }
    if (const auto* real = std::get_if<double>(&argument.value())) {
        return sqlite3_bind_double(statement, index, *real);
    }
    return sqlite3_bind_null(statement, index);
}

void add_cell(Rows& rows, sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: return rows.add_int64(sqlite3_column_int64(statement, column));
        case SQLITE_FLOAT: return rows.add_real(sqlite3_column_double(statement, column));
        case SQLITE_NULL: return rows.add_null();
        default: break;
    }
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    rows.add_text(text == nullptr ? std::string_view{} : std::string_view{text, length});
}

Rows rows_of(sqlite3_stmt* statement) {
    const int count = sqlite3_column_count(statement);
    std::vector<std::string> columns;
    columns.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        columns.emplace_back(sqlite3_column_name(statement, i));
    }
    return Rows{std::move(columns)};
}

/// Ends an execution, so that the statement holds no lock and no pointer to an argument.
class ResetGuard {
public:
    explicit ResetGuard(sqlite3_stmt* statement) : statement_{statement} {}
    ResetGuard(const ResetGuard&) = delete;
    ResetGuard& operator=(const ResetGuard&) = delete;
    ~ResetGuard() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }

private:
    sqlite3_stmt* statement_;
};

}  // namespace

Result<std::unique_ptr<DatabaseConnection>> SqliteConnection::open(const std::string& path,
                                                                   const DatabaseOptions& options,
                                                                   AccessMode mode) {
    const int access = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    const int flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    sqlite3* handle = nullptr;
    const int opened = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    if (handle == nullptr) return Error::unavailable("database_io_error", "out of memory");
    auto connection = std::make_unique<SqliteConnection>(handle, options.statement_time_max);
    if (opened != SQLITE_OK) return connection->last_error();
    if (const Status ready = connection->set_up(options, mode); !ready) return ready.error();
    return std::unique_ptr<DatabaseConnection>{std::move(connection)};
}

Status SqliteConnection::set_up(const DatabaseOptions& options, AccessMode mode) {
    sqlite3_busy_timeout(handle_.get(), static_cast<int>(options.wait_max.count()));
    constexpr int operations_between_looks_at_the_clock = 20'000;
    sqlite3_progress_handler(handle_.get(), operations_between_looks_at_the_clock, is_over_time,
                             this);
    start_timer();
    if (options.read_only) return run_script("PRAGMA query_only = ON");
    const Result<Rows> journal = run("PRAGMA journal_mode = WAL", {});
    if (!journal) return journal.error();
    if (journal->front().text("journal_mode") != "wal") {
        return Error::unavailable("database_io_error",
                                  "no write-ahead log possible here; a network file system?");
    }
    // The log is cut back after a burst; else it would keep its largest size for ever.
    constexpr const char* pragmas = R"sql(
        PRAGMA journal_size_limit = 67108864;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
    )sql";
    if (const Status done = run_script(pragmas); !done) return done;
    return mode == AccessMode::read ? run_script("PRAGMA query_only = ON") : Status{};
}

Status SqliteConnection::begin(AccessMode mode, Durability durability) {
    if (mode == AccessMode::read) return run_script("BEGIN");
    // One writer connection for both: SQLite forbids the change only inside a transaction, and a
    // commit with FULL also makes the relaxed ones before it durable, since the log is one file.
    if (durability != durability_) {
        const Status switched = run_script(durability == Durability::full
                                               ? "PRAGMA synchronous = FULL"
                                               : "PRAGMA synchronous = NORMAL");
        if (!switched) return switched;
        durability_ = durability;
    }
    return run_script("BEGIN IMMEDIATE");
}

Status SqliteConnection::commit() { return run_script("COMMIT"); }

void SqliteConnection::rollback() {
    // Some errors have rolled back already; ROLLBACK would then be an error of its own.
    if (sqlite3_get_autocommit(handle_.get()) == 0) {
        sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    if (sqlite3_get_autocommit(handle_.get()) == 0) usable_ = false;
}

Result<Rows> SqliteConnection::run(std::string_view sql, std::span<const Argument> arguments) {
    const Result<Statement*> statement = prepare(sql);
    if (!statement) return statement.error();
    Rows rows = rows_of((*statement)->handle.get());
    if (const Status done = step_all(**statement, arguments, &rows); !done) return done.error();
    return rows;
}

Status SqliteConnection::run_many(std::string_view sql, std::span<const Arguments> batch) {
    const Result<Statement*> statement = prepare(sql);
    if (!statement) return statement.error();
    for (const Arguments& arguments : batch) {
        if (const Status done = step_all(**statement, arguments, nullptr); !done) return done;
    }
    return {};
}

Status SqliteConnection::run_script(const std::string& sql) {
    start_timer();
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return last_error();
    }
    return {};
}

Result<SqliteConnection::Statement*> SqliteConnection::prepare(std::string_view sql) {
    if (const auto known = statements_.find(sql); known != statements_.end()) {
        return &known->second;
    }
    sqlite3_stmt* handle = nullptr;
    start_timer();
    if (sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &handle, nullptr) != SQLITE_OK) {
        return last_error();
    }
    Statement statement;
    statement.handle.reset(handle);
    const int count = sqlite3_bind_parameter_count(handle);
    statement.index_of.resize(static_cast<std::size_t>(count), 0);
    for (int index = 1; index <= count; ++index) {
        const std::string_view name = sqlite3_bind_parameter_name(handle, index);
        std::size_t number = 0;
        std::from_chars(name.data() + 1, name.data() + name.size(), number);
        SOC_ASSERT(number >= 1 && number <= statement.index_of.size());
        statement.index_of[number - 1] = index;
    }
    return &statements_.emplace(sql, std::move(statement)).first->second;
}

Status SqliteConnection::bind(const Statement& statement, std::span<const Argument> arguments) {
    SOC_ASSERT(arguments.size() == statement.index_of.size());
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (bind_value(statement.handle.get(), statement.index_of[i], arguments[i]) != SQLITE_OK) {
            return last_error();
        }
    }
    return {};
}

Status SqliteConnection::step_all(Statement& statement, std::span<const Argument> arguments,
                                  Rows* rows) {
    sqlite3_stmt* handle = statement.handle.get();
    const ResetGuard guard{handle};
    if (const Status bound = bind(statement, arguments); !bound) return bound;
    start_timer();
    for (;;) {
        const int stepped = sqlite3_step(handle);
        if (stepped == SQLITE_DONE) return {};
        if (stepped != SQLITE_ROW) return last_error();
        if (rows == nullptr) continue;
        if (rows->size() == limits::query_rows_max) {
            return Error::too_large("rows", fmt::format("at most {}", limits::query_rows_max));
        }
        for (int column = 0; column < sqlite3_column_count(handle); ++column) {
            add_cell(*rows, handle, column);
        }
        rows->end_row();
    }
}

void SqliteConnection::start_timer() {
    deadline_ = SystemClock{}.now().steady + statement_time_max_;
}

int SqliteConnection::is_over_time(void* self) {
    const auto& connection = *static_cast<const SqliteConnection*>(self);
    return SystemClock{}.now().steady > connection.deadline_ ? 1 : 0;
}

Error SqliteConnection::last_error() {
    const int code = sqlite3_extended_errcode(handle_.get());
    if (sqlite_connection_is_lost(code)) usable_ = false;
    return sqlite_error(code, sqlite3_system_errno(handle_.get()), sqlite3_errmsg(handle_.get()));
}

}  // namespace soc
