#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace soc {

/// What became of a message to a plugin. Everything but `ok` leaves the table as it was.
enum class TableStatus : std::uint8_t {
    ok,            ///< applied, or known already
    other_epoch,   ///< of another incarnation of the database: a whole table is needed (R29)
    gap,           ///< a delta from a version that is not ours: a whole table is needed
    no_push,       ///< `chunk` or `commit` without `begin`
    out_of_order,  ///< a chunk is missing or came twice
    differs,       ///< the table that was sent has another count or hash than `commit` says
    too_large,     ///< more than `limits::plugin_accounts_max`
    malformed,     ///< no frame, or its body is none
    unexpected     ///< a frame that only plugins send
};

[[nodiscard]] std::string_view to_word(TableStatus status);

/// What keeps a plugin from doing all that it should, though it decides as it was told.
enum class PluginFault : std::uint8_t {
    none,
    /// The broker lets it do nothing by itself: `per_listener_settings true` is not supported.
    no_tick,
    /// The table in force does not get to the disk; the broker's log says why.
    no_copy
};

/// A plugin's answer to every message, and what it says by itself when a version is on its disk. A
/// PUBACK would say as much of a broker that has no plugin (R29).
struct TableAnswer {
    TableStatus status = TableStatus::ok;
    PluginFault fault = PluginFault::none;
    std::uint64_t epoch = 0;
    std::uint64_t applied = 0;     ///< version in force; 0: no table
    std::uint64_t durable = 0;     ///< version that survives a crash of the broker's machine
    std::uint32_t accounts = 0;
    std::uint32_t sessions = 0;    ///< clients that are connected
    std::uint64_t copy_bytes = 0;  ///< of the copy on disk; a large one asks for a whole table

    friend bool operator==(const TableAnswer&, const TableAnswer&) = default;
};

/// As a whole message, and back; `invalid_input` with the reasons of `parse_frame`, `truncated`,
/// `trailing_bytes`, `not_an_answer`, `unknown_status`.
[[nodiscard]] std::string write_answer(const TableAnswer& answer);
[[nodiscard]] Result<TableAnswer> parse_answer(std::string_view message);

}  // namespace soc
