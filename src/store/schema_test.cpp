#include "store/schema.h"

#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "support/store_fixture.h"

namespace soc::testing {
namespace {

using SchemaTest = StoreTest;
INSTANTIATE_TEST_SUITE_P(Both, SchemaTest, both_databases, name_of_kind);

/// Runs `sql` on the database at `url`, past all of our own code.
void run_outside(const std::string& url, const char* sql) {
    if (url.starts_with("sqlite:")) {
        sqlite3* handle = nullptr;
        ASSERT_EQ(sqlite3_open(url.c_str() + 7, &handle), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(handle);
        return;
    }
    PGconn* handle = PQconnectdb(url.c_str());
    PGresult* result = PQexec(handle, sql);
    EXPECT_EQ(PQresultStatus(result), PGRES_COMMAND_OK) << PQerrorMessage(handle);
    PQclear(result);
    PQfinish(handle);
}

TEST(Migrations, AreNumberedFromOneWithoutGaps) {
    int expected = 1;
    for (const Migration& migration : all_migrations()) {
        EXPECT_EQ(migration.number, expected++);
        EXPECT_FALSE(migration.name.empty());
    }
    EXPECT_GT(expected, 1);
}

TEST_P(SchemaTest, IsNotedInTheDatabaseAndMadeOnce) {
    database = place.open();
    const Result<Rows> versions = read([](Transaction& tx) {
        return tx.query("SELECT version, name FROM schema_version ORDER BY version");
    });
    ASSERT_TRUE(versions) << summary(versions);
    ASSERT_EQ(versions->size(), all_migrations().size());
    EXPECT_EQ(versions->front().text("name"), "initial");
}

// The version that the program knows opens; one more is refused, and both are named.
TEST_P(SchemaTest, RefusesADatabaseOfANewerProgram) {
    database.reset();
    run_outside(place.url(), "INSERT INTO schema_version (version, name) VALUES (999, 'future')");
    const auto opened = open_database(place.url());
    ASSERT_FALSE(opened);
    EXPECT_EQ(summary(opened), "conflict/database/database_newer");
    EXPECT_NE(opened.error().allowed.find("999"), std::string::npos);
    const std::string ours = "up to version " + std::to_string(all_migrations().size());
    EXPECT_NE(opened.error().allowed.find(ours), std::string::npos) << opened.error().allowed;
}

TEST_P(SchemaTest, RefusesADatabaseOfSomethingElse) {
    const DatabasePlace elsewhere{GetParam()};
    run_outside(elsewhere.url(), "CREATE TABLE django_migrations (id INTEGER)");
    const auto opened = open_database(elsewhere.url());
    ASSERT_FALSE(opened);
    EXPECT_EQ(summary(opened), "conflict/database/database_foreign");
    EXPECT_NE(opened.error().allowed.find("django_migrations"), std::string::npos);
}

TEST_P(SchemaTest, MakesNothingUnlessAskedTo) {
    const DatabasePlace elsewhere{GetParam()};
    for (int attempt = 0; attempt < 2; ++attempt) {
        EXPECT_EQ(summary(open_database(elsewhere.url(), DatabaseOptions{.create = false})),
                  "conflict/database/database_empty");
    }
    EXPECT_TRUE(open_database(elsewhere.url()));
    EXPECT_TRUE(open_database(elsewhere.url(), DatabaseOptions{.create = false}));
}

// A read-only server has no business with the schema: it says who has, and changes nothing.
TEST_P(SchemaTest, IsLeftAloneByAReadOnlyProgram) {
    database.reset();
    const DatabaseOptions read_only{.read_only = true};
    EXPECT_EQ(summary(open_database(place.url(), read_only)), "success");
    run_outside(place.url(), "UPDATE schema_version SET version = version - 1");
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto older = open_database(place.url(), read_only);
        ASSERT_FALSE(older);
        EXPECT_EQ(summary(older), "conflict/database/database_older");
        for (const auto number : {all_migrations().size(), all_migrations().size() - 1}) {
            EXPECT_NE(older.error().allowed.find("version " + std::to_string(number)),
                      std::string::npos)
                << older.error().allowed;
        }
    }
    run_outside(place.url(), "UPDATE schema_version SET version = 999");
    EXPECT_EQ(summary(open_database(place.url(), read_only)), "conflict/database/database_newer");

    const DatabasePlace elsewhere{GetParam()};
    for (int attempt = 0; attempt < 2; ++attempt) {
        EXPECT_EQ(summary(open_database(elsewhere.url(), read_only)),
                  "conflict/database/database_empty");
    }
}

// Two programs that open a new database at once: one makes the schema, both find it.
TEST(PostgresSchema, IsMadeOnceByTwoAtATime) {
    for (int round = 0; round < 3; ++round) {
        const DatabasePlace place{DatabaseKind::postgresql};
        std::vector<std::thread> programs;
        for (int i = 0; i < 4; ++i) {
            programs.emplace_back([&] {
                const auto opened = open_database(place.url());
                EXPECT_TRUE(opened) << summary(opened) << opened.error().detail;
            });
        }
        for (std::thread& program : programs) program.join();
    }
}

TEST(PostgresAddress, NeverShowsItsPassword) {
    const std::string secret{PostgresServer::password()};
    const auto shown_by = [&](const std::string& url) {
        const auto opened = open_database(url);
        if (opened) return (*opened)->describe();
        const Error& error = opened.error();
        return error.field + " " + error.reason + " " + error.detail + " " + error.allowed;
    };
    PostgresServer& server = shared_postgres_server();
    for (const std::string& url :
         {server.make_database(), server.url("no_such_database"),
          std::string{"postgresql://campus:s3cret%2Fp%40ss@127.0.0.1:1/x"},
          std::string{"postgresql://campus:s3cret/p@ss@127.0.0.1:1/x"},
          std::string{"postgresql://campus:123/s3cret@127.0.0.1:1/x"},
          std::string{"postgresql://campus:a@s3cret@127.0.0.1:1/x"},
          std::string{"postgresql://campus:123?s3cret@127.0.0.1:1/x"},
          std::string{"postgresql://campus:s3cret%2Fp%40ss@127.0.0.1/x?no_such_option=1"},
          std::string{"mysql://campus:s3cret/p@ss@127.0.0.1/x"}}) {
        const std::string shown = shown_by(url);
        EXPECT_FALSE(shown.empty());
        EXPECT_EQ(shown.find("s3cret"), std::string::npos) << shown;
        EXPECT_EQ(shown.find("p@ss"), std::string::npos) << shown;
    }
}

TEST(PostgresAddress, SaysWhatIsWrongWithIt) {
    for (const char* url :
         {"postgresql://u:p@127.0.0.1:not_a_port/x", "postgresql://u:p@127.0.0.1/x?no_such=1",
          "postgresql://u:p/q@127.0.0.1/x", "postgresql://u:p@q@127.0.0.1/x",
          "postgresql://u:p@127.0.0.1:5h/x", "postgresql://u:p@127.0.0.1:0/x",
          "postgresql://u:p@127.0.0.1:65536/x", "postgresql://u:p@h1:1,h2:x/x",
          "mysql://127.0.0.1/x", "sqlite:", "sqlite:postgresql://u:p@127.0.0.1/x", ""}) {
        EXPECT_EQ(summary(check_database_url(url)), "invalid_input/database/not_a_database_url")
            << url;
        EXPECT_EQ(summary(open_database(url)), "invalid_input/database/not_a_database_url") << url;
    }
}

TEST(PostgresEncoding, MustBeUtf8) {
    PostgresServer& server = shared_postgres_server();
    run_outside(server.url("postgres"),
                "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 "
                "LOCALE_PROVIDER libc LOCALE 'C'");
    const auto opened = open_database(server.url("latin"));
    ASSERT_FALSE(opened);
    EXPECT_EQ(summary(opened), "conflict/database/database_encoding");
    EXPECT_NE(opened.error().allowed.find("LATIN1"), std::string::npos);
}

class SqliteFile : public ::testing::Test {
protected:
    [[nodiscard]] std::string url() const { return "sqlite:" + path_.string(); }

