#include "service/device_order.h"

#include <algorithm>

#include "domain/folded_key.h"

namespace soc {
namespace {

using Ranks = std::vector<std::uint32_t>;

/// The place of each thing in the order of its folded name.
template <class Things>
Ranks ranks_by_name(const Things& things) {
    std::vector<std::pair<std::string, std::uint32_t>> names;
    for (const auto& thing : things) {
        names.emplace_back(folded_key(thing.name), static_cast<std::uint32_t>(names.size()));
    }
    std::sort(names.begin(), names.end());
    Ranks ranks(names.size());
    for (std::uint32_t i = 0; i < names.size(); ++i) ranks[names[i].second] = i;
    return ranks;
}

std::vector<DeviceSlot> slots_in_use(const DeviceTable& table) {
    std::vector<DeviceSlot> slots;
    slots.reserve(table.size());
    for (DeviceSlot slot = 0; slot < table.keys().size(); ++slot) {
        if (table.keys()[slot].in_use) slots.push_back(slot);
    }
    return slots;
}

std::vector<DeviceSlot> by_name(const DeviceTable& table) {
    std::vector<DeviceSlot> slots = slots_in_use(table);
    std::sort(slots.begin(), slots.end(), [&](DeviceSlot a, DeviceSlot b) {
        const int order = table.text(a).sort_key.compare(table.text(b).sort_key);
        return order != 0 ? order < 0 : table.text(a).id < table.text(b).id;
    });
    return slots;
}

/// Sorts `slots`, which are in the order of names, by a number for each.
template <class KeyOf>
void sort_by(std::vector<DeviceSlot>& slots, KeyOf&& key_of) {
    std::vector<std::pair<std::uint64_t, std::uint32_t>> keys;
    keys.reserve(slots.size());
    for (std::uint32_t i = 0; i < slots.size(); ++i) keys.emplace_back(key_of(slots[i]), i);
    std::sort(keys.begin(), keys.end());
    std::vector<DeviceSlot> sorted;
    sorted.reserve(slots.size());
    for (const auto& [key, position] : keys) sorted.push_back(slots[position]);
    slots = std::move(sorted);
}

/// The same by a text for each.
template <class TextOf>
void sort_by_text(std::vector<DeviceSlot>& slots, TextOf&& text_of) {
    std::stable_sort(slots.begin(), slots.end(), [&](DeviceSlot a, DeviceSlot b) {
        return text_of(a) < text_of(b);
    });
}

/// Devices without such a place come last.
std::uint64_t rank_of(const Ranks& ranks, PlaceIndex index) {
    return index < ranks.size() ? ranks[index] : UINT32_MAX;
}

void sort_by_column(std::vector<DeviceSlot>& slots, const DeviceTable& table, SortColumn column) {
    const PlaceDirectory& places = table.places();
    const auto& keys = table.keys();
    const auto by_rank = [&](const Ranks& ranks, PlaceIndex FilterKey::*index) {
        sort_by(slots, [&](DeviceSlot slot) { return rank_of(ranks, keys[slot].*index); });
    };
    switch (column) {
        case SortColumn::name: return;
        case SortColumn::identifier:
            return sort_by_text(slots, [&](DeviceSlot slot) {
                const auto& identifier = table.text(slot).identifier;
                return identifier ? std::string_view{identifier->value} : std::string_view{"~"};
            });
        case SortColumn::state:
            return sort_by(slots, [&](DeviceSlot slot) {
                return static_cast<std::uint64_t>(keys[slot].presence);
            });
        case SortColumn::last_seen:
            return sort_by(slots, [&](DeviceSlot slot) {
                const auto& heard = table.live(slot).last_heard;
                return heard ? static_cast<std::uint64_t>(to_micros(*heard)) : 0U;
            });
        case SortColumn::site: return by_rank(ranks_by_name(places.sites()), &FilterKey::site);
        case SortColumn::building:
            return by_rank(ranks_by_name(places.buildings()), &FilterKey::building);
        case SortColumn::room: return by_rank(ranks_by_name(places.rooms()), &FilterKey::room);
        case SortColumn::type: return by_rank(ranks_by_name(places.types()), &FilterKey::type);
        case SortColumn::firmware:
            return sort_by_text(slots, [&](DeviceSlot slot) {
                return std::string_view{table.text(slot).firmware};
            });
    }
}

bool moves_with_messages(SortColumn column) {
    return column == SortColumn::state || column == SortColumn::last_seen ||
           column == SortColumn::firmware;
}

}  // namespace

DeviceOrders::Shared DeviceOrders::get(const DeviceTable& table, SortColumn column,
                                       SteadyTime now) {
    constexpr seconds usable_for{5};
    const auto position = static_cast<std::size_t>(column);
    Slot kept = orders_.with([&](auto& orders) {
        // Asked for again after a pause: `refresh` did not keep it up meanwhile.
        const bool stale =
            moves_with_messages(column) && now - orders[position].asked_at > usable_for;
        orders[position].asked_at = now;
        return stale ? Slot{} : orders[position];
    });
    if (kept.order && kept.order->text_revision == table.text_revision()) return kept.order;

    std::vector<DeviceSlot> slots;
    if (column == SortColumn::name) {
        slots = by_name(table);
    } else {
        slots = get(table, SortColumn::name, now)->slots;
        sort_by_column(slots, table, column);
    }
    auto made = std::make_shared<const DeviceOrder>(
        DeviceOrder{table.text_revision(), std::move(slots)});
    orders_.with([&](auto& orders) { orders[position].order = made; });
    return made;
}

void DeviceOrders::refresh(const DeviceTable& table, SteadyTime now) {
    constexpr seconds asked_lately{5};
    for (const SortColumn column :
         {SortColumn::state, SortColumn::last_seen, SortColumn::firmware}) {
        const auto position = static_cast<std::size_t>(column);
        const bool wanted = orders_.with([&](auto& orders) {
            Slot& slot = orders[position];
            return slot.order && now - slot.asked_at < asked_lately;
        });
        if (!wanted) continue;
        std::vector<DeviceSlot> slots = get(table, SortColumn::name, now)->slots;
        sort_by_column(slots, table, column);
        auto made = std::make_shared<const DeviceOrder>(
            DeviceOrder{table.text_revision(), std::move(slots)});
        orders_.with([&](auto& orders) { orders[position].order = std::move(made); });
    }
}

}  // namespace soc
