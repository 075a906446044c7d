#include "access/access_table.h"

#include <algorithm>
#include <functional>
#include <unordered_map>
#include <utility>

#include "core/assert.h"
#include "core/limits.h"

namespace soc {

/// An account in the form in which it is read: all its texts in one, and rules that point into it.
/// It stays where it is.
struct AccessTable::Entry {
    explicit Entry(const Account& account)
        : texts{all_texts(account)},
          login{std::string_view{texts}.substr(0, account.login.size())},
          kind{account.kind},
          disabled{account.disabled},
          secrets{account.secrets} {
        std::string_view rest = std::string_view{texts}.substr(account.login.size());
        const auto take = [&rest](const std::string& text) {
            const std::string_view taken = rest.substr(0, text.size());
            rest.remove_prefix(text.size());
            return taken;
        };
        rooms.reserve(account.rooms.size());
        for (const RoomRight& room : account.rooms) {
            rooms.push_back({take(room.base_topic.text()), room.until.value_or(WallTime::max())});
        }
        grants.reserve(account.grants.size());
        for (const Grant& grant : account.grants) {
            grants.push_back(
                {TopicFilterView::of_checked(take(grant.filter.text())), grant.access});
        }
    }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

    static std::string all_texts(const Account& account) {
        std::string all = account.login;
        for (const RoomRight& room : account.rooms) all += room.base_topic.text();
        for (const Grant& grant : account.grants) all += grant.filter.text();
        all.shrink_to_fit();
        return all;
    }

    const std::string texts;
    const std::string_view login;
    const AccountKind kind;
    const bool disabled;
    const std::vector<StoredSecret> secrets;
    std::vector<RoomRule> rooms;
    std::vector<GrantRule> grants;
};

namespace {

std::size_t hash_of(std::string_view login) { return std::hash<std::string_view>{}(login); }

}  // namespace

AccessTable::AccessTable() : parts_(limits::access_parts) {}

AccessTable::Part::const_iterator AccessTable::place_in(const Part& part, std::size_t hash,
                                                        std::string_view login) {
    auto at = std::lower_bound(part.begin(), part.end(), hash,
                               [](const Slot& slot, std::size_t wanted) {
                                   return slot.hash < wanted;
                               });
    while (at != part.end() && at->hash == hash && at->entry->login != login) ++at;
    return at;
}

bool AccessTable::is_at(const Part& part, Part::const_iterator place, std::string_view login) {
    return place != part.end() && place->entry->login == login;
}

std::optional<AccountRules> AccessTable::find(std::string_view login) const {
    const std::size_t hash = hash_of(login);
    const std::shared_ptr<const Part>& part = parts_[hash % parts_.size()];
    if (!part) return std::nullopt;
    const auto at = place_in(*part, hash, login);
    if (!is_at(*part, at, login)) return std::nullopt;
    const Entry& entry = *at->entry;
    return AccountRules{.kind = entry.kind,
                        .disabled = entry.disabled,
                        .secrets = entry.secrets,
                        .rooms = entry.rooms,
                        .grants = entry.grants};
}

AccessTable AccessTable::after(const AccountChanges& changes) const {
    AccessTable next{*this};
    std::unordered_map<std::size_t, Part> changed;
    // The part of a login, copied when it is first needed, and without that login.
    const auto part_without = [&](std::size_t hash, std::string_view login) -> Part& {
        const std::size_t index = hash % parts_.size();
        const auto [found, is_new] = changed.try_emplace(index);
        Part& part = found->second;
        if (is_new && parts_[index]) part = *parts_[index];
        const auto at = place_in(part, hash, login);
        if (is_at(part, at, login)) {
            part.erase(at);
            --next.size_;
        }
        return part;
    };
    for (const std::string& login : changes.remove) part_without(hash_of(login), login);
    for (const Account& account : changes.put) {
        SOC_ASSERT(check_account(account).has_value());
        const std::size_t hash = hash_of(account.login);
        Part& part = part_without(hash, account.login);
        part.insert(place_in(part, hash, account.login),
                    {hash, std::make_shared<const Entry>(account)});
        ++next.size_;
    }
    for (auto& [index, part] : changed) {
        next.parts_[index] = std::make_shared<const Part>(std::move(part));
    }
    return next;
}

std::vector<std::shared_ptr<const void>> AccessTable::take_apart(AccessTable&& table) {
    std::vector<std::shared_ptr<const void>> parts;
    for (std::shared_ptr<const Part>& part : table.parts_) {
        if (part) parts.push_back(std::move(part));
    }
    table = AccessTable{};
    return parts;
}

}  // namespace soc