    TemporaryDirectory directory_;
    std::filesystem::path path_ = directory_.path() / "campus.db";
};

// An empty file is what a disk that lost its data leaves; it must not look like a new campus.
TEST_F(SqliteFile, IsRefusedWhenItIsEmpty) {
    std::ofstream{path_};
    const auto opened = open_database(url());
    EXPECT_EQ(summary(opened), "conflict/database/database_empty");
    EXPECT_NE(opened.error().allowed.find(path_.string()), std::string::npos);
    std::filesystem::remove(path_);
    EXPECT_TRUE(open_database(url()));
}

TEST_F(SqliteFile, IsRefusedWhenItIsNoDatabase) {
    std::ofstream{path_} << std::string(5'000, 'x');
    EXPECT_EQ(summary(open_database(url())), "conflict/database/database_foreign");
}

TEST_F(SqliteFile, IsRefusedWhenItIsADirectory) {
    EXPECT_EQ(summary(open_database("sqlite:" + directory_.path().string())),
              "invalid_input/database/not_a_database_url");
}

TEST_F(SqliteFile, NeedsADirectory) {
    const auto opened = open_database("sqlite:" + (directory_.path() / "none/campus.db").string());
    EXPECT_EQ(summary(opened), "unavailable//database_io_error");
}

// A crash while the file was made leaves another name behind, which is no obstacle.
TEST_F(SqliteFile, IsMadeInSpiteOfAnUnfinishedOne) {
    std::ofstream{path_.string() + ".new"} << "half a database";
    EXPECT_TRUE(open_database(url()));
    EXPECT_FALSE(std::filesystem::exists(path_.string() + ".new"));
}

}  // namespace
}  // namespace soc::testing
