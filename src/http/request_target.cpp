#include "http/request_target.h"

#include <algorithm>

#include "core/limits.h"
#include "domain/text.h"
#include "http/header_fields.h"

namespace soc {
namespace {

/// The value of a hexadecimal digit, or -1.
int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

/// `http://host:1/a?b` gives `host:1`, and leaves `/a?b` in `target`.
std::string_view take_authority(std::string_view& target) {
    constexpr std::string_view separator = "://";
    const std::size_t scheme_end = target.find(separator);
    if (scheme_end == std::string_view::npos) return {};
    const std::string_view scheme = target.substr(0, scheme_end);
    if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) return {};

    target.remove_prefix(scheme_end + separator.size());
    const std::string_view authority = target.substr(0, target.find_first_of("/?"));
    target.remove_prefix(authority.size());
    return authority;
}

Result<std::vector<std::string>> split_path(std::string_view path) {
    std::vector<std::string> segments;
    for (std::size_t begin = 1; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        Result<std::string> segment = percent_decode(path.substr(begin, end - begin), false);
        if (!segment) return segment.error();
        // No route and no file has such a name; whoever sends one is looking for a way out.
        if (*segment == "." || *segment == "..") return Error::invalid("target", "dot_segment");
        segments.push_back(*std::move(segment));
        begin = end + 1;
    }
    return segments;
}

Result<QueryParameters> parse_query(std::string_view text) {
    QueryParameters query;
    while (!text.empty()) {
        const std::string_view part = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        if (part.empty()) continue;
        if (query.size() == limits::query_parameters_max) {
            return Error::invalid("target", "too_many_parameters");
        }
        const std::size_t equals = std::min(part.find('='), part.size());
        Result<std::string> name = percent_decode(part.substr(0, equals), true);
        if (!name) return name.error();
        Result<std::string> value =
            percent_decode(part.substr(std::min(equals + 1, part.size())), true);
        if (!value) return value.error();
        query.add(*std::move(name), *std::move(value));
    }
    return query;
}

}  // namespace

void QueryParameters::add(std::string name, std::string value) {
    parameters_.emplace_back(std::move(name), std::move(value));
}

std::optional<std::string_view> QueryParameters::find(std::string_view name) const {
    for (const auto& [key, value] : parameters_) {
        if (key == name) return value;
    }
    return std::nullopt;
}

std::vector<std::string_view> QueryParameters::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : parameters_) {
        if (key == name) values.push_back(value);
    }
    return values;
}

Result<std::string> percent_decode_bytes(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const int high = i + 1 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0) return Error::invalid("target", "percent_encoding");
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    Result<std::string> decoded = percent_decode_bytes(text, plus_is_space);
    if (decoded && (std::ranges::any_of(*decoded, is_control) || !is_utf8(*decoded))) {
        return Error::invalid("target", "not_text");
    }
    return decoded;
}

Result<RequestTarget> parse_request_target(std::string_view target) {
    if (target.size() > limits::target_bytes_max) {
        return Error::too_large("target", std::to_string(limits::target_bytes_max) + " bytes");
    }
    RequestTarget result;
    result.host = take_authority(target);
    const std::string_view path = target.substr(0, target.find('?'));
    target.remove_prefix(path.size());
    if (!target.empty()) target.remove_prefix(1);

    // `http://host` and `http://host?a=b` mean the root.
    result.path = path.empty() && !result.host.empty() ? "/" : path;
    if (!result.path.starts_with('/') || result.path.find('#') != std::string::npos) {
        return Error::invalid("target", "target_not_understood");
    }
    Result<std::vector<std::string>> segments = split_path(result.path);
    if (!segments) return segments.error();
    result.segments = *std::move(segments);

    Result<QueryParameters> query = parse_query(target);
    if (!query) return query.error();
    result.query = *std::move(query);
    return result;
}

}  // namespace soc
