#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "core/random.h"
#include "core/result.h"

namespace soc {

/// The one key that everything secret and still needed in clear is sealed with (R36): undelivered
/// secrets of boards, keys of networks, channels and sign-on. It lives in a file of 64 hexadecimal
/// digits, which no backup of the database holds. Its bytes are wiped when it goes; it has no
/// formatter and no copy.
class MasterKey {
public:
    static constexpr std::size_t bytes_count = 32;
    using Bytes = std::array<std::uint8_t, bytes_count>;

    [[nodiscard]] static MasterKey make(RandomSource& random);

    /// What `path` holds. Errors on field `master_key`, `allowed` naming file and remedy:
    /// `unavailable` with `file_missing` or `file_unreadable` (detail: why); `invalid_input` with
    /// `not_a_file`, `file_open_to_others` (anybody but its owner may read or write it),
    /// `wrong_size` or `not_hexadecimal`.
    [[nodiscard]] static Result<MasterKey> read(const std::string& path);

    /// The same; a missing file is made, mode 0600, and is on the disk when this returns. Of
    /// several that make it at once all get the same key. `unavailable`, `file_not_written`.
    [[nodiscard]] static Result<MasterKey> read_or_make(const std::string& path,
                                                        RandomSource& random);

    MasterKey(MasterKey&& other) noexcept;
    MasterKey& operator=(MasterKey&& other) noexcept;
    MasterKey(const MasterKey&) = delete;
    MasterKey& operator=(const MasterKey&) = delete;
    ~MasterKey();

    /// Sixteen hexadecimal digits that tell keys apart and give nothing of them away. For people
    /// and for each sealed value.
    [[nodiscard]] const std::string& id() const { return id_; }

    /// The key itself, for vault/sealed.cpp.
    [[nodiscard]] const Bytes& reveal() const { return bytes_; }

private:
    explicit MasterKey(const Bytes& bytes);

    Bytes bytes_{};
    std::string id_;
};

}  // namespace soc
