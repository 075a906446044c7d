#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/account.h"
#include "access/account_rules.h"

namespace soc {

/// Accounts to remove, then accounts to put in the place of those of the same login; of several
/// with one login the last counts. Each must pass `check_account`.
struct AccountChanges {
    std::vector<std::string> remove{};
    std::vector<Account> put{};

    friend bool operator==(const AccountChanges&, const AccountChanges&) = default;
};

/// All accounts at one moment. It never changes: a change makes the next table, which shares what
/// is equal, so that readers of any thread keep theirs for as long as they like and wait for
/// nobody. Some 200 bytes a board. An empty table refuses everybody.
class AccessTable {
public:
    AccessTable();

    /// What a login may, in constant time; points into this table. Letters count as they are.
    [[nodiscard]] std::optional<AccountRules> find(std::string_view login) const;

    [[nodiscard]] std::size_t size() const { return size_; }

    /// This table after `changes`. One change costs some 20 us, the million of a whole registry
    /// two seconds: it is loaded in one go.
    [[nodiscard]] AccessTable after(const AccountChanges& changes) const;

    class Builder;
    class Remains;

private:
    struct Entry;
    struct Slot {
        std::size_t hash = 0;  ///< of the login: looked at before memory is touched elsewhere
        std::shared_ptr<const Entry> entry;
    };
    using Part = std::vector<Slot>;  ///< sorted by hash

    /// Where the account with this login stands in `part`, else where it belongs.
    [[nodiscard]] static Part::const_iterator place_in(const Part& part, std::size_t hash,
                                                       std::string_view login);
    [[nodiscard]] static bool is_at(const Part& part, Part::const_iterator place,
                                    std::string_view login);

    std::vector<std::shared_ptr<const Part>> parts_;
    std::size_t size_ = 0;
};

/// A table that arrives in pieces and that nobody reads yet: it is changed in place, where `after`
/// would copy what the pieces before have made.
class AccessTable::Builder {
public:
    Builder();

    void apply(const AccountChanges& changes);
    [[nodiscard]] std::size_t size() const { return size_; }
    /// Costs the same for any size. The builder is not to be used afterwards.
    [[nodiscard]] AccessTable finish() &&;

private:
    std::vector<std::shared_ptr<Part>> parts_;
    std::size_t size_ = 0;
};

/// Tables that are not needed any more, for an owner who must not wait until a million accounts are
/// given back. Used by one thread, which has made these tables and shared them with no other one.
class AccessTable::Remains {
public:
    void add(AccessTable&& table);
    /// Gives back the memory of that many accounts, where no other table shares it. False when
    /// nothing is left.
    bool release(std::size_t accounts);

private:
    std::vector<std::shared_ptr<const Part>> parts_;
};

}  // namespace soc
