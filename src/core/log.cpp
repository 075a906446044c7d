#include "core/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>

#include "core/clock.h"

namespace soc::log {
namespace {

spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> instance = [] {
        auto made = std::make_shared<spdlog::logger>(
            "sensocampus", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
        made->flush_on(spdlog::level::debug);
        return made;
    }();
    return *instance;
}

bool is_plain(std::string_view value) {
    for (const char c : value) {
        if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '\\' || c == '=' || c == 127) {
            return false;
        }
    }
    return !value.empty();
}

/// Control characters are escaped, so that no value can forge a line of its own.
void append_value(std::string& line, std::string_view value) {
    constexpr std::size_t value_bytes_max = 1024;
    const bool cut = value.size() > value_bytes_max;
    if (cut) value = value.substr(0, value_bytes_max);
    if (is_plain(value)) {
        line += value;
    } else {
        line += '"';
        for (const char c : value) {
            const auto byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\') {
                line += '\\';
                line += c;
            } else if (byte < ' ' || byte == 127) {
                line += fmt::format("\\x{:02x}", byte);
            } else {
                line += c;
            }
        }
        line += '"';
    }
    if (cut) line += "...";
}

void write(spdlog::level::level_enum level, std::string_view sentence, Fields fields,
           std::uint64_t left_out = 0) {
    if (!logger().should_log(level)) return;
    std::string line{sentence};
    for (const Field& field : fields) {
        line += ' ';
        line += field.name();
        line += '=';
        append_value(line, field.value());
    }
    if (left_out > 0) line += fmt::format(" left_out={}", left_out);
    logger().log(level, spdlog::string_view_t{line});
}

/// One slot per place in the code. Two places that share a slot share their limit: the worst
/// that follows is a line less.
struct Slot {
    std::atomic<std::int64_t> last_second{-1};
    std::atomic<std::uint64_t> left_out{0};
};

void write_limited(spdlog::level::level_enum level, std::string_view sentence, Fields fields,
                   const Place& place) {
    static std::array<Slot, 256> slots;
    const std::size_t hash = std::hash<std::string_view>{}(place.file) * 31U + place.line;
    Slot& slot = slots[hash % slots.size()];
    const std::int64_t second =
        std::chrono::duration_cast<seconds>(SystemClock{}.now().steady.time_since_epoch()).count();
    if (slot.last_second.exchange(second) == second) {
        slot.left_out.fetch_add(1);
        return;
    }
    write(level, sentence, fields, slot.left_out.exchange(0));
}

}  // namespace

void set_level(Level least) {
    switch (least) {
        case Level::debug: return logger().set_level(spdlog::level::debug);
        case Level::info: return logger().set_level(spdlog::level::info);
        case Level::warning: return logger().set_level(spdlog::level::warn);
        case Level::error: return logger().set_level(spdlog::level::err);
    }
}

void debug(std::string_view sentence, Fields fields) {
    write(spdlog::level::debug, sentence, fields);
}
void info(std::string_view sentence, Fields fields) {
    write(spdlog::level::info, sentence, fields);
}
void warning(std::string_view sentence, Fields fields) {
    write(spdlog::level::warn, sentence, fields);
}
void error(std::string_view sentence, Fields fields) {
    write(spdlog::level::err, sentence, fields);
}
void warning_limited(std::string_view sentence, Fields fields, Place place) {
    write_limited(spdlog::level::warn, sentence, fields, place);
}
void info_limited(std::string_view sentence, Fields fields, Place place) {
    write_limited(spdlog::level::info, sentence, fields, place);
}

}  // namespace soc::log
