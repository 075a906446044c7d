#pragma once

#include <string>
#include <string_view>

#include "access/access_table.h"
#include "core/result.h"

namespace soc {

/// The body of `chunk` and `delta`: logins to remove, then accounts to put.
///
///     u32 count, then for each: u8-text login
///     u32 count, then for each: u8 kind | u8 disabled | u8-text login
///         | u8 count of secrets: 16 bytes salt, 32 bytes digest
///         | u8 count of rooms: u64 microseconds since 1970 when the right ends, or 2^64-1
///                              | u16-text base topic
///         | u8 count of grants: u8 access | u16-text filter
[[nodiscard]] std::string write_changes(const AccountChanges& changes);

/// `invalid_input` with `truncated`, `trailing_bytes`, `bad_kind`, `bad_access`, `bad_flag`,
/// `bad_time`, or the field and reason of `TopicName`, `TopicFilter` and `check_account`. All or
/// nothing: what it gives can be put into a table.
[[nodiscard]] Result<AccountChanges> read_changes(std::string_view body);

}  // namespace soc
