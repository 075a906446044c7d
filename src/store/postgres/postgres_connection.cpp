#include "store/postgres/postgres_connection.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "store/postgres/postgres_error.h"

namespace soc {
namespace {

/// Statements under way at once: enough to hide the round trip, and with the longest payloads
/// still a bounded buffer.
constexpr std::size_t pipeline_rows = 256;

/// What our own wait allows beyond the server's limit, which gives the better answer.
constexpr milliseconds grace{2'000};

/// A transaction that we forget (the process was stopped) must not hold its locks for ever.
constexpr milliseconds idle_in_transaction_max{30'000};

/// Arguments in the form libpq takes: pointers to texts that end with NUL.
class TextParameters {
public:
    explicit TextParameters(std::span<const Argument> arguments) {
        texts_.reserve(arguments.size());
        values_.reserve(arguments.size());
        for (const Argument& argument : arguments) {
            if (std::holds_alternative<std::monostate>(argument.value())) {
                values_.push_back(nullptr);
            } else {
                values_.push_back(texts_.emplace_back(text_of(argument)).c_str());
            }
        }
    }
    [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
    [[nodiscard]] const char* const* values() const { return values_.data(); }

private:
    static std::string text_of(const Argument& argument) {
        if (const auto text = argument.text()) return std::string{*text};
        if (const auto* integer = std::get_if<std::int64_t>(&argument.value())) {
            return std::to_string(*integer);
        }
        return fmt::format("{}", std::get<double>(argument.value()));
    }

    std::vector<std::string> texts_;  ///< reserved: a string must not move once pointed to
    std::vector<const char*> values_;
};

}  // namespace

Result<std::unique_ptr<DatabaseConnection>> PostgresConnection::open(
    PostgresHandle handle, const DatabaseOptions& options, AccessMode mode) {
    auto connection = std::make_unique<PostgresConnection>(std::move(handle),
                                                           options.statement_time_max + grace);
    if (const Status ready = connection->set_up(options, mode); !ready) return ready.error();
    return std::unique_ptr<DatabaseConnection>{std::move(connection)};
}

namespace {

constexpr std::string_view set_limits_sql = R"sql(
    SELECT set_config('statement_timeout', $1, false),
           set_config('lock_timeout', $2, false),
           set_config('idle_in_transaction_session_timeout', $3, false),
           set_config('default_transaction_read_only', $4, false)
)sql";

}  // namespace

Status PostgresConnection::set_up(const DatabaseOptions& options, AccessMode mode) {
    PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);
    if (PQsetnonblocking(handle_.get(), 1) != 0) return broken();
    const char* encoding = PQparameterStatus(handle_.get(), "server_encoding");
    if (encoding == nullptr || std::string_view{encoding} != "UTF8") {
        Error error = Error::conflict("database", "database_encoding");
        error.allowed = fmt::format("a database with the encoding UTF8; this one has {}",
                                    encoding == nullptr ? "none" : encoding);
        return error;
    }
    const std::vector<Argument> limits{std::to_string(options.statement_time_max.count()),
                                       std::to_string(options.wait_max.count()),
                                       std::to_string(idle_in_transaction_max.count()),
                                       mode == AccessMode::read ? "on" : "off"};
    const Result<Rows> set = run(set_limits_sql, limits);
    return set ? Status{} : Status{set.error()};
}

Status PostgresConnection::begin(AccessMode mode, Durability) {
    if (mode == AccessMode::read) {
        return run_script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
    // READ COMMITTED: the row of change_head is waited for, where a stricter level would fail.
    // Relaxed commits are as durable as full ones: without synchronous_commit a crash of the
    // server, not only of the machine, would lose statuses that the broker has been told about.
    return run_script("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
}

Status PostgresConnection::commit() {
    if (PQsendQuery(handle_.get(), "COMMIT") == 0) return broken();
    const Result<PostgresResult> result = receive();
    if (!result) return result.error();
    // A transaction that has failed before answers COMMIT with success and this word.
    const std::string_view tag = PQcmdStatus(result->get());
    if (tag != "COMMIT") return Error::internal("database_error", "COMMIT rolled back");
    return {};
}

void PostgresConnection::rollback() {
    if (!usable_) return;
    if (!run_script("ROLLBACK")) usable_ = false;
}

Result<Rows> PostgresConnection::run(std::string_view sql, std::span<const Argument> arguments) {
    const Result<const char*> name = prepare(sql);
    if (!name) return name.error();
    if (const Status sent = send(*name, arguments); !sent) return sent.error();
    const Result<PostgresResult> result = receive();
    if (!result) return result.error();
    return to_rows(result->get());
}

Status PostgresConnection::run_many(std::string_view sql, std::span<const Arguments> batch) {
    const Result<const char*> name = prepare(sql);
    if (!name) return name.error();
    if (PQenterPipelineMode(handle_.get()) == 0) return broken();
    Status done;
    while (done && !batch.empty()) {
        const std::size_t count = std::min(pipeline_rows, batch.size());
        done = run_chunk(*name, batch.first(count));
        batch = batch.subspan(count);
    }
    if (usable_ && PQexitPipelineMode(handle_.get()) == 0) return broken();
    return done;
}

Status PostgresConnection::run_script(const std::string& sql) {
    if (PQsendQuery(handle_.get(), sql.c_str()) == 0) return broken();
    const Result<PostgresResult> result = receive();
    return result ? Status{} : Status{result.error()};
}

Result<const char*> PostgresConnection::prepare(std::string_view sql) {
    if (const auto known = names_.find(sql); known != names_.end()) {
        return known->second.c_str();
    }
    const std::string text{sql};
    std::string name = fmt::format("s{}", names_.size());
    if (PQsendPrepare(handle_.get(), name.c_str(), text.c_str(), 0, nullptr) == 0) {
        return broken();
    }
    if (const Result<PostgresResult> result = receive(); !result) return result.error();
    return names_.emplace(text, std::move(name)).first->second.c_str();
}

Status PostgresConnection::send(const char* name, std::span<const Argument> arguments) {
    const TextParameters parameters{arguments};
    constexpr int as_text = 0;
    if (PQsendQueryPrepared(handle_.get(), name, parameters.count(), parameters.values(), nullptr,
                            nullptr, as_text) == 0) {
        return broken();
    }
    return {};
}

Status PostgresConnection::run_chunk(const char* name, std::span<const Arguments> chunk) {
    for (const Arguments& arguments : chunk) {
        if (const Status sent = send(name, arguments); !sent) return sent;
    }
    if (PQpipelineSync(handle_.get()) == 0) return broken();

    // One result and a null for each statement, then one for the end of the chunk. After the
    // first error the others come as "aborted", and must be taken all the same.
    const SteadyTime end = deadline();
    Status done;
    for (;;) {
        const Result<PostgresResult> result = receive_one(end);
        if (!result) return result.error();
        if (*result == nullptr) {
            // A line that broke gives nulls for ever.
            if (PQstatus(handle_.get()) != CONNECTION_OK) return done ? broken() : done;
            continue;
        }
        const ExecStatusType status = PQresultStatus(result->get());
        if (status == PGRES_PIPELINE_SYNC) return done;
        if (status == PGRES_PIPELINE_ABORTED) continue;
        if (auto error = error_of(result->get()); error && done) done = *std::move(error);
    }
}

Result<PostgresResult> PostgresConnection::receive() {
    const SteadyTime end = deadline();
    PostgresResult last;
    std::optional<Error> failure;
    for (;;) {
        Result<PostgresResult> result = receive_one(end);
        if (!result) return failure ? *failure : result.error();
        if (*result == nullptr) break;
        if (auto error = error_of(result->get()); error && !failure) failure = std::move(error);
        last = *std::move(result);
    }
    if (failure) return *failure;
    if (!last) return broken();
    return last;
}

Result<PostgresResult> PostgresConnection::receive_one(SteadyTime deadline) {
    if (const Status ready = wait(deadline); !ready) return ready.error();
    return PostgresResult{PQgetResult(handle_.get())};
}

Status PostgresConnection::wait(SteadyTime deadline) {
    for (;;) {
        const int unsent = PQflush(handle_.get());
        if (unsent < 0) return broken();
        if (unsent == 0 && PQisBusy(handle_.get()) == 0) return {};

        const auto left = std::chrono::ceil<milliseconds>(deadline - SystemClock{}.now().steady);
        pollfd socket{PQsocket(handle_.get()), POLLIN, 0};
        if (unsent > 0) socket.events = POLLIN | POLLOUT;
        const int ready = poll(&socket, 1, static_cast<int>(std::max<long>(0, left.count())));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) {
            // The server's own limit has passed too: it is stopped, or there is no line.
            usable_ = false;
            return Error::unavailable("database_down", "the server does not answer");
        }
        if ((socket.revents & ~POLLOUT) != 0 && PQconsumeInput(handle_.get()) == 0) {
            return broken();
        }
    }
}

std::optional<Error> PostgresConnection::error_of(const PGresult* result) {
    lost_race_ = false;
    switch (PQresultStatus(result)) {
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK: return std::nullopt;
        default: break;
    }
    lost_race_ = is_lost_race(result);
    if (is_end_of_connection(result) || PQstatus(handle_.get()) != CONNECTION_OK) usable_ = false;
    return postgres_error(result);
}

Error PostgresConnection::broken() {
    usable_ = false;
    std::string message = PQerrorMessage(handle_.get());
    while (!message.empty() && message.back() == '\n') message.pop_back();
    return Error::unavailable("database_down", std::move(message));
}

SteadyTime PostgresConnection::deadline() const {
    return SystemClock{}.now().steady + patience_;
}

}  // namespace soc
