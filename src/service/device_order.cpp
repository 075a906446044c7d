#include "service/device_order.h"

#include <algorithm>
#include <tuple>

#include "domain/folded_key.h"

namespace soc {
namespace {

using Ranks = std::vector<std::uint32_t>;

/// The place of each thing in the order of its folded name.
template <class Things>
Ranks ranks_by_name(const Things& things) {
    std::vector<std::pair<std::string, std::uint32_t>> names;
    names.reserve(things.size());
    for (const auto& thing : things) {
        names.emplace_back(folded_key(thing.name), static_cast<std::uint32_t>(names.size()));
    }
    std::sort(names.begin(), names.end());
    Ranks ranks(names.size());
    for (std::uint32_t i = 0; i < names.size(); ++i) ranks[names[i].second] = i;
    return ranks;
}

/// For the columns of places and types; empty for others.
Ranks ranks_of(const PlaceDirectory& places, SortColumn column) {
    switch (column) {
        case SortColumn::site: return ranks_by_name(places.sites());
        case SortColumn::building: return ranks_by_name(places.buildings());
        case SortColumn::room: return ranks_by_name(places.rooms());
        case SortColumn::type: return ranks_by_name(places.types());
        default: return {};
    }
}

/// A place or type stands for itself here: its rank needs no lock.
std::uint64_t number_of(const DeviceTable& table, SortColumn column, DeviceSlot slot) {
    const FilterKey& key = table.keys()[slot];
    switch (column) {
        case SortColumn::site: return key.site;
        case SortColumn::building: return key.building;
        case SortColumn::room: return key.room;
        case SortColumn::type: return key.type;
        case SortColumn::state: return static_cast<std::uint64_t>(key.presence);
        default: break;
    }
    const auto& heard = table.live(slot).last_heard;
    return heard ? static_cast<std::uint64_t>(to_micros(*heard)) : 0U;
}

std::string_view text_of(const DeviceTable& table, SortColumn column, DeviceSlot slot) {
    const DeviceTable::TextColumns& text = table.text(slot);
    if (column == SortColumn::name) return text.sort_key;
    if (column == SortColumn::firmware) return text.firmware;
    return text.identifier ? std::string_view{text.identifier->value} : "~";
}

bool holds_text(SortColumn column) {
    return column == SortColumn::name || column == SortColumn::identifier ||
           column == SortColumn::firmware;
}

constexpr std::array moving_columns{SortColumn::state, SortColumn::last_seen,
                                    SortColumn::firmware};

bool moves_with_messages(SortColumn column) {
    return std::find(moving_columns.begin(), moving_columns.end(), column) !=
           moving_columns.end();
}

/// Sorts slots by whole keys side by side: through the slots, each comparison would miss the
/// processor's cache. Equal ones stay as they are.
template <class KeyOf>
void sort_by(std::vector<DeviceSlot>& slots, KeyOf&& key_of) {
    std::vector<std::pair<decltype(key_of(0)), std::uint32_t>> keys;
    keys.reserve(slots.size());
    for (std::uint32_t i = 0; i < slots.size(); ++i) keys.emplace_back(key_of(slots[i]), i);
    std::sort(keys.begin(), keys.end());
    std::vector<DeviceSlot> sorted;
    sorted.reserve(slots.size());
    for (const auto& [key, position] : keys) sorted.push_back(slots[position]);
    slots = std::move(sorted);
}

}  // namespace

ColumnCopy::ColumnCopy(const DeviceTable& table, SortColumn column)
    : column_{column}, places_{table.shared_places()} {
    const auto count = static_cast<DeviceSlot>(table.keys().size());
    if (holds_text(column)) {
        ends_.reserve(count);
        for (DeviceSlot slot = 0; slot < count; ++slot) {
            texts_ += text_of(table, column, slot);
            ends_.push_back(texts_.size());
        }
    } else {
        numbers_.reserve(count);
        for (DeviceSlot slot = 0; slot < count; ++slot) {
            numbers_.push_back(number_of(table, column, slot));
        }
    }
}

void ColumnCopy::sort(std::vector<DeviceSlot>& slots) const {
    if (holds_text(column_)) {
        return sort_by(slots, [&](DeviceSlot slot) {
            const std::size_t begin = slot == 0 ? 0 : ends_[slot - 1];
            return std::string_view{texts_}.substr(begin, ends_[slot] - begin);
        });
    }
    const Ranks ranks = ranks_of(*places_, column_);
    if (ranks.empty()) return sort_by(slots, [&](DeviceSlot slot) { return numbers_[slot]; });
    sort_by(slots, [&](DeviceSlot slot) {  // those without such a place come last
        return numbers_[slot] < ranks.size() ? ranks[numbers_[slot]] : UINT32_MAX;
    });
}

DeviceOrders::Draft DeviceOrders::look(const DeviceTable& table, SortColumn column,
                                       SteadyTime now) {
    constexpr seconds usable_for{5};
    const Kept kept = orders_.with([&](auto& orders) {
        Kept& at = orders[static_cast<std::size_t>(column)];
        const SteadyTime asked_at = std::exchange(at.asked_at, now);
        return Kept{at.order, asked_at};
    });
    // Asked for again after a pause: nobody made it anew meanwhile.
    const bool stale = moves_with_messages(column) && now - kept.asked_at > usable_for;
    if (stale || !kept.order || kept.order->text_revision != table.text_revision()) {
        return look_anew(table, column);
    }
    Draft draft;
    draft.order = kept.order;
    return draft;
}

DeviceOrders::Draft DeviceOrders::look_anew(const DeviceTable& table, SortColumn column) {
    Draft draft;
    draft.text_revision = table.text_revision();
    draft.column = column;
    if (column != SortColumn::name) {
        draft.values = ColumnCopy{table, column};
        draft.by_name = orders_.with(
            [](auto& orders) { return orders[static_cast<std::size_t>(SortColumn::name)].order; });
        if (draft.by_name && draft.by_name->text_revision == draft.text_revision) return draft;
        draft.by_name = nullptr;
    }
    draft.names = ColumnCopy{table, SortColumn::name};
    draft.devices.reserve(table.size());
    for (DeviceSlot slot = 0; slot < table.keys().size(); ++slot) {
        if (table.keys()[slot].in_use) draft.devices.emplace_back(table.text(slot).id, slot);
    }
    return draft;
}

DeviceOrders::Shared DeviceOrders::finish(Draft draft) {
    if (draft.order) return draft.order;
    if (!draft.by_name) {
        std::sort(draft.devices.begin(), draft.devices.end());
        std::vector<DeviceSlot> slots;
        slots.reserve(draft.devices.size());
        for (const auto& [id, slot] : draft.devices) slots.push_back(slot);
        draft.names.sort(slots);
        draft.by_name = keep(SortColumn::name, draft.text_revision, std::move(slots));
    }
    if (draft.column == SortColumn::name) return draft.by_name;
    std::vector<DeviceSlot> slots = draft.by_name->slots;
    draft.values.sort(slots);
    return keep(draft.column, draft.text_revision, std::move(slots));
}

std::vector<SortColumn> DeviceOrders::moving(SteadyTime now) {
    constexpr seconds asked_lately{5};
    return orders_.with([&](auto& orders) {
        std::vector<SortColumn> wanted;
        for (const SortColumn column : moving_columns) {
            const Kept& kept = orders[static_cast<std::size_t>(column)];
            if (kept.order && now - kept.asked_at < asked_lately) wanted.push_back(column);
        }
        return wanted;
    });
}

DeviceOrders::Shared DeviceOrders::keep(SortColumn column, std::uint64_t text_revision,
                                        std::vector<DeviceSlot> slots) {
    auto made = std::make_shared<const DeviceOrder>(DeviceOrder{text_revision, std::move(slots)});
    orders_.with([&](auto& orders) {
        Shared& order = orders[static_cast<std::size_t>(column)].order;
        // Another thread may have been faster, and later in what it saw.
        if (!order || order->text_revision <= text_revision) order = made;
    });
    return made;
}

}  // namespace soc
