#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

#include "domain/uuid.h"

namespace soc {

/// A UUID that names one kind of thing only, so that a room cannot be passed for a building.
template <class Kind>
struct Id {
    Uuid uuid;

    /// As `Uuid::parse`; the error names `Kind::word` as its field.
    [[nodiscard]] static Result<Id> parse(std::string_view text) {
        Result<Uuid> uuid = Uuid::parse(text);
        if (!uuid) {
            Error error = uuid.error();
            error.field = Kind::word;
            return error;
        }
        return Id{*uuid};
    }
    [[nodiscard]] std::string to_string() const { return uuid.to_string(); }
    [[nodiscard]] bool is_nil() const { return uuid.is_nil(); }

    friend auto operator<=>(const Id&, const Id&) = default;
};

struct SiteKind { static constexpr const char* word = "site"; };
struct BuildingKind { static constexpr const char* word = "building"; };
struct FloorKind { static constexpr const char* word = "floor"; };
struct RoomKind { static constexpr const char* word = "room"; };
struct TypeKind { static constexpr const char* word = "type"; };
struct DeviceKind { static constexpr const char* word = "device"; };
struct UserKind { static constexpr const char* word = "user"; };
struct CredentialKind { static constexpr const char* word = "credential"; };
struct ServiceAccountKind { static constexpr const char* word = "service_account"; };

using SiteId = Id<SiteKind>;
using BuildingId = Id<BuildingKind>;
using FloorId = Id<FloorKind>;
using RoomId = Id<RoomKind>;
using TypeId = Id<TypeKind>;
using DeviceId = Id<DeviceKind>;
using UserId = Id<UserKind>;
using CredentialId = Id<CredentialKind>;
using ServiceAccountId = Id<ServiceAccountKind>;

}  // namespace soc

template <class Kind>
struct std::hash<soc::Id<Kind>> {
    std::size_t operator()(const soc::Id<Kind>& id) const noexcept {
        return std::hash<soc::Uuid>{}(id.uuid);
    }
};
