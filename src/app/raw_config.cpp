#include "app/raw_config.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <toml++/toml.h>

#include "app/config_keys.h"
#include "core/limits.h"

namespace soc {

std::string ConfigFault::to_string() const {
    std::string text = origin + ": ";
    if (!key.empty()) text += key + (value.empty() ? ": " : " = \"" + value + "\": ");
    return text + allowed;
}

namespace {

std::string text_of(const toml::node& node) {
    if (const auto text = node.value<std::string>()) return *text;
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    std::ostringstream out;
    out << toml::node_view<const toml::node>{node};
    return out.str();
}

constexpr std::string_view brokers_allowed = "brokers are written as [[broker]], once above each";

/// `brokers`, `Broker`.
bool means_broker(std::string_view name) { return edit_distance(name, "broker") <= 2; }

bool is_key(std::string_view name) {
    const auto is_named = [name](const ConfigKey& key) { return key.name == name; };
    return std::any_of(top_keys.begin(), top_keys.end(), is_named) ||
           std::any_of(broker_keys.begin(), broker_keys.end(), is_named);
}

/// `[name]` or `[[name]]`.
bool is_of_tables(const toml::node& node) {
    const toml::array* list = node.as_array();
    return node.is_table() || (list != nullptr && list->is_array_of_tables());
}

/// One table of the file as settings.
class FileReader {
public:
    FileReader(std::string path, RawConfig& raw) : path_{std::move(path)}, raw_{raw} {}

    void read_top(const toml::table& table) {
        for (const auto& [key, node] : table) {
            const std::string name{key.str()};
            if (name == "broker") {
                read_brokers(node);
            } else if (is_of_tables(node) && means_broker(name)) {
                raw_.faults.push_back({origin(node), name, "", std::string{brokers_allowed}});
            } else {
                read(raw_.top, name, name, node);
            }
        }
    }

private:
    [[nodiscard]] std::string origin(const toml::node& node) const {
        return path_ + ':' + std::to_string(node.source().begin.line);
    }

    void read(RawConfig::Group& group, const std::string& name, const std::string& shown,
              const toml::node& node) {
        Setting setting{{}, node.is_array(), origin(node), shown};
        if (const toml::array* list = node.as_array()) {
            for (const toml::node& element : *list) setting.values.push_back(text_of(element));
        } else if (node.is_table()) {
            raw_.faults.push_back({setting.origin, shown, "",
                                   is_key(name) ? "a value is expected, not a table"
                                                : "there is no such key, and no such table"});
            return;
        } else {
            setting.values.push_back(text_of(node));
        }
        raw_.set(group, name, std::move(setting));
    }

    void read_brokers(const toml::node& node) {
        const toml::array* list = node.as_array();
        if (list == nullptr || !list->is_array_of_tables()) {
            raw_.faults.push_back({origin(node), "broker", "", std::string{brokers_allowed}});
            return;
        }
        for (const toml::node& element : *list) {
            const std::string prefix = "broker[" + std::to_string(raw_.brokers.size()) + "].";
            RawConfig::Group& group = raw_.brokers.emplace_back();
            for (const auto& [key, value] : *element.as_table()) {
                const std::string name{key.str()};
                read(group, name, prefix + name, value);
            }
        }
    }

    const std::string path_;
    RawConfig& raw_;
};

}  // namespace

void read_config_file(const std::string& path, RawConfig& raw) {
    std::ifstream file{path, std::ios::binary};
    std::string text(limits::config_bytes_max + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad() || (!file.eof() && file.fail()) || !file.is_open()) {
        raw.faults.push_back({path, "", "", "the file cannot be read"});
        return;
    }
    if (text.size() > limits::config_bytes_max) {
        raw.faults.push_back({path, "", "",
                              "the file is larger than " +
                                  std::to_string(limits::config_bytes_max) + " bytes"});
        return;
    }
    read_config_text(path, text, raw);
}

namespace {

/// Everything before a line, and the line.
struct LineInText {
    std::string_view before;
    std::string_view line;
};
LineInText line_in(std::string_view text, std::size_t number) {
    std::size_t begin = 0;
    for (std::size_t i = 1; i < number && begin < text.size(); ++i) {
        begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
    }
    return {text.substr(0, begin), text.substr(begin, text.find('\n', begin) - begin)};
}

/// The bare key or header with which a line begins: `name = 1`, `[name]`, `[[name]]`.
std::string_view key_of(std::string_view line) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    line.remove_prefix(std::min(line.find_first_not_of(" \t["), line.size()));
    return line.substr(0, line.find_first_not_of(letters));
}

/// Of a key that stands twice, which one and where it was first; nothing of anything else. The
/// parser stops at the second one, so what is before it can be read.
std::optional<ConfigFault> repeated_key(const std::string& path, std::string_view text,
                                        const toml::parse_error& error) {
    if (error.description().find("redefine") == std::string_view::npos) return std::nullopt;
    const std::size_t number = error.source().begin.line;
    const auto [before, line] = line_in(text, number);
    const std::string key{key_of(line)};
    const bool is_header = line.find_first_not_of(" \t") == line.find('[');
    try {
        const toml::table read = toml::parse(before);
        const toml::table* table = &read;
        // Below the first [[broker]] a key belongs to the last one.
        if (const toml::array* brokers = read["broker"].as_array();
            !is_header && brokers != nullptr && !brokers->empty()) {
            table = brokers->back().as_table();
        }
        const toml::node* first = table == nullptr ? nullptr : table->get(key);
        if (first == nullptr) return std::nullopt;
        std::string allowed = "allowed is each key once; this one is already at line " +
                              std::to_string(first->source().begin.line);
        if (is_header && means_broker(key)) allowed += "; " + std::string{brokers_allowed};
        return ConfigFault{path + ':' + std::to_string(number), key, "", std::move(allowed)};
    } catch (const toml::parse_error&) {
        return std::nullopt;
    }
}

}  // namespace

void read_config_text(const std::string& path, std::string_view text, RawConfig& raw) {
    try {
        FileReader{path, raw}.read_top(toml::parse(text, path));
    } catch (const toml::parse_error& error) {
        if (auto repeated = repeated_key(path, text, error)) {
            raw.faults.push_back(*std::move(repeated));
            return;
        }
        // The parser's own sentence may repeat what it read, and that may be a password without
        // its quotes: only the place is told, and what is allowed.
        const toml::source_position& at = error.source().begin;
        raw.faults.push_back({path + ':' + std::to_string(at.line), "", "",
                              "not TOML, seen at column " + std::to_string(at.column) +
                                  ": allowed is KEY = VALUE with each text in quotes and each key "
                                  "once, and [[broker]] above the keys of a broker"});
    }
}

}  // namespace soc
