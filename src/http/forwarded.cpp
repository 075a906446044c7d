#include "http/forwarded.h"

#include <algorithm>
#include <optional>

#include "core/limits.h"
#include "domain/text.h"

namespace soc {
namespace {

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:80`.
std::optional<IpAddress> parse_entry(std::string_view entry) {
    entry = trimmed(entry);
    if (entry.starts_with('[')) {
        entry = entry.substr(1, std::min(entry.find(']'), entry.size()) - 1);
    } else if (std::count(entry.begin(), entry.end(), ':') == 1) {
        entry = entry.substr(0, entry.find(':'));
    }
    const Result<IpAddress> address = IpAddress::parse(entry);
    if (!address) return std::nullopt;
    return *address;
}

/// The last entry of a list: the one that the nearest proxy wrote.
std::string_view last_entry(std::string_view field) {
    const std::size_t comma = field.rfind(',');
    return trimmed(comma == std::string_view::npos ? field : field.substr(comma + 1));
}

}  // namespace

IpAddress forwarded_client(std::string_view field, const IpAddress& peer,
                           const std::vector<IpNetwork>& trusted) {
    IpAddress client = peer;
    std::size_t end = field.size();
    for (std::size_t entries = 0; entries < limits::forwarded_entries_max; ++entries) {
        if (!contains(trusted, client)) break;
        const std::size_t comma = end == 0 ? std::string_view::npos : field.rfind(',', end - 1);
        const std::size_t begin = comma == std::string_view::npos ? 0 : comma + 1;
        const std::optional<IpAddress> entry = parse_entry(field.substr(begin, end - begin));
        if (!entry) break;
        client = *entry;
        if (comma == std::string_view::npos) break;
        end = comma;
    }
    return client;
}

std::string forwarded_prefix(std::string_view field) {
    field = last_entry(field);
    while (field.ends_with('/')) field.remove_suffix(1);
    const bool is_plain = std::all_of(field.begin(), field.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '/' || c == '-' || c == '_' || c == '.' || c == '~';
    });
    const bool is_path = field.starts_with('/') && field.find("//") == std::string_view::npos;
    return std::string{is_plain && is_path ? field : std::string_view{}};
}

Origin origin_of(const Request& request, const std::vector<IpNetwork>& trusted) {
    Origin origin{request.peer, false, {}};
    if (request.channel != Channel::tcp || !contains(trusted, request.peer)) return origin;
    origin.client =
        forwarded_client(request.headers.joined("X-Forwarded-For"), request.peer, trusted);
    origin.secure = equals_ignoring_case(
        last_entry(request.headers.joined("X-Forwarded-Proto")), "https");
    origin.prefix = forwarded_prefix(request.headers.joined("X-Forwarded-Prefix"));
    return origin;
}

}  // namespace soc
