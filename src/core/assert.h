#pragma once

namespace soc {

/// Prints the place and the condition to standard error and aborts.
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);

}  // namespace soc

/// For our own mistakes, on in release too, and unreachable from input: what comes from outside
/// is answered by an `Error` value.
#define SOC_ASSERT(condition) \
    ((condition) ? static_cast<void>(0) : ::soc::assertion_failed(#condition, __FILE__, __LINE__))
