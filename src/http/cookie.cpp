#include "http/cookie.h"

#include <algorithm>

#include "domain/text.h"

namespace soc {
namespace {

/// Browsers keep it this long at most; the server ends sessions on its own terms.
constexpr std::string_view longest_life = "2592000";

struct Life {
    std::string_view max_age;
    bool secure;
};

std::string cookie(std::string_view name, std::string_view value, Life life) {
    std::string text{name};
    text += '=';
    text += value;
    text += "; Path=/; Max-Age=";
    text += life.max_age;
    text += "; HttpOnly; SameSite=Lax";
    if (life.secure) text += "; Secure";
    return text;
}

}  // namespace

std::optional<std::string_view> find_cookie(std::string_view field, std::string_view name) {
    while (!field.empty()) {
        const std::string_view pair = field.substr(0, field.find(';'));
        field.remove_prefix(std::min(pair.size() + 1, field.size()));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        if (trimmed(pair.substr(0, equals)) == name) return trimmed(pair.substr(equals + 1));
    }
    return std::nullopt;
}

std::string_view session_cookie_name(bool secure) {
    return secure ? "__Host-sensocampus" : "sensocampus";
}

std::string session_cookie(const SessionToken& token, bool secure) {
    return cookie(session_cookie_name(secure), token.reveal(), {longest_life, secure});
}

std::string_view mark_cookie_name(bool secure) {
    return secure ? "__Host-sensocampus-browser" : "sensocampus-browser";
}

std::string mark_cookie(std::string_view mark, bool secure) {
    return cookie(mark_cookie_name(secure), mark, {longest_life, secure});
}

std::string expired_session_cookie(bool secure) {
    return cookie(session_cookie_name(secure), "", {"0", secure});
}

}  // namespace soc
