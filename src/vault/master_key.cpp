#include "vault/master_key.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

namespace soc {
namespace {

constexpr std::size_t digits_count = 2 * MasterKey::bytes_count;
constexpr std::string_view id_purpose = "sensocampus master key id 1";
constexpr const char* field = "master_key";

std::string text_of(int number) { return std::generic_category().message(number); }

Error unavailable(std::string reason, const std::string& path, std::string detail,
                  std::string_view remedy) {
    Error error = Error::unavailable(std::move(reason), path + ": " + std::move(detail));
    error.field = field;
    error.allowed = path + ": " + std::string{remedy};
    return error;
}

Error invalid(std::string reason, const std::string& path, std::string_view remedy) {
    return Error::invalid(field, std::move(reason), path + ": " + std::string{remedy});
}

/// A file that is open; closed at the end.
class OpenFile {
public:
    OpenFile(const std::string& path, int flags, mode_t mode = 0)
        : descriptor_{::open(path.c_str(), flags | O_CLOEXEC, mode)} {}
    ~OpenFile() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    [[nodiscard]] int descriptor() const { return descriptor_; }
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

private:
    int descriptor_;
};

/// The digits of a key, perhaps with a line end; wiped at the end.
struct Digits {
    std::array<char, digits_count + 2> text{};
    std::size_t length = 0;

    Digits() = default;
    Digits(const Digits&) = delete;
    Digits& operator=(const Digits&) = delete;
    ~Digits() { sodium_memzero(text.data(), text.size()); }
};

Status check_kind(int descriptor, const std::string& path) {
    struct stat about{};
    if (::fstat(descriptor, &about) != 0) {
        return unavailable("file_unreadable", path, text_of(errno), "a readable file");
    }
    if (!S_ISREG(about.st_mode)) return invalid("not_a_file", path, "a plain file");
    constexpr mode_t others = S_IRWXG | S_IRWXO;
    if ((about.st_mode & others) == 0) return {};
    return invalid("file_open_to_others", path, "readable by its owner only (chmod 600)");
}

Status read_digits(int descriptor, const std::string& path, Digits& digits) {
    // One more than fits: what is longer is seen to be.
    while (digits.length < digits.text.size()) {
        const ssize_t count = ::read(descriptor, digits.text.data() + digits.length,
                                     digits.text.size() - digits.length);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return unavailable("file_unreadable", path, text_of(errno), "a good disk");
        if (count == 0) break;
        digits.length += static_cast<std::size_t>(count);
    }
    const std::string_view all{digits.text.data(), digits.length};
    if (all.ends_with('\n')) --digits.length;
    if (digits.length == digits_count) return {};
    return invalid("wrong_size", path, "64 hexadecimal digits (openssl rand -hex 32)");
}

/// False when there is one already. Made under another name and linked: nobody sees half a key,
/// and the first of several wins.
Result<bool> write_new(const std::string& path, const MasterKey& key, const std::string& suffix) {
    const std::string draft = path + "." + suffix;
    Digits digits;
    sodium_bin2hex(digits.text.data(), digits.text.size(), key.reveal().data(),
                   key.reveal().size());
    digits.text[digits_count] = '\n';
    const auto fail = [&](int number) {
        ::unlink(draft.c_str());
        return unavailable("file_not_written", path, text_of(number),
                           "in a directory in which this user may write");
    };
    {
        const OpenFile file{draft, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR};
        if (!file.is_open()) return fail(errno);
        constexpr std::size_t size = digits_count + 1;
        if (::write(file.descriptor(), digits.text.data(), size) != ssize_t{size} ||
            ::fsync(file.descriptor()) != 0) {
            return fail(errno);
        }
    }
    const bool linked = ::link(draft.c_str(), path.c_str()) == 0;
    if (!linked && errno != EEXIST) return fail(errno);
    ::unlink(draft.c_str());
    // What is sealed in a moment must not outlive its key in a power cut.
    const std::string parent = std::filesystem::path{path}.parent_path().string();
    const OpenFile directory{parent.empty() ? "." : parent, O_RDONLY | O_DIRECTORY};
    if (!directory.is_open() || ::fsync(directory.descriptor()) != 0) return fail(errno);
    return linked;
}

}  // namespace

MasterKey::MasterKey(const Bytes& bytes) : bytes_{bytes} {
    std::array<std::uint8_t, crypto_generichash_BYTES_MIN> digest{};
    crypto_generichash(digest.data(), digest.size(),
                       reinterpret_cast<const unsigned char*>(id_purpose.data()),
                       id_purpose.size(), bytes_.data(), bytes_.size());
    constexpr std::size_t id_bytes = 8;
    id_ = to_hex(std::span{digest}.first<id_bytes>());
}

MasterKey::MasterKey(MasterKey&& other) noexcept
    : bytes_{other.bytes_}, id_{std::move(other.id_)} {
    sodium_memzero(other.bytes_.data(), other.bytes_.size());
}

MasterKey& MasterKey::operator=(MasterKey&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(id_, other.id_);
    return *this;
}

MasterKey::~MasterKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

MasterKey MasterKey::make(RandomSource& random) {
    Bytes bytes{};
    random.fill(bytes);
    MasterKey key{bytes};
    sodium_memzero(bytes.data(), bytes.size());
    return key;
}

Result<MasterKey> MasterKey::read(const std::string& path) {
    // Not blocking: somebody may have put a pipe there.
    const OpenFile file{path, O_RDONLY | O_NONBLOCK};
    if (!file.is_open()) {
        const std::string reason = errno == ENOENT ? "file_missing" : "file_unreadable";
        return unavailable(reason, path, text_of(errno), "readable by the user of this server");
    }
    if (const Status fine = check_kind(file.descriptor(), path); !fine) return fine.error();
    Digits digits;
    if (const Status done = read_digits(file.descriptor(), path, digits); !done) {
        return done.error();
    }
    Bytes bytes{};
    std::size_t length = 0;
    const int failed = sodium_hex2bin(bytes.data(), bytes.size(), digits.text.data(),
                                      digits.length, nullptr, &length, nullptr);
    if (failed != 0 || length != bytes.size()) {
        return invalid("not_hexadecimal", path, "64 hexadecimal digits (openssl rand -hex 32)");
    }
    MasterKey key{bytes};
    sodium_memzero(bytes.data(), bytes.size());
    return key;
}

Result<MasterKey> MasterKey::read_or_make(const std::string& path, RandomSource& random) {
    Result<MasterKey> there = read(path);
    if (there || there.error().reason != "file_missing") return there;
    MasterKey made = make(random);
    std::array<std::uint8_t, 8> suffix{};
    random.fill(suffix);
    const Result<bool> written = write_new(path, made, to_hex(suffix));
    if (!written) return written.error();
    if (!*written) return read(path);
    return made;
}

}  // namespace soc
