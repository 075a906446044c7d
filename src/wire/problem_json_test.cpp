#include "wire/problem_json.h"

#include <gtest/gtest.h>

#include <vector>

namespace soc::wire {
namespace {

TEST(ProblemJson, SaysWhatTheClientMayKnow) {
    Error error = Error::invalid("ids[3]", "not_a_uuid", "a \"UUID\"");
    error.detail = "secret of the log";
    EXPECT_EQ(problem_json(error, "r-1"),
              R"({"type":"about:blank","title":"Bad Request","status":400,"reason":"not_a_uuid",)"
              R"("field":"ids[3]","allowed":"a \"UUID\"","request_id":"r-1"})");
    EXPECT_EQ(problem_json(Error::unavailable("database_down", "connection refused"), "r-2"),
              R"({"type":"about:blank","title":"Service Unavailable","status":503,)"
              R"("reason":"database_down","request_id":"r-2"})");
}

TEST(ProblemJson, GivesEachCodeItsStatus) {
    struct Row {
        Error error;
        int status;
        std::string_view words;
    };
    const std::vector<Row> table{
        {Error::invalid("f", "r"), 400, "Bad Request"},
        {Error::unauthenticated("r"), 401, "Unauthorized"},
        {Error::forbidden("r"), 403, "Forbidden"},
        {Error::not_found("f"), 404, "Not Found"},
        {Error::conflict("f", "r"), 409, "Conflict"},
        {Error::too_large("f", "a"), 413, "Content Too Large"},
        {Error::slow_down("r"), 429, "Too Many Requests"},
        {Error::unavailable("r"), 503, "Service Unavailable"},
        {Error::internal("r"), 500, "Internal Server Error"},
    };
    for (const Row& row : table) {
        EXPECT_EQ(http_status(row.error.code), row.status);
        EXPECT_EQ(http_status_words(row.status), row.words);
    }
}

}  // namespace
}  // namespace soc::wire
