#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "domain/campus.h"
#include "wire/document_fields.h"

namespace soc::wire {

/// One site of a campus file, by the words that devices use.
struct SiteEntry {
    SiteId id;
    ByText<RoomId> rooms;  ///< by `building_topic/room_topic`
    TextSet buildings{};   ///< by topic
    /// What rooms it has is not known, for faults that are listed: a reference to one that is not
    /// found follows from them.
    bool is_incomplete = false;
};

/// Reads the sites of a campus file, with their buildings, floors and rooms.
class PlacesReader {
public:
    /// All three must outlive this.
    PlacesReader(Campus& campus, UuidSet& uuids, FaultList& faults)
        : campus_{campus}, uuids_{uuids}, faults_{faults} {}

    /// Appends one site and what is in it to the campus.
    void read_site(const boost::json::value& value, const DocumentPath& path);

    /// The site of that code, or null.
    [[nodiscard]] const SiteEntry* find(std::string_view code) const;
    /// Which codes there are is not known, for faults that are listed.
    [[nodiscard]] bool is_incomplete() const { return is_incomplete_; }
    void expect_dangling_sites() { is_incomplete_ = true; }

private:
    /// Names that must differ inside one parent.
    struct Taken {
        TextSet names;
        TextSet topics;
    };
    /// Of one building.
    struct Floors {
        ByText<FloorId> by_name;
        bool is_incomplete = false;
    };

    Site site_values(ObjectFields& fields, const DocumentPath& path);
    void read_building(const boost::json::value& value, const DocumentPath& path,
                       SiteEntry& site);
    void read_floor(const boost::json::value& value, const DocumentPath& path, Floors& floors);
    /// False when by which topic it is referred to is not known.
    bool read_room(const boost::json::value& value, const DocumentPath& path,
                   const Floors& floors);
    std::optional<Coordinates> coordinates(ObjectFields& fields, const DocumentPath& path);

    Campus& campus_;
    UuidSet& uuids_;
    FaultList& faults_;
    ByText<SiteEntry> sites_;
    TextSet site_names_;
    TextSet prefixes_;
    bool is_incomplete_ = false;
    Taken buildings_;  ///< of the site being read
    Taken rooms_;      ///< of the building being read
};

}  // namespace soc::wire
