#pragma once

namespace soc {

/// Reads the arguments, runs the sub-command and gives the exit code: 0 done, 1 it failed and
/// said why, 2 the arguments or the configuration are wrong.
[[nodiscard]] int run_command_line(int argc, char** argv);

}  // namespace soc
