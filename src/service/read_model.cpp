#include "service/read_model.h"

#include <algorithm>

#include "core/limits.h"

namespace soc {
namespace {

/// A set of values as a table by index, so that asking costs one load.
class IndexSet {
public:
    template <class Id>
    IndexSet(const std::vector<Id>& wanted, const PlaceDirectory& places, std::size_t count) {
        if (wanted.empty()) return;
        filters_ = true;
        in_.resize(count);
        for (const Id& id : wanted) {
            const PlaceIndex index = places.index_of(id);
            if (index != no_place) in_[index] = 1;
        }
    }
    [[nodiscard]] bool has(PlaceIndex index) const {
        return !filters_ || (index < in_.size() && in_[index] != 0);
    }
    [[nodiscard]] bool filters() const { return filters_; }

private:
    bool filters_ = false;
    std::vector<std::uint8_t> in_;
};

class Filter {
public:
    Filter(const DeviceQuery& query, const PlaceDirectory& places, TextMatches::Shared text)
        : sites_{query.sites, places, places.sites().size()},
          buildings_{query.buildings, places, places.buildings().size()},
          rooms_{query.rooms, places, places.rooms().size()},
          types_{query.types, places, places.types().size()},
          text_{std::move(text)} {
        for (const Presence presence : query.states) states_ |= bit(presence);
        if (query.states.empty()) states_ = 0xffU;
    }

    [[nodiscard]] bool takes_all() const {
        return !sites_.filters() && !buildings_.filters() && !rooms_.filters() &&
               !types_.filters() && states_ == 0xffU && !text_;
    }
    [[nodiscard]] bool takes(const FilterKey& key, DeviceSlot slot) const {
        return (states_ & bit(key.presence)) != 0 && sites_.has(key.site) &&
               buildings_.has(key.building) && rooms_.has(key.room) && types_.has(key.type) &&
               (!text_ || text_->found[slot] != 0);
    }

private:
    static unsigned bit(Presence presence) { return 1U << static_cast<unsigned>(presence); }

    IndexSet sites_;
    IndexSet buildings_;
    IndexSet rooms_;
    IndexSet types_;
    TextMatches::Shared text_;
    unsigned states_ = 0;
};

/// Visits positions 0.. of an order from its other end when descending.
DeviceSlot at_position(const DeviceOrder& order, std::size_t position, bool descending) {
    return order.slots[descending ? order.slots.size() - 1 - position : position];
}

struct Selection {
    std::vector<DeviceSlot> slots;  ///< of the page
    std::size_t total = 0;          ///< of the list
};

Selection select(const DeviceTable& table, const DeviceOrder& order, const Filter& filter,
                 const DeviceQuery& query) {
    Selection chosen;
    const std::size_t limit = std::min(query.limit, limits::page_items_max);
    if (filter.takes_all()) {
        chosen.total = order.slots.size();
        for (std::size_t i = query.offset; i < chosen.total && chosen.slots.size() < limit; ++i) {
            chosen.slots.push_back(at_position(order, i, query.descending));
        }
        return chosen;
    }
    const auto& keys = table.keys();
    for (std::size_t i = 0; i < order.slots.size(); ++i) {
        const DeviceSlot slot = at_position(order, i, query.descending);
        if (!filter.takes(keys[slot], slot)) continue;
        if (chosen.total >= query.offset && chosen.slots.size() < limit) {
            chosen.slots.push_back(slot);
        }
        ++chosen.total;
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
    return content_.read([&](const Content& content) {
        const DeviceTable& table = content.table;
        const Filter filter{query, table.places(), matches_.get(table, query.text)};
        const DeviceOrders::Shared order = orders_.get(table, query.sort, now);
        DevicePage page;
        page.revision = content.revision;
        page.offset = query.offset;
        const Selection chosen = select(table, *order, filter, query);
        page.total = chosen.total;
        for (const DeviceSlot slot : chosen.slots) page.items.push_back(table.row(slot));
        return page;
    });
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
        std::vector<DeviceRow> rows;
        rows.reserve(slots.size());
        for (const DeviceSlot slot : slots) {
            const bool known = slot < content.table.keys().size();
            if (known && content.table.keys()[slot].in_use) rows.push_back(content.table.row(slot));
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
    content_.read([&](const Content& content) { orders_.refresh(content.table, now); });
}

}  // namespace soc
