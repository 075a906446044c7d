#include "service/read_model.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/limits.h"

namespace soc {
namespace {

/// Which slots a query takes: a byte each, so that the table is looked at from its front to its
/// end, and only here.
class Matches {
public:
    explicit Matches(const DeviceTable& table) : table_{table} {}

    /// Leaves only the devices with one of these values; an empty list leaves all.
    template <class Id>
    void keep_only(const std::vector<Id>& wanted, PlaceIndex FilterKey::*index,
                   std::size_t count) {
        if (wanted.empty()) return;
        std::vector<std::uint8_t> in(count);
        for (const Id& id : wanted) {
            const PlaceIndex known = table_.places().index_of(id);
            if (known != no_place) in[known] = 1;
        }
        keep_if([&](const FilterKey& key, DeviceSlot) {
            return key.*index < in.size() ? in[key.*index] : std::uint8_t{0};
        });
    }
    void keep_only(const std::vector<Presence>& states) {
        if (states.empty()) return;
        std::array<std::uint8_t, presence_count> in{};
        for (const Presence state : states) in[static_cast<std::size_t>(state)] = 1;
        keep_if([&](const FilterKey& key, DeviceSlot) {
            return in[static_cast<std::size_t>(key.presence)];
        });
    }
    void keep_only(const TextMatches::Shared& text) {
        if (!text) return;
        keep_if([&](const FilterKey&, DeviceSlot slot) { return text->found[slot]; });
    }

    /// By slot; nothing when all are taken.
    [[nodiscard]] std::optional<std::vector<std::uint8_t>> take() { return std::move(taken_); }

private:
    template <class Takes>
    void keep_if(Takes&& takes) {
        const auto& keys = table_.keys();
        if (!taken_) {
            taken_.emplace(keys.size());
            for (DeviceSlot slot = 0; slot < keys.size(); ++slot) {
                (*taken_)[slot] = keys[slot].in_use ? 1 : 0;
            }
        }
        for (DeviceSlot slot = 0; slot < keys.size(); ++slot) {
            (*taken_)[slot] &= takes(keys[slot], slot);
        }
    }

