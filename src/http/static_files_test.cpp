#include "http/static_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "core/limits.h"
#include "support/test_database.h"

namespace soc {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public ::testing::Test {
protected:
    void write(const std::string& path, const std::string& content) const {
        const fs::path file = directory.path() / "dist" / path;
        fs::create_directories(file.parent_path());
        std::ofstream{file, std::ios::binary} << content;
    }
    void write_pages() const {
        write("index.html", "<!doctype html>");
        write("index.html.br", "br of index");
        write("index.html.gz", "gz of index");
        write("theme.js", "theme()");
        write("assets/app-1a2b.js", "app()");
        write("assets/app-1a2b.js.gz", "gz of app");
        write("assets/font.woff2", "font");
        write("orphan.css.br", "a sibling without its file");
    }
    [[nodiscard]] StaticFiles load() const {
        Result<StaticFiles> files = StaticFiles::load((directory.path() / "dist").string());
        EXPECT_TRUE(files);
        return files ? *std::move(files) : StaticFiles{};
    }
    static Response ask(const StaticFiles& files, const std::string& path,
                        const HeaderFields& headers = {}) {
        Request request;
        request.target = *parse_request_target(path);
        request.headers = headers;
        return files.answer(request);
    }
    static HeaderFields with(const std::string& name, const std::string& value) {
        HeaderFields headers;
        headers.add(name, value);
        return headers;
    }
    static std::string body(const Response& response) {
        return response.shared_body ? *response.shared_body : response.body;
    }
    static std::string field(const Response& response, const std::string& name) {
        return std::string{response.headers.find(name).value_or("")};
    }

