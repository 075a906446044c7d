#include "http/response_head.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace soc {
namespace {

const WallTime time = *parse_rfc3339("2026-11-22T09:00:07.900Z");

class NoStream final : public ResponseStream {
public:
    Chunk next(Moment) override { return {}; }
    bool is_allowed(Moment) override { return true; }
};

TEST(HttpDate, IsRfc9110s) {
    EXPECT_EQ(http_date(time), "Sun, 22 Nov 2026 09:00:07 GMT");
    EXPECT_EQ(http_date(*parse_rfc3339("2024-02-29T23:59:59Z")), "Thu, 29 Feb 2024 23:59:59 GMT");
    EXPECT_EQ(http_date(WallTime{}), "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST(ResponseHead, SaysHowLongTheBodyIs) {
    EXPECT_EQ(response_head(json_response(http_status::ok, "{}"), {.now = time}),
              "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
              "Date: Sun, 22 Nov 2026 09:00:07 GMT\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(response_head(no_content(), {.now = time}),
              "HTTP/1.1 204 No Content\r\nDate: Sun, 22 Nov 2026 09:00:07 GMT\r\n\r\n");
}

TEST(ResponseHead, SaysWhatBecomesOfTheConnection) {
    const auto connection = [](bool http_1_0, bool keep_alive) {
        const std::string head = response_head(
            no_content(), {.http_1_0 = http_1_0, .keep_alive = keep_alive, .now = time});
        const std::size_t at = head.find("Connection: ");
        return at == std::string::npos ? "" : head.substr(at + 12, head.find('\r', at) - at - 12);
    };
    EXPECT_EQ(connection(false, true), "");
    EXPECT_EQ(connection(false, false), "close");
    EXPECT_EQ(connection(true, true), "keep-alive");
    EXPECT_EQ(connection(true, false), "close");
}

TEST(ResponseHead, OfAStreamHasNoLength) {
    Response response;
    response.stream = std::make_shared<NoStream>();
    const std::string chunked = response_head(response, {.now = time});
    EXPECT_NE(chunked.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
    EXPECT_EQ(chunked.find("Content-Length"), std::string::npos);
    const std::string old = response_head(response, {.http_1_0 = true, .now = time});
    EXPECT_EQ(old.find("Transfer-Encoding"), std::string::npos);
    EXPECT_NE(old.find("Connection: close\r\n"), std::string::npos);
}

// A value with a line end would be a header of somebody else's making.
TEST(ResponseHeadDeathTest, LetsNoLineEndThrough) {
    const Response response = no_content().with_header("Location", "/a\r\nSet-Cookie: b=c");
    EXPECT_DEATH(static_cast<void>(response_head(response, {.now = time})), "find_first_of");
}

TEST(HttpChunk, FramesItsBytes) {
    EXPECT_EQ(http_chunk(""), "0\r\n\r\n");
    EXPECT_EQ(http_chunk(std::string(26, 'x')), "1a\r\n" + std::string(26, 'x') + "\r\n");
}

}  // namespace
}  // namespace soc
