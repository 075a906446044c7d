#include "plugin/plugin_options.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <set>
#include <system_error>

#include "domain/hex.h"
#include "plugin/copy_files.h"

namespace soc::plugin {
namespace {

constexpr std::size_t digest_digits = 64;

void read_secret_file(const std::string& path, Bootstrap& bootstrap,
                      std::vector<std::string>& faults) {
    std::ifstream file{path};
    std::string digits(digest_digits, '\0');
    if (!file) {
        faults.push_back("plugin_opt_bootstrap_secret_file: " + path + " cannot be read");
        return;
    }
    file.read(digits.data(), static_cast<std::streamsize>(digits.size()));
    const bool whole = file.gcount() == static_cast<std::streamsize>(digest_digits);
    // sha256sum writes blanks and a file name behind it.
    const int next = file.get();
    const bool ends = next == std::char_traits<char>::eof() || next == ' ' || next == '\n';
    if (!whole || !ends || !parse_hex_bytes(digits, bootstrap.secret_digest)) {
        faults.push_back("plugin_opt_bootstrap_secret_file: " + path +
                         " does not begin with the 64 hexadecimal digits of a SHA-256");
    }
}

/// By making a file: a directory of the right name and rights may be on a disk that is not.
void try_copy_directory(const std::string& directory, std::vector<std::string>& faults) {
    const std::string path = CopyFiles{directory}.probe();
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        faults.push_back("plugin_opt_copy_directory: nothing can be written in " + directory +
                         ": " + std::generic_category().message(errno));
        return;
    }
    close(file);
    (void)unlink(path.c_str());
}

}  // namespace

std::vector<std::string> read_options(const std::map<std::string, std::string>& lines,
                                      PluginOptions& options) {
    static const std::set<std::string> known{"bootstrap_login", "bootstrap_secret_file",
                                             "copy_directory", "server_client_prefix"};
    std::vector<std::string> faults;
    for (const auto& [key, value] : lines) {
        if (known.contains(key)) continue;
        faults.push_back("plugin_opt_" + key + ": there is no such option");
    }
    const auto required = [&](const char* key) {
        const auto line = lines.find(key);
        if (line != lines.end() && !line->second.empty()) return line->second;
        faults.push_back(std::string{"plugin_opt_"} + key + ": is missing");
        return std::string{};
    };
    options.bootstrap.login = required("bootstrap_login");
    options.copy_directory = required("copy_directory");
    if (!options.copy_directory.empty()) try_copy_directory(options.copy_directory, faults);
    const std::string secret_file = required("bootstrap_secret_file");
    if (!secret_file.empty()) read_secret_file(secret_file, options.bootstrap, faults);
    const auto prefix = lines.find("server_client_prefix");
    if (prefix != lines.end()) {
        if (prefix->second.empty()) {
            faults.emplace_back(
                "plugin_opt_server_client_prefix: is empty, and every client id begins so");
        }
        options.bootstrap.client_prefix = prefix->second;
    }
    return faults;
}

}  // namespace soc::plugin
