#include "store/postgres/postgres_driver.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "store/postgres/postgres_connection.h"

namespace soc {
namespace {

constexpr Dialect postgres_dialect{
    .name = "postgresql",
    .text = "TEXT COLLATE \"C\"",
    .integer = "BIGINT",
    .real = "DOUBLE PRECISION",
    .strict = {},
    // Any number will do that every version of this program uses.
    .lock_schema_sql = "SELECT pg_advisory_xact_lock(7321540011)",
    .list_tables_sql = R"sql(
        SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()
    )sql",
    .one_writer = false,
};

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

std::string value_of(const Options& options, std::string_view keyword) {
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (keyword == option->keyword && option->val != nullptr) return option->val;
    }
    return {};
}

/// An `@`, `/` or `?` in a password that is not written as %XX makes another part of the address
/// out of the rest of the password, and libpq's messages show those parts.
bool may_show_a_password(std::string_view url) {
    url.remove_prefix(url.find("://") + 3);
    const std::string_view authority = url.substr(0, url.find_first_of("/?"));
    const auto at_signs = std::ranges::count(url, '@');
    return at_signs > 1 || at_signs != std::ranges::count(authority, '@');
}

/// One for all hosts or one for each, between commas; an empty one is the usual one.
bool are_ports(std::string_view text) {
    while (!text.empty()) {
        const std::string_view port = text.substr(0, text.find(','));
        unsigned number = 1;
        const auto [end, error] =
            std::from_chars(port.data(), port.data() + port.size(), number);
        const bool whole = end == port.data() + port.size() && error == std::errc{};
        if (!port.empty() && (!whole || number < 1 || number > 65'535)) return false;
        text.remove_prefix(std::min(port.size() + 1, text.size()));
    }
    return true;
}

std::string describe(const Options& options) {
    const std::string host = value_of(options, "host");
    const std::string port = value_of(options, "port");
    return fmt::format("postgresql://{}{}{}/{}", host, port.empty() ? "" : ":", port,
                       value_of(options, "dbname"));
}

}  // namespace

Result<std::unique_ptr<DatabaseDriver>> PostgresDriver::open(std::string url,
                                                             const DatabaseOptions& options) {
    char* message = nullptr;
    const Options parsed{PQconninfoParse(url.c_str(), &message)};
    // libpq's message may repeat parts of the text, and so of the password: it is not shown.
    if (message != nullptr) PQfreemem(message);
    if (!parsed || may_show_a_password(url) ||
        !are_ports(value_of(parsed, "port"))) {
        return Error::invalid("database", "not_a_database_url",
                              "postgresql://user:password@host:port/name, the port 1 to 65535, "
                              "with what is special in an address written as %XX");
    }
    return std::unique_ptr<DatabaseDriver>{std::make_unique<PostgresDriver>(
        std::move(url), soc::describe(parsed), value_of(parsed, "password"), options)};
}

Result<std::unique_ptr<DatabaseConnection>> PostgresDriver::connect(AccessMode mode) {
    const auto connect_s =
        std::max<seconds::rep>(2, options_.connect_time_max.count() / milliseconds::period::den);
    const std::string connect_timeout = std::to_string(connect_s);
    // A dead server is noticed within seconds, whether data is under way (tcp_user_timeout) or
    // not (keepalives). The address comes last, so that it may say otherwise.
    const std::array keywords{"connect_timeout",     "tcp_user_timeout",
                              "keepalives_idle",     "keepalives_interval",
                              "keepalives_count",    "fallback_application_name",
                              "dbname",              "client_encoding",
                              static_cast<const char*>(nullptr)};
    const std::array values{connect_timeout.c_str(), "5000",      "5", "2", "2", "sensocampus",
                            url_.c_str(),            "UTF8",
                            static_cast<const char*>(nullptr)};
    static_assert(keywords.size() == values.size());
    constexpr int expand_the_address = 1;
    PostgresHandle handle{
        PQconnectdbParams(keywords.data(), values.data(), expand_the_address)};
    if (!handle || PQstatus(handle.get()) != CONNECTION_OK) {
        return Error::unavailable(
            "database_down",
            without_password(handle ? PQerrorMessage(handle.get()) : "out of memory"));
    }
    return PostgresConnection::open(std::move(handle), options_, mode);
}

const Dialect& PostgresDriver::dialect() const { return postgres_dialect; }

std::string PostgresDriver::without_password(std::string message) const {
    while (!message.empty() && message.back() == '\n') message.pop_back();
    if (password_.empty()) return message;
    constexpr std::string_view cover = "***";
    for (std::size_t at = message.find(password_); at != std::string::npos;
         at = message.find(password_, at + cover.size())) {
        message.replace(at, password_.size(), cover);
    }
    return message;
}

}  // namespace soc
