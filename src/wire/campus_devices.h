#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "domain/campus.h"
#include "wire/document_fields.h"
#include "wire/campus_places.h"

namespace soc::wire {

/// Reads the device types and the devices of a campus file. The types and the sites come first,
/// because devices refer to them.
class DevicesReader {
public:
    /// All four must outlive this.
    DevicesReader(Campus& campus, const PlacesReader& places, UuidSet& uuids, FaultList& faults)
        : campus_{campus}, places_{places}, uuids_{uuids}, faults_{faults} {}

    /// Each appends one to the campus.
    void read_type(const boost::json::value& value, const DocumentPath& path);
    void read_device(const boost::json::value& value, const DocumentPath& path);

    /// Which types there are is not known, for faults that are listed.
    void expect_dangling_types() { types_are_incomplete_ = true; }

private:
    void read_references(ObjectFields& fields, Device& device, const DocumentPath& path);
    void read_rooms(ObjectFields& fields, const SiteEntry& site, Device& device,
                    const DocumentPath& path);
    void refuse_room(const boost::json::value& value, const SiteEntry& site,
                     const DocumentPath& path);
    void read_identifiers(ObjectFields& fields, Device& device, const DocumentPath& path);
    void read_identifier(const boost::json::value& value, Device& device,
                         const DocumentPath& path);

    Campus& campus_;
    const PlacesReader& places_;
    UuidSet& uuids_;
    FaultList& faults_;
    ByText<TypeId> types_;
    bool types_are_incomplete_ = false;
    TextSet type_names_;
    TextSet identifiers_;
};

}  // namespace soc::wire