    const DeviceTable& table_;
    std::optional<std::vector<std::uint8_t>> taken_;
};

std::optional<std::vector<std::uint8_t>> matches_of(const DeviceTable& table,
                                                    const DeviceQuery& query,
                                                    const TextMatches::Shared& text) {
    const PlaceDirectory& places = table.places();
    Matches matches{table};
    matches.keep_only(query.sites, &FilterKey::site, places.sites().size());
    matches.keep_only(query.buildings, &FilterKey::building, places.buildings().size());
    matches.keep_only(query.rooms, &FilterKey::room, places.rooms().size());
    matches.keep_only(query.types, &FilterKey::type, places.types().size());
    matches.keep_only(query.states);
    matches.keep_only(text);
    return matches.take();
}

/// What a page needs of the table before its rows are known.
struct FirstLook {
    std::int64_t revision = 0;
    DeviceOrders::Draft order;
    std::optional<std::vector<std::uint8_t>> taken;
};

struct Selection {
    std::vector<DeviceSlot> slots;  ///< of the page
    std::size_t total = 0;          ///< of the list
};

Selection select(const DeviceOrder& order, const std::optional<std::vector<std::uint8_t>>& taken,
                 const DeviceQuery& query) {
    Selection chosen;
    const std::size_t count = order.slots.size();
    const std::size_t limit = std::min(query.limit, limits::page_items_max);
    const auto at = [&](std::size_t position) {
        return order.slots[query.descending ? count - 1 - position : position];
    };
    if (!taken) {
        chosen.total = count;
        for (std::size_t i = query.offset; i < count && chosen.slots.size() < limit; ++i) {
            chosen.slots.push_back(at(i));
        }
        return chosen;
    }
    chosen.total = std::accumulate(taken->begin(), taken->end(), std::size_t{0});
    if (query.offset >= chosen.total) return chosen;
    std::size_t next = 0;
    for (std::size_t passed = 0; passed < query.offset; ++next) passed += (*taken)[at(next)];
    for (; next < count && chosen.slots.size() < limit; ++next) {
        if ((*taken)[at(next)] != 0) chosen.slots.push_back(at(next));
    }
    return chosen;
}

template <class IdType, class Things>
std::vector<CountsOf<IdType>> counts_of(const Things& things,
                                        const std::vector<PresenceCounts>& counters) {
    std::vector<CountsOf<IdType>> list;
    list.reserve(things.size());
    for (std::size_t i = 0; i < things.size(); ++i) {
        list.push_back({things[i].id, i < counters.size() ? counters[i] : PresenceCounts{}});
    }
    return list;
}

}  // namespace

void ReadModel::set_places(std::shared_ptr<const PlaceDirectory> places) {
    content_.write([&](Content& content) { content.table.set_places(std::move(places)); });
}
void ReadModel::put(DeviceSlot slot, const Device& device) {
    content_.write([&](Content& content) { content.table.put(slot, device); });
}
void ReadModel::remove(DeviceSlot slot) {
    content_.write([&](Content& content) { content.table.remove(slot); });
}
void ReadModel::update(std::span<const LiveUpdate> updates) {
    if (updates.empty()) return;
    content_.write([&](Content& content) {
        for (const LiveUpdate& update : updates) {
            content.table.set_live(update.slot, update.live);
            if (update.firmware) content.table.set_firmware(update.slot, *update.firmware);
        }
    });
}
void ReadModel::set_counters(const PlaceCounters& counters) {
    content_.write([&](Content& content) { content.counters = counters; });
}
void ReadModel::set_revision(std::int64_t revision) {
    content_.write([&](Content& content) { content.revision = revision; });
}
void ReadModel::set_discovered(std::size_t discovered) {
    content_.write([&](Content& content) { content.discovered = discovered; });
}

DevicePage ReadModel::page(const DeviceQuery& query, SteadyTime now) const {
    FirstLook look = content_.read([&](const Content& content) {
        const DeviceTable& table = content.table;
        return FirstLook{content.revision, orders_.look(table, query.sort, now),
                         matches_of(table, query, matches_.get(table, query.text))};
    });
    const DeviceOrders::Shared order = orders_.finish(std::move(look.order));
    const Selection chosen = select(*order, look.taken, query);
    return {look.revision, chosen.total, query.offset, rows(chosen.slots)};
}

FleetSummary ReadModel::summary() const {
    return content_.read([&](const Content& content) {
        const PlaceDirectory& places = content.table.places();
        return FleetSummary{content.revision, content.counters.all(),
                            counts_of<SiteId>(places.sites(), content.counters.sites()),
                            counts_of<BuildingId>(places.buildings(),
                                                  content.counters.buildings()),
                            content.discovered};
    });
}

std::shared_ptr<const PlaceDirectory> ReadModel::places() const {
    return content_.read([](const Content& content) { return content.table.shared_places(); });
}
std::int64_t ReadModel::revision() const {
    return content_.read([](const Content& content) { return content.revision; });
}
std::optional<DeviceSlot> ReadModel::find(DeviceId id) const {
    return content_.read([&](const Content& content) { return content.table.find(id); });
}

std::vector<DeviceRow> ReadModel::rows(std::span<const DeviceSlot> slots) const {
    return content_.read([&](const Content& content) {
        const DeviceTable& table = content.table;
        std::vector<DeviceRow> rows;
        rows.reserve(slots.size());
        for (const DeviceSlot slot : slots) {
            const bool known = slot < table.keys().size();
            if (known && table.keys()[slot].in_use) rows.push_back(table.row(slot));
        }
        return rows;
    });
}

std::optional<std::pair<DeviceRow, LiveColumns>> ReadModel::device(DeviceId id) const {
    return content_.read([&](const Content& content) {
        using Found = std::optional<std::pair<DeviceRow, LiveColumns>>;
        const auto slot = content.table.find(id);
        if (!slot) return Found{};
        return Found{{content.table.row(*slot), content.table.live(*slot)}};
    });
}

void ReadModel::refresh_orders(SteadyTime now) const {
    for (const SortColumn column : orders_.moving(now)) {
        orders_.finish(content_.read([&](const Content& content) {
            return orders_.look_anew(content.table, column);
        }));
    }
}

}  // namespace soc
