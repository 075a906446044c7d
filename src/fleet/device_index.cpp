#include "fleet/device_index.h"

namespace soc {

void DeviceIndex::put(DeviceSlot slot, const Device& device) {
    if (slot < names_.size()) remove(slot);
    if (slot >= names_.size()) names_.resize(slot + 1);
    Names& names = names_[slot];
    names.id = device.id;
    by_id_[device.id] = slot;
    for (const Identifier& identifier : device.identifiers) {
        // The registry parsed it when it was stored; what does not parse now can never be heard.
        const Result<UnitId> unit_id = UnitId::parse(identifier.value);
        if (!unit_id) continue;
        names.identifiers.push_back(*unit_id);
        by_identifier_[*unit_id] = slot;
    }
    names.identifiers.shrink_to_fit();
}

void DeviceIndex::remove(DeviceSlot slot) {
    Names& names = names_[slot];
    by_id_.erase(names.id);
    for (const UnitId& identifier : names.identifiers) {
        const auto found = by_identifier_.find(identifier);
        if (found != by_identifier_.end() && found->second == slot) by_identifier_.erase(found);
    }
    names = Names{};
}

std::optional<DeviceSlot> DeviceIndex::find(DeviceId id) const {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return std::nullopt;
    return found->second;
}

std::optional<DeviceSlot> DeviceIndex::resolve(const UnitId& unit_id) const {
    if (const Uuid* uuid = std::get_if<Uuid>(&unit_id.value())) return find(DeviceId{*uuid});
    const auto found = by_identifier_.find(unit_id);
    if (found == by_identifier_.end()) return std::nullopt;
    return found->second;
}

}  // namespace soc
