#include "http/form.h"

#include <algorithm>
#include <optional>
#include <string>

#include "core/limits.h"
#include "domain/text.h"
#include "http/header_fields.h"

namespace soc {
namespace {

constexpr std::string_view line_end = "\r\n";

Error bad_multipart() { return Error::invalid("body", "bad_multipart", "RFC 7578"); }

Status add_field(FormFields& form, std::string name, std::string value) {
    if (form.size() == limits::form_fields_max) {
        return Error::invalid("body", "too_many_fields", std::to_string(limits::form_fields_max));
    }
    form.add(std::move(name), std::move(value));
    return {};
}

Result<FormFields> parse_url_encoded(std::string_view body) {
    FormFields form;
    while (!body.empty()) {
        const std::string_view part = body.substr(0, body.find('&'));
        body.remove_prefix(std::min(part.size() + 1, body.size()));
        if (part.empty()) continue;
        const std::size_t equals = std::min(part.find('='), part.size());
        Result<std::string> name = percent_decode_bytes(part.substr(0, equals), true);
        Result<std::string> value =
            percent_decode_bytes(part.substr(std::min(equals + 1, part.size())), true);
        if (!name || !value) return Error::invalid("body", "percent_encoding");
        const Status added = add_field(form, *std::move(name), *std::move(value));
        if (!added) return added.error();
    }
    return form;
}

/// Takes a parameter's value off the front of `text`: a word, or a text in quotes. Nothing when the
/// quotes do not end.
std::optional<std::string> take_value(std::string_view& text) {
    std::string value;
    if (!text.starts_with('"')) {
        const std::string_view word = text.substr(0, text.find(';'));
        text.remove_prefix(word.size());
        return std::string{trimmed(word)};
    }
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        value += text[i];
    }
    return std::nullopt;
}

/// The value of `name` in a header field such as `form-data; name="a"`.
std::optional<std::string> parameter_of(std::string_view field, std::string_view name) {
    for (;;) {
        const std::size_t separator = field.find(';');
        if (separator == std::string_view::npos) return std::nullopt;
        field = trimmed(field.substr(separator + 1));
        const std::size_t equals = field.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const std::string_view key = trimmed(field.substr(0, equals));
        field = trimmed(field.substr(equals + 1));
        std::optional<std::string> value = take_value(field);
        if (!value || equals_ignoring_case(key, name)) return value;
    }
}

/// The value of the header line `name` among those of one part.
std::optional<std::string_view> line_of(std::string_view lines, std::string_view name) {
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find(line_end));
        lines.remove_prefix(std::min(line.size() + line_end.size(), lines.size()));
        const std::size_t colon = std::min(line.find(':'), line.size());
        if (equals_ignoring_case(trimmed(line.substr(0, colon)), name)) {
            return trimmed(line.substr(std::min(colon + 1, line.size())));
        }
    }
    return std::nullopt;
}

/// `part` is header lines, an empty line, the value.
Status add_part(FormFields& form, std::string_view part) {
    constexpr std::string_view empty_line = "\r\n\r\n";
    const std::size_t header_end = part.find(empty_line);
    if (header_end == std::string_view::npos) return bad_multipart();
    const auto disposition = line_of(part.substr(0, header_end), "Content-Disposition");
    if (!disposition) return bad_multipart();
    std::optional<std::string> name = parameter_of(*disposition, "name");
    if (!name) return bad_multipart();
    if (parameter_of(*disposition, "filename")) return {};
    return add_field(form, *std::move(name),
                     std::string{part.substr(header_end + empty_line.size())});
}

Result<FormFields> parse_multipart(std::string_view boundary, std::string_view body) {
    constexpr std::size_t boundary_bytes_max = 70;
    if (boundary.empty() || boundary.size() > boundary_bytes_max) return bad_multipart();
    const std::string delimiter = std::string{line_end} + "--" + std::string{boundary};
    const std::string_view first = std::string_view{delimiter}.substr(line_end.size());
    // What stands before the first delimiter is for readers who know nothing of forms.
    std::size_t begin = body.starts_with(first) ? 0 : body.find(delimiter);
    if (begin == std::string_view::npos) return bad_multipart();
    begin += begin == 0 ? first.size() : delimiter.size();

    FormFields form;
    for (;;) {
        body.remove_prefix(begin);
        if (body.starts_with("--")) return form;
        body.remove_prefix(std::min(body.find_first_not_of(" \t"), body.size()));
        const std::size_t end = body.find(delimiter);
        if (!body.starts_with(line_end) || end == std::string_view::npos || end == 0) {
            return bad_multipart();
        }
        const Status added =
            add_part(form, body.substr(line_end.size(), end - line_end.size()));
        if (!added) return added.error();
        begin = end + delimiter.size();
    }
}

}  // namespace

Result<FormFields> parse_form(std::string_view content_type, std::string_view body) {
    const std::string_view type = trimmed(content_type.substr(0, content_type.find(';')));
    if (equals_ignoring_case(type, "application/x-www-form-urlencoded")) {
        return parse_url_encoded(body);
    }
    if (equals_ignoring_case(type, "multipart/form-data")) {
        return parse_multipart(parameter_of(content_type, "boundary").value_or(""), body);
    }
    return Error::invalid("body", "form_required", "a url-encoded or multipart form");
}

}  // namespace soc
