#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/access_table.h"
#include "core/guarded.h"
#include "core/random.h"
#include "core/result.h"
#include "domain/mac_address.h"
#include "metrics/registry.h"
#include "service/board_record.h"
#include "store/change_store.h"
#include "store/database.h"

namespace soc {

/// Who may do what, in memory: the current access table, and the boards that may ask for their
/// credentials. Derived from the registry, which it follows; every question is answered without
/// the database (R25). Any thread may call.
class AccessDirectory {
public:
    struct Parts {
        Database& database;
        RandomSource& random;
        metrics::Registry& metrics;
    };
    explicit AccessDirectory(Parts parts);

    /// Reads everything. Nothing is known before the first time.
    [[nodiscard]] Status load();
    /// Applies what the durable feed says since; true when there may be more: call again. After an
    /// error the next call tries the same again.
    [[nodiscard]] Result<bool> follow();
    /// Reads one device anew, for who has just changed it and will not wait for `follow`.
    [[nodiscard]] Status refresh(const DeviceId& device);

    [[nodiscard]] std::shared_ptr<const AccessTable> table() const;
    [[nodiscard]] std::optional<Board> find_board(const MacAddress& mac) const;

private:
    /// What readers see.
    struct View {
        std::shared_ptr<const AccessTable> table;
        std::unordered_map<MacAddress, Board> boards;
    };
    /// What only a change needs. Whoever changes the view holds it, from reading the database to
    /// writing the view, so that nothing older comes after something newer.
    struct Source {
        std::int64_t last_change = 0;
        std::shared_ptr<const PlaceDirectory> places;
        std::unordered_map<DeviceId, MacAddress> devices;  ///< where each stands in the view
    };
    /// A device as it is now; without a record there is none any more.
    struct Reading {
        DeviceId device;
        std::optional<BoardRecord> record;
    };
    /// What some changes concern.
    struct Concerned {
        std::int64_t last_change = 0;
        std::size_t changes = 0;
        bool everything = false;
        bool service_accounts = false;
        std::set<DeviceId> devices;
    };

    [[nodiscard]] Status load_all(Source& source);
    [[nodiscard]] static Result<Concerned> concerned_since(Transaction& tx, std::int64_t number);
    [[nodiscard]] Result<std::vector<Account>> read_service_accounts(Transaction& tx) const;
    void apply(Source& source, const std::vector<Reading>& readings, AccountChanges changes);
    void add(Source& source, const BoardRecord& record, AccountChanges& changes,
             std::unordered_map<MacAddress, Board>& boards) const;
    /// Puts `account` into `changes` if a table can hold it.
    void put(Account account, AccountChanges& changes) const;
    void note_left_out(std::string_view login, std::string_view reason) const;

    const Parts parts_;
    Guarded<Source> source_;
    SharedGuarded<View> view_;
};

}  // namespace soc
