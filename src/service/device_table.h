#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/clock.h"
#include "domain/device.h"
#include "domain/device_row.h"
#include "domain/place_directory.h"
#include "fleet/expectation.h"
#include "fleet/fleet_state.h"

namespace soc {

/// What of a device changes without the registry.
struct LiveColumns {
    Presence presence = Presence::never_seen;
    std::optional<Exclusion> exclusion;
    std::optional<WallTime> last_heard;
    std::optional<WallTime> deadline;
    ExpectedInterval expected;
};

/// What a filter looks at, 20 bytes a device, so that a pass over a hundred thousand stays in the
/// processor's cache.
struct FilterKey {
    PlaceIndex building = no_place;
    PlaceIndex room = no_place;
    PlaceIndex site = no_place;
    PlaceIndex type = no_place;
    Presence presence = Presence::never_seen;
    bool in_use = false;
};

/// Every device by slot, in columns: the content of the read model. Not guarded; `ReadModel`
/// holds it within its lock.
class DeviceTable {
public:
    struct TextColumns {
        DeviceId id;
        std::string name;
        std::string sort_key;
        std::string search;  ///< folded name and identifiers, a line each
        std::optional<Identifier> identifier;
        std::string firmware;
    };

    explicit DeviceTable(std::shared_ptr<const PlaceDirectory> places)
        : places_{std::move(places)} {}

    void set_places(std::shared_ptr<const PlaceDirectory> places);
    void put(DeviceSlot slot, const Device& device);
    void remove(DeviceSlot slot);
    void set_live(DeviceSlot slot, const LiveColumns& live);
    void set_firmware(DeviceSlot slot, std::string_view firmware);

    [[nodiscard]] const PlaceDirectory& places() const { return *places_; }
    [[nodiscard]] std::shared_ptr<const PlaceDirectory> shared_places() const { return places_; }
    [[nodiscard]] std::optional<DeviceSlot> find(DeviceId id) const;
    [[nodiscard]] DeviceRow row(DeviceSlot slot) const;
    [[nodiscard]] const std::vector<FilterKey>& keys() const { return keys_; }
    [[nodiscard]] const TextColumns& text(DeviceSlot slot) const { return texts_[slot]; }
    [[nodiscard]] const LiveColumns& live(DeviceSlot slot) const { return lives_[slot]; }
    [[nodiscard]] std::size_t size() const { return by_id_.size(); }
    /// Counts up whenever names, places or the set of devices change.
    [[nodiscard]] std::uint64_t text_revision() const { return text_revision_; }

private:
    std::shared_ptr<const PlaceDirectory> places_;
    std::vector<FilterKey> keys_;
    std::vector<TextColumns> texts_;
    std::vector<LiveColumns> lives_;
    std::unordered_map<DeviceId, DeviceSlot> by_id_;
    std::uint64_t text_revision_ = 1;
};

}  // namespace soc
