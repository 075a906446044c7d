#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "access/control_frame.h"
#include "plugin/broker_table.h"
#include "plugin/copy_files.h"
#include "plugin/copy_helper.h"

namespace soc::plugin {

/// The table on disk, so that the broker lets the right clients in after its own restart while the
/// server is away (R29): the accepted messages themselves, one after the other. The broker's thread
/// only writes; a helper syncs. What cannot be written is missing on disk and nowhere else: the
/// answers to the server say which version is durable.
class TableCopy {
public:
    explicit TableCopy(std::string directory);
    ~TableCopy();
    TableCopy(const TableCopy&) = delete;
    TableCopy& operator=(const TableCopy&) = delete;

    /// Once, at the start: the newest table that is whole, without what was being written when the
    /// broker was killed. Empty when there is none; `note` says what was found.
    [[nodiscard]] BrokerTable load(std::string& note);

    /// `message`, which is `frame`, was accepted and changed the table or the one being received.
    void keep(const ControlFrame& frame, std::string_view message);
    /// Hears of what is on disk meanwhile; true when something got there.
    bool poll();
    /// The same, waiting for what is under way; before the end.
    void finish();

    /// The version on disk that came before, or is, this one in force; 0 when the disk has another
    /// incarnation's table: after a crash it would not be an older table but a wrong one.
    [[nodiscard]] std::uint64_t durable(std::uint64_t epoch, std::uint64_t applied) const {
        const bool leads_here = durable_.epoch == epoch && durable_.version <= applied;
        return leads_here ? durable_.version : 0;
    }
    [[nodiscard]] std::uint64_t bytes() const { return copy_.bytes; }
    /// The process that syncs; -1 before the first table.
    [[nodiscard]] pid_t helper() const { return helper_.pid(); }
    /// The file is not the table in force; the next whole table tries again.
    [[nodiscard]] bool is_broken() const { return broken_; }
    /// Why something is not on disk; empty when all is well.
    [[nodiscard]] const std::string& fault() const { return fault_; }

private:
    [[nodiscard]] BrokerTable load_file(const std::string& path, std::uint64_t& whole_bytes) const;
    /// A file under whatever name it has now; -1: none.
    struct Open {
        int descriptor = -1;
        std::uint64_t bytes = 0;
    };
    /// A table that was written. Versions do not tell which is the newer one: another incarnation
    /// of the database may have the same, and so has a whole table that only replaces a long
    /// journal.
    struct Written {
        std::uint64_t number = 0;  ///< counted by us; greater is newer
        std::uint64_t epoch = 0;
        std::uint64_t version = 0;
    };
    static void close_file(Open& file);
    void begin();
    /// False: the file is as it was before.
    bool append(Open& file, std::string_view message);
    void commit();
    void drop_fresh();
    void order_next();
    bool note_done(const CopyHelper::Done& done);

    const CopyFiles files_;
    CopyHelper helper_;
    Open copy_;                     ///< what is in force; deltas go here
    Open fresh_;                    ///< a table that is being received
    std::uint32_t fresh_number_ = 0;
    std::uint32_t to_install_ = 0;  ///< whole, and not yet in the place of the copy
    std::uint32_t installing_ = 0;  ///< what the helper was told to install
    Written written_;               ///< in `copy_`
    Written ordered_;               ///< that the helper was told of
    Written durable_;
    bool broken_ = false;
    std::string fault_;
};

}  // namespace soc::plugin
