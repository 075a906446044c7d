#include "access/access_table.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <new>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "core/assert.h"
#include "core/limits.h"

namespace soc {

/// An account in the form in which it is read. It begins a piece of memory that holds all it points
/// to: one allocation for an account, of which there may be a million. It stays where it is.
struct alignas(std::uint64_t) AccessTable::Entry {
    AccountKind kind = AccountKind::device;
    bool disabled = false;
    // How many there are behind this, in this order; then the login's bytes, then other texts.
    std::uint8_t rooms = 0;
    std::uint8_t grants = 0;
    std::uint8_t secrets = 0;
    std::uint8_t login_bytes = 0;

    [[nodiscard]] static std::shared_ptr<const Entry> make(const Account& account);

    [[nodiscard]] std::string_view login() const {
        return {reinterpret_cast<const char*>(secrets_at() + secrets), login_bytes};
    }
    [[nodiscard]] AccountRules rules() const {
        return {.kind = kind,
                .disabled = disabled,
                .secrets = {secrets_at(), secrets},
                .rooms = {rooms_at(), rooms},
                .grants = {grants_at(), grants}};
    }

private:
    [[nodiscard]] const RoomRule* rooms_at() const {
        return std::launder(reinterpret_cast<const RoomRule*>(this + 1));
    }
    [[nodiscard]] const GrantRule* grants_at() const {
        return std::launder(reinterpret_cast<const GrantRule*>(rooms_at() + rooms));
    }
    [[nodiscard]] const StoredSecret* secrets_at() const {
        return std::launder(reinterpret_cast<const StoredSecret*>(grants_at() + grants));
    }
};
static_assert(limits::account_rooms_max < 256 && limits::account_grants_max < 256 &&
              limits::account_secrets_max < 256 && limits::identifier_bytes_max < 256);

namespace {

using Unit = std::uint64_t;  ///< of memory; nothing in an entry needs a stricter alignment

/// Puts things side by side into a piece of memory that is large enough. They end with it:
/// nothing of them needs destroying.
class Packing {
public:
    explicit Packing(Unit* begin) : next_{reinterpret_cast<std::byte*>(begin)} {}

    template <class Thing>
    Thing* put(const Thing& thing) {
        static_assert(std::is_trivially_destructible_v<Thing> && alignof(Thing) <= alignof(Unit));
        return std::construct_at(static_cast<Thing*>(take(sizeof(Thing))), thing);
    }
    std::string_view put_text(std::string_view text) {
        if (text.empty()) return {};
        void* place = take(text.size());
        std::memcpy(place, text.data(), text.size());
        return {static_cast<const char*>(place), text.size()};
    }

private:
    void* take(std::size_t bytes) { return std::exchange(next_, next_ + bytes); }

    std::byte* next_;
};

std::size_t text_bytes(const Account& account) {
    std::size_t bytes = account.login.size();
    for (const RoomRight& room : account.rooms) bytes += room.base_topic.text().size();
    for (const Grant& grant : account.grants) bytes += grant.filter.text().size();
    return bytes;
}

}  // namespace

std::shared_ptr<const AccessTable::Entry> AccessTable::Entry::make(const Account& account) {
    const std::size_t bytes = sizeof(Entry) + account.rooms.size() * sizeof(RoomRule) +
                              account.grants.size() * sizeof(GrantRule) +
                              account.secrets.size() * sizeof(StoredSecret) + text_bytes(account);
    const auto memory =
        std::make_shared_for_overwrite<Unit[]>((bytes + sizeof(Unit) - 1) / sizeof(Unit));
    Packing packing{memory.get()};
    const Entry* entry = packing.put(
        Entry{.kind = account.kind,
              .disabled = account.disabled,
              .rooms = static_cast<std::uint8_t>(account.rooms.size()),
              .grants = static_cast<std::uint8_t>(account.grants.size()),
              .secrets = static_cast<std::uint8_t>(account.secrets.size()),
              .login_bytes = static_cast<std::uint8_t>(account.login.size())});
    std::vector<RoomRule*> rooms;
    for (const RoomRight& room : account.rooms) {
        rooms.push_back(packing.put(RoomRule{{}, room.until.value_or(WallTime::max())}));
    }
    std::vector<GrantRule*> grants;
    for (const Grant& grant : account.grants) {
        grants.push_back(packing.put(GrantRule{TopicFilterView::of_checked({}), grant.access}));
    }
    for (const StoredSecret& secret : account.secrets) packing.put(secret);
    packing.put_text(account.login);
    for (std::size_t i = 0; i < rooms.size(); ++i) {
        rooms[i]->base_topic = packing.put_text(account.rooms[i].base_topic.text());
    }
    for (std::size_t i = 0; i < grants.size(); ++i) {
        grants[i]->filter =
            TopicFilterView::of_checked(packing.put_text(account.grants[i].filter.text()));
    }
    return {memory, entry};
}

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
    while (at != part.end() && at->hash == hash && at->entry->login() != login) ++at;
    return at;
}

bool AccessTable::is_at(const Part& part, Part::const_iterator place, std::string_view login) {
    return place != part.end() && place->entry->login() == login;
}

std::optional<AccountRules> AccessTable::find(std::string_view login) const {
    const std::size_t hash = hash_of(login);
    const std::shared_ptr<const Part>& part = parts_[hash % parts_.size()];
    if (!part) return std::nullopt;
    const auto at = place_in(*part, hash, login);
    if (!is_at(*part, at, login)) return std::nullopt;
    return at->entry->rules();
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
                    {hash, Entry::make(account)});
        ++next.size_;
    }
    for (auto& [index, part] : changed) {
        part.shrink_to_fit();
        next.parts_[index] = std::make_shared<Part>(std::move(part));
    }
    return next;
}

AccessTable::Builder::Builder() : parts_(limits::access_parts) {}

void AccessTable::Builder::apply(const AccountChanges& changes) {
    const auto part_without = [this](std::size_t hash, std::string_view login) -> Part& {
        std::shared_ptr<Part>& part = parts_[hash % parts_.size()];
        if (!part) part = std::make_shared<Part>();
        const auto at = place_in(*part, hash, login);
        if (is_at(*part, at, login)) {
            part->erase(at);
            --size_;
        }
        return *part;
    };
    for (const std::string& login : changes.remove) part_without(hash_of(login), login);
    for (const Account& account : changes.put) {
        SOC_ASSERT(check_account(account).has_value());
        const std::size_t hash = hash_of(account.login);
        Part& part = part_without(hash, account.login);
        part.insert(place_in(part, hash, account.login), {hash, Entry::make(account)});
        ++size_;
    }
}

AccessTable AccessTable::Builder::finish() && {
    AccessTable table;
    std::move(parts_.begin(), parts_.end(), table.parts_.begin());
    table.size_ = std::exchange(size_, 0);
    return table;
}

void AccessTable::Remains::add(AccessTable&& table) {
    for (std::shared_ptr<const Part>& part : table.parts_) {
        if (part) parts_.push_back(std::move(part));
    }
    table = AccessTable{};
}

bool AccessTable::Remains::release(std::size_t accounts) {
    for (; accounts > 0 && !parts_.empty(); --accounts) {
        std::shared_ptr<const Part>& last = parts_.back();
        // Nobody else sees this part: all are made as changeable ones.
        if (last.use_count() == 1 && last->size() > 1) {
            std::const_pointer_cast<Part>(last)->pop_back();
        } else {
            parts_.pop_back();
        }
    }
    return !parts_.empty();
}

}  // namespace soc
