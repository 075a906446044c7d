#include "http/response_head.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <iterator>

#include "core/assert.h"

namespace soc {
namespace {

/// Nothing from outside may reach the head as it is; whoever lets a line end through has made a
/// mistake that would let a stranger write our headers.
void append_field(std::string& head, std::string_view name, std::string_view value) {
    SOC_ASSERT(value.find_first_of("\r\n") == std::string_view::npos);
    head.append(name).append(": ").append(value).append("\r\n");
}

bool has_body(int status) {
    return status != http_status::no_content && status != http_status::not_modified;
}

}  // namespace

std::string http_date(WallTime time) {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                       days[std::chrono::weekday{day}.c_encoding()],
                       static_cast<unsigned>(date.day()),
                       months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

std::string http_chunk(std::string_view bytes) {
    return fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes);
}

std::string response_head(const Response& response, const Framing& framing) {
    std::string head;
    head.reserve(1024);
    fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status,
                   http_status::title(response.status));
    for (const auto& [name, value] : response.headers) append_field(head, name, value);
    append_field(head, "Date", http_date(framing.now));

    const bool until_close = response.stream != nullptr && framing.http_1_0;
    if (!framing.keep_alive || until_close) {
        append_field(head, "Connection", "close");
    } else if (framing.http_1_0) {
        append_field(head, "Connection", "keep-alive");
    }
    if (response.stream != nullptr) {
        if (!framing.http_1_0) append_field(head, "Transfer-Encoding", "chunked");
    } else if (has_body(response.status)) {
        append_field(head, "Content-Length", std::to_string(response.body_bytes()));
    }
    head += "\r\n";
    return head;
}

}  // namespace soc
