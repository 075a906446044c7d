#include "service/device_table.h"

#include <algorithm>

#include "core/assert.h"
#include "domain/folded_key.h"

namespace soc {
namespace {

/// An address without separators, so that a search finds it in any notation.
std::string bare(std::string_view identifier) {
    std::string text;
    for (const char c : identifier) {
        if (c != ':' && c != '-') text += c;
    }
    return text;
}

}  // namespace

void DeviceTable::set_places(std::shared_ptr<const PlaceDirectory> places) {
    places_ = std::move(places);
    ++text_revision_;
}

void DeviceTable::put(DeviceSlot slot, const Device& device) {
    if (slot >= keys_.size()) {
        keys_.resize(slot + 1);
        texts_.resize(slot + 1);
        lives_.resize(slot + 1);
    }
    FilterKey& key = keys_[slot];
    key.site = places_->index_of(device.site);
    key.type = places_->index_of(device.type);
    key.room = device.rooms.empty() ? no_place : places_->index_of(device.rooms.front());
    key.building = places_->building_of(key.room);
    key.in_use = true;

    TextColumns& text = texts_[slot];
    text.id = device.id;
    text.name = device.name;
    text.sort_key = folded_key(device.name);
    text.search = fold_for_search(device.name);
    for (const Identifier& identifier : device.identifiers) {
        text.search += '\n';
        const bool is_free = identifier.kind == IdentifierKind::free;
        text.search += fold_for_search(is_free ? identifier.value : bare(identifier.value));
    }
    text.search.shrink_to_fit();
    text.identifier.reset();
    if (!device.identifiers.empty()) text.identifier = device.identifiers.front();
    by_id_[device.id] = slot;
    ++text_revision_;
}

void DeviceTable::remove(DeviceSlot slot) {
    SOC_ASSERT(slot < keys_.size());
    by_id_.erase(texts_[slot].id);
    keys_[slot] = FilterKey{};
    texts_[slot] = TextColumns{};
    lives_[slot] = LiveColumns{};
    ++text_revision_;
}

void DeviceTable::set_live(DeviceSlot slot, const LiveColumns& live) {
    lives_[slot] = live;
    keys_[slot].presence = live.presence;
}

void DeviceTable::set_firmware(DeviceSlot slot, std::string_view firmware) {
    if (texts_[slot].firmware != firmware) texts_[slot].firmware = firmware;
}

std::optional<DeviceSlot> DeviceTable::find(DeviceId id) const {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return std::nullopt;
    return found->second;
}

DeviceRow DeviceTable::row(DeviceSlot slot) const {
    const FilterKey& key = keys_[slot];
    const TextColumns& text = texts_[slot];
    const LiveColumns& live = lives_[slot];
    const Site& site = places_->sites()[key.site];
    const DeviceType& type = places_->types()[key.type];
    DeviceRow row;
    row.id = text.id;
    row.name = text.name;
    row.identifier = text.identifier;
    row.presence = live.presence;
    row.exclusion = live.exclusion;
    row.last_seen_at = live.last_heard;
    row.site_id = site.id;
    row.site = site.name;
    if (key.room != no_place) {
        const Room& room = places_->rooms()[key.room];
        const Building& building = places_->buildings()[key.building];
        row.room_id = room.id;
        row.room = room.name;
        row.building_id = building.id;
        row.building = building.name;
    }
    row.type_id = type.id;
    row.type = type.name;
    row.connectivity = type.connectivity;
    row.firmware = text.firmware;
    return row;
}

}  // namespace soc
