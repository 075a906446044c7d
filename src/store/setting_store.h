#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "store/transaction.h"

/// Facts of the installation that are neither configuration nor registry, by name.
namespace soc::setting_store {

[[nodiscard]] Result<std::optional<std::string>> find(Transaction& tx, std::string_view name);
Status set(Transaction& tx, std::string_view name, std::string_view value);

}  // namespace soc::setting_store
