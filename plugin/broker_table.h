#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/access_table.h"
#include "access/control_frame.h"
#include "access/table_answer.h"
#include "access/table_digest.h"

namespace soc::plugin {

/// What a frame did.
struct Applied {
    TableStatus status = TableStatus::ok;
    bool changed = false;               ///< it belongs into the copy on disk
    bool replaced = false;              ///< every session is to be looked at again
    std::vector<std::string> logins{};  ///< or those of these logins only
};

/// A table that is being received.
struct TablePush {
    std::uint64_t epoch = 0;
    std::uint64_t to = 0;
    std::uint32_t next_chunk = 1;
    TableDigest digest{};
    AccessTable::Builder table{};
};

/// The table that the broker decides by, as the server sends it (R29). Pure: frames go in. A whole
/// table is gathered beside the one in force and takes its place at once; a bad frame changes
/// nothing.
class BrokerTable {
public:
    [[nodiscard]] Applied apply(const ControlFrame& frame);
    /// The connection that sent a table has ended: the next one begins anew.
    void forget_push();

    [[nodiscard]] std::optional<AccountRules> find(std::string_view login) const {
        return table_.find(login);
    }
    [[nodiscard]] bool is_pushing() const { return push_.has_value(); }
    [[nodiscard]] std::uint64_t epoch() const { return epoch_; }
    /// 0: there is no table, and everybody is refused.
    [[nodiscard]] std::uint64_t version() const { return version_; }
    [[nodiscard]] std::size_t size() const { return table_.size(); }

    /// Gives a part of what is not needed any more back to the system, replaced tables and those
    /// that were broken off: all at once would hold the broker up. False when nothing is left.
    bool release_some();

private:
    [[nodiscard]] Applied begin(const ControlFrame& frame);
    [[nodiscard]] Applied chunk(const ControlFrame& frame);
    [[nodiscard]] static TableStatus take_chunk(TablePush& push, const ControlFrame& frame);
    [[nodiscard]] static TableStatus check_end(const TablePush& push, const ControlFrame& frame);
    [[nodiscard]] Applied commit(const ControlFrame& frame);
    [[nodiscard]] Applied delta(const ControlFrame& frame);

    AccessTable table_;
    std::uint64_t epoch_ = 0;
    std::uint64_t version_ = 0;
    std::optional<TablePush> push_;
    AccessTable::Remains remains_;
};

}  // namespace soc::plugin
