#include "wire/json_writer.h"

#include <array>
#include <charconv>
#include <cmath>

#include "domain/text.h"

namespace soc::wire {
namespace {

namespace json = boost::json;

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr char32_t replacement = 0xfffd;

template <class Number>
void append_number(std::string& out, Number number) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    out.append(buffer.data(), end.ptr);
}

/// In a JSON text, and is not part of a longer character. Nearly all are.
bool stands_for_itself(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20U && byte < 0x80U && c != '"' && c != '\\';
}

void append_escaped_ascii(std::string& out, char c) {
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20U) {
        out += "\\u00";
        out += hex_digits[byte >> 4U];
        out += hex_digits[byte & 0xfU];
    } else {
        out += c;
    }
}

void append_array(std::string& out, const json::array& items) {
    out += '[';
    bool first = true;
    for (const json::value& item : items) {
        if (!first) out += ',';
        first = false;
        append_json(out, item);
    }
    out += ']';
}

void append_object(std::string& out, const json::object& members) {
    out += '{';
    bool first = true;
    for (const json::key_value_pair& member : members) {
        if (!first) out += ',';
        first = false;
        append_json_text(out, {member.key().data(), member.key().size()});
        out += ':';
        append_json(out, member.value());
    }
    out += '}';
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        std::size_t plain = 0;
        while (plain < text.size() && stands_for_itself(text[plain])) ++plain;
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;
        const DecodedCharacter c = decode_character(text);
        if (c.bytes == 0) {
            append_character(out, replacement);
            text.remove_prefix(1);
            continue;
        }
        if (c.bytes == 1) {
            append_escaped_ascii(out, text.front());
        } else {
            out.append(text.substr(0, c.bytes));
        }
        text.remove_prefix(c.bytes);
    }
    out += '"';
}

void append_json(std::string& out, const json::value& value) {
    switch (value.kind()) {
        case json::kind::null: out += "null"; return;
        case json::kind::bool_: out += value.get_bool() ? "true" : "false"; return;
        case json::kind::int64: append_number(out, value.get_int64()); return;
        case json::kind::uint64: append_number(out, value.get_uint64()); return;
        case json::kind::double_:
            if (std::isfinite(value.get_double())) {
                append_number(out, value.get_double());
            } else {
                out += "null";
            }
            return;
        case json::kind::string:
            append_json_text(out, {value.get_string().data(), value.get_string().size()});
            return;
        case json::kind::array: append_array(out, value.get_array()); return;
        case json::kind::object: append_object(out, value.get_object()); return;
    }
}

std::string serialize(const json::value& value) {
    std::string out;
    append_json(out, value);
    return out;
}

std::string serialize(const json::object& object) {
    std::string out;
    append_object(out, object);
    return out;
}

json::value json_time(WallTime time) { return json_text(to_rfc3339(time)); }

json::value json_time(const std::optional<WallTime>& time) {
    return time ? json_time(*time) : json::value(nullptr);
}

json::value json_text(std::string_view text) { return json::value(json::string{text}); }

json::value json_text_or_null(const std::optional<std::string>& text) {
    return text ? json_text(*text) : json::value(nullptr);
}

json::value json_seconds(const std::optional<std::chrono::seconds>& span) {
    return span ? json::value(std::int64_t{span->count()}) : json::value(nullptr);
}

json::object to_json(const PresenceCounts& counts) {
    json::object object;
    object.reserve(presence_count + 1);
    for (const Presence presence : all_presences) {
        object[to_word(presence)] = counts.of(presence);
    }
    object["total"] = counts.total();
    return object;
}

}  // namespace soc::wire
