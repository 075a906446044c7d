#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "domain/grant.h"
#include "domain/ids.h"
#include "domain/service_account.h"
#include "store/transaction.h"

namespace soc {

struct DeviceGrant {
    DeviceId device;
    Grant grant;

    friend bool operator==(const DeviceGrant&, const DeviceGrant&) = default;
};

}  // namespace soc

/// Rights that somebody gave: to devices, and to logins of other programs. How many and what for
/// is the caller's rule (`check_account`).
namespace soc::grant_store {

/// In the place of all that the device had; an unknown one is `reference_missing`.
Status replace_of_device(Transaction& tx, const DeviceId& device, std::span<const Grant> grants);
/// Of the devices from `first` to `last`, in the order of devices, each in its own order.
[[nodiscard]] Result<std::vector<DeviceGrant>> list_between(Transaction& tx,
                                                            const DeviceId& first,
                                                            const DeviceId& last);

/// With its grants. A taken login is `conflict`, `already_registered`, field `login`.
Status insert(Transaction& tx, const ServiceAccount& account);
/// Secret, description, grants and whether it is disabled; login and creation stay. `not_found`
/// when there is no such account.
Status update(Transaction& tx, const ServiceAccount& account);
/// By login, with their grants.
[[nodiscard]] Result<std::vector<ServiceAccount>> list_service_accounts(Transaction& tx);

}  // namespace soc::grant_store
