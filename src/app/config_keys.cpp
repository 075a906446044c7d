#include "app/config_keys.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "people/ip_address.h"

namespace soc {

std::optional<bool> parse_flag(std::string_view text) {
    std::string word{text};
    for (char& c : word) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    if (word == "true" || word == "yes" || word == "on" || word == "1") return true;
    if (word == "false" || word == "no" || word == "off" || word == "0") return false;
    return std::nullopt;
}

std::optional<unsigned> number_in(std::string_view text, unsigned least, unsigned most) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (value < least || value > most) return std::nullopt;
    return value;
}

bool is_host(std::string_view text) {
    constexpr std::size_t length_max = 253;  // of a name in the DNS
    const auto is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '.' || c == '_';
    };
    const auto is_name = [&](std::string_view part) {
        return !part.empty() && std::all_of(part.begin(), part.end(), is_allowed);
    };
    if (text.size() > length_max) return false;
    // A link-local address says behind % on which interface.
    const std::size_t zone = text.find('%');
    if (zone != std::string_view::npos && !is_name(text.substr(zone + 1))) return false;
    const std::string_view address = text.substr(0, zone);
    if (address.find(':') != std::string_view::npos) return IpAddress::parse(address).has_value();
    return zone == std::string_view::npos && is_name(text);
}

bool is_instance_name(std::string_view text) {
    constexpr std::size_t length_max = 32;
    const auto is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= length_max &&
           std::all_of(text.begin(), text.end(), is_allowed);
}

std::string environment_name(std::string_view key) {
    std::string name = "SENSOCAMPUS_";
    for (const char c : key) {
        name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return name;
}

std::string url_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4U];
        encoded += digits[byte & 0x0fU];
    }
    return encoded;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({above + 1, row[j - 1] + 1, replaced});
            diagonal = above;
        }
    }
    return row[b.size()];
}

}  // namespace soc
