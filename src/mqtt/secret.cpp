#include "mqtt/secret.h"

#include <string.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace soc {

namespace {

constexpr std::size_t secret_file_bytes_max = 4'096;

}  // namespace

Secret::~Secret() { explicit_bzero(value_.data(), value_.size()); }

Result<Secret> Secret::from_file(const std::string& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{std::fopen(path.c_str(), "re"),
                                                               &std::fclose};
    std::string text(secret_file_bytes_max + 1, '\0');
    const std::size_t length =
        file ? std::fread(text.data(), 1, text.size(), file.get()) : std::size_t{0};
    if (!file || std::ferror(file.get()) != 0) {
        Error error = Error::invalid("password_file", "file_unreadable");
        error.detail = path + ": " + std::generic_category().message(errno);
        return error;
    }
    Secret secret{std::move(text)};
    if (length > secret_file_bytes_max) {
        return Error::invalid("password_file", "file_too_large", "at most 4096 bytes");
    }
    secret.value_.resize(length);
    if (secret.value_.ends_with('\n')) secret.value_.pop_back();
    if (secret.value_.ends_with('\r')) secret.value_.pop_back();
    if (secret.empty()) return Error::invalid("password_file", "file_empty");
    return secret;
}

}  // namespace soc
