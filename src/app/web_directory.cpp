#include "app/web_directory.h"

#include <filesystem>

namespace soc {

std::string web_directory(const std::string& configured) {
    namespace fs = std::filesystem;
    if (!configured.empty()) return configured;
    std::error_code ignored;
    const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
    return (program.parent_path().parent_path() / "share" / "sensocampus" / "web").string();
}

}  // namespace soc