    testing::TemporaryDirectory directory;
};

TEST_F(StaticFilesTest, ServesFilesWithTheirTypeAndLife) {
    write_pages();
    const StaticFiles files = load();
    EXPECT_EQ(files.count(), 4U);

    const Response app = ask(files, "/assets/app-1a2b.js");
    EXPECT_EQ(app.status, 200);
    EXPECT_EQ(body(app), "app()");
    EXPECT_EQ(field(app, "Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(field(app, "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(field(app, "Vary"), "Accept-Encoding");
    EXPECT_EQ(field(ask(files, "/assets/font.woff2"), "Content-Type"), "font/woff2");

    const Response theme = ask(files, "/theme.js");
    EXPECT_EQ(field(theme, "Cache-Control"), "no-cache") << "its name does not change with it";
}

TEST_F(StaticFilesTest, PrefersTheSmallestEncodingThatIsAccepted) {
    write_pages();
    const StaticFiles files = load();
    const auto encoding = [&](const std::string& path, const std::string& accepted) {
        const Response response = ask(files, path, with("Accept-Encoding", accepted));
        return field(response, "Content-Encoding") + ":" + body(response);
    };
    EXPECT_EQ(encoding("/index.html", "gzip, deflate, br"), "br:br of index");
    EXPECT_EQ(encoding("/index.html", "gzip"), "gzip:gz of index");
    EXPECT_EQ(encoding("/index.html", "GZIP"), "gzip:gz of index");
    EXPECT_EQ(encoding("/index.html", "*"), "br:br of index");
    EXPECT_EQ(encoding("/index.html", "br;q=0, gzip;q=0.1"), "gzip:gz of index");
    EXPECT_EQ(encoding("/index.html", "br;q=0.0, *"), "gzip:gz of index");
    EXPECT_EQ(encoding("/index.html", "br;q=0,gzip;q=0"), ":<!doctype html>");
    EXPECT_EQ(encoding("/index.html", "brotli, gzipped"), ":<!doctype html>");
    EXPECT_EQ(encoding("/index.html", ""), ":<!doctype html>");
    EXPECT_EQ(encoding("/assets/app-1a2b.js", "br, gzip"), "gzip:gz of app");
    EXPECT_EQ(encoding("/theme.js", "br, gzip"), ":theme()");
}

TEST_F(StaticFilesTest, KnowsWhatTheReaderHasAlready) {
    write_pages();
    const StaticFiles files = load();
    const std::string etag = field(ask(files, "/theme.js"), "ETag");
    const auto status = [&](const std::string& known) {
        return ask(files, "/theme.js", with("If-None-Match", known)).status;
    };
    EXPECT_EQ(status(etag), 304);
    EXPECT_EQ(status("W/" + etag), 304);
    EXPECT_EQ(status("\"other\", " + etag), 304);
    EXPECT_EQ(status("*"), 304);
    EXPECT_EQ(status("\"other\""), 200);
    EXPECT_EQ(status(etag.substr(1)), 200);

    // Each encoding is a thing of its own: a cache must not mix them.
    HeaderFields gzip = with("Accept-Encoding", "gzip");
    const Response zipped = ask(files, "/index.html", gzip);
    EXPECT_NE(field(zipped, "ETag"), field(ask(files, "/index.html"), "ETag"));
    gzip.add("If-None-Match", field(ask(files, "/index.html"), "ETag"));
    EXPECT_EQ(ask(files, "/index.html", gzip).status, 200);

    const Response known = ask(files, "/theme.js", with("If-None-Match", etag));
    EXPECT_EQ(body(known), "");
    EXPECT_EQ(field(known, "ETag"), etag);
    write("theme.js", "theme(2)");
    EXPECT_NE(field(ask(load(), "/theme.js"), "ETag"), etag);
}

// The browser routes its own paths: they all get the one page, other readers get a 404.
TEST_F(StaticFilesTest, FallsBackToThePage) {
    write_pages();
    const StaticFiles files = load();
    const HeaderFields browser = with("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    for (const std::string path : {"/", "/sites/u4", "/devices/1?tab=2", "/nothing.js", "/a%20b"}) {
        const Response page = ask(files, path, browser);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_EQ(body(page), "<!doctype html>") << path;
        EXPECT_EQ(field(page, "Cache-Control"), "no-cache") << path;
    }
    EXPECT_EQ(body(ask(files, "/", with("Accept", "*/*"))), "<!doctype html>");
    EXPECT_EQ(ask(files, "/sites/u4", with("Accept", "*/*")).status, 404);
    for (const std::string path : {"/api", "/api/v1/nothing", "/assets/gone-1.js", "/health/x",
                                   "/metrics/x"}) {
        EXPECT_EQ(ask(files, path, browser).status, 404) << path;
    }
}

// Paths are looked up among what was read at the start; there is no way to the disk.
TEST_F(StaticFilesTest, LeadsNowhereElse) {
    write_pages();
    std::ofstream{directory.path() / "secret"} << "secret";
    fs::create_symlink(directory.path() / "secret", directory.path() / "dist" / "link");
    const StaticFiles files = load();
    for (const std::string path : {"/%2e%2e%2fsecret", "/..%2fsecret", "/link", "/orphan.css",
                                   "/orphan.css.br", "/index.html.br", "/assets", "/assets/"}) {
        EXPECT_EQ(ask(files, path).status, 404) << path;
    }
    EXPECT_FALSE(parse_request_target("/../secret"));
}

TEST_F(StaticFilesTest, SaysHowToGetThePagesWhenThereAreNone) {
    const StaticFiles none;
    const Response page = ask(none, "/", with("Accept", "text/html"));
    EXPECT_EQ(page.status, 404);
    EXPECT_NE(body(page).find("npm run build"), std::string::npos);
    EXPECT_EQ(ask(none, "/api/v1/nothing", with("Accept", "text/html")).problem->reason,
              "not_found");

    EXPECT_EQ(StaticFiles::load("/nowhere/at/all").error().field, "web");
    write("other.html", "no index");
    EXPECT_FALSE(StaticFiles::load((directory.path() / "dist").string()));
}

TEST_F(StaticFilesTest, HasALimit) {
    write("index.html", "page");
    const fs::path large = directory.path() / "dist" / "large.bin";
    std::ofstream{large} << "x";
    fs::resize_file(large, limits::web_bytes_max - 4);
    EXPECT_TRUE(StaticFiles::load((directory.path() / "dist").string()));
    fs::resize_file(large, limits::web_bytes_max - 3);
    const Result<StaticFiles> refused = StaticFiles::load((directory.path() / "dist").string());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::too_large);
}

}  // namespace
}  // namespace soc
