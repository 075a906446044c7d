#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "domain/campus.h"
#include "wire/fault_list.h"

namespace soc::wire {

/// The first member of every campus file: what it is, and which version of the format.
inline constexpr std::string_view campus_format = "sensocampus-campus-1";

/// What came out of a campus file. `campus` may be used only when there is no fault.
struct CampusReading {
    Campus campus;
    /// In the order of types, sites and devices, without those that only follow from another one.
    /// At most `limits::campus_faults_max`.
    std::vector<DocumentFault> faults;
    std::size_t faults_left_out = 0;  ///< further ones, only counted

    [[nodiscard]] bool ok() const { return faults.empty(); }
};

/// Reads a campus file (docs/campus_file.md) and lists all its faults at once. Never throws; the
/// memory it takes is some six times `text`, which is at most `limits::campus_bytes_max`.
[[nodiscard]] CampusReading read_campus(std::string_view text);

/// The same format, one device a line, members that have their default left out.
/// `read_campus(write_campus(x)).campus == x` for every campus that keeps the format's rules.
[[nodiscard]] std::string write_campus(const Campus& campus);

}  // namespace soc::wire
