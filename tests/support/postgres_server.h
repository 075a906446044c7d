#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace soc::testing {

/// A real PostgreSQL on a free loopback port, with its own data in a temporary directory. Its
/// default collation is a linguistic one, so that byte order (R4) has to come from our schema,
/// and its user has a password with characters that are special in an address. Ends with this
/// object, and with the test program if that is killed.
class PostgresServer {
public:
    /// Returns when the server takes connections; ends the program with its log if it does not,
    /// or if PostgreSQL is not installed.
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    /// The address of the database `name`.
    [[nodiscard]] std::string url(std::string_view name) const;
    /// Makes a new empty database and gives its address.
    [[nodiscard]] std::string make_database();

    [[nodiscard]] static std::string_view password() { return "s3cret/p@ss"; }
    [[nodiscard]] bool is_running() const { return pid_ > 0; }
    [[nodiscard]] std::string log() const;

    /// Again on the same port and data, after `stop` or `kill`.
    void start();
    /// SIGINT: open sessions end, the data is written.
    void stop();
    /// SIGKILL: as if the machine had lost its power.
    void kill();
    /// Open connections stay, new ones are taken by the system, and nothing answers.
    void freeze();
    void thaw();

private:
    [[nodiscard]] std::vector<pid_t> backends() const;
    void initialise();
    void launch();
    void end(int signal);

    std::string programs_;   ///< the folder of `initdb` and `postgres`
    std::string directory_;
    std::uint16_t port_ = 0;
    pid_t pid_ = -1;
    int databases_ = 0;
};

}  // namespace soc::testing
