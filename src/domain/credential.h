#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "domain/ids.h"
#include "domain/stored_secret.h"

namespace soc {

/// One secret of a board, from its making to its end: a line of the ledger. Times say what has
/// happened to it; addresses and names are for people.
struct Credential {
    struct Delivery {
        WallTime at;
        std::string to;  ///< address

        friend bool operator==(const Delivery&, const Delivery&) = default;
    };
    struct Use {
        WallTime at;
        std::string on;    ///< name of the broker, or the address from which it asks us
        std::string from;  ///< address; empty if unknown

        friend bool operator==(const Use&, const Use&) = default;
    };
    struct Withheld {
        WallTime at;
        std::string why;  ///< `window` or `address`

        friend bool operator==(const Withheld&, const Withheld&) = default;
    };
    struct Revocation {
        WallTime at;
        std::string by;

        friend bool operator==(const Revocation&, const Revocation&) = default;
    };

    CredentialId id;
    DeviceId device;
    std::string login;
    StoredSecret secret;
    std::optional<std::string> sealed;  ///< waits for its delivery; gone with it (R36)
    WallTime created_at;
    std::string created_by;
    std::optional<WallTime> window_until;  ///< delivered before that only (R38)
    std::optional<Delivery> delivery;
    std::optional<WallTime> lost_at;   ///< asked for again though it was never used (R37)
    std::optional<Withheld> withheld;  ///< asked for and not given, the first time
    std::optional<Use> first_use;
    std::optional<Use> last_use;
    std::optional<WallTime> superseded_at;
    std::optional<Revocation> revocation;

    friend bool operator==(const Credential&, const Credential&) = default;
};

/// Whether it opens anything.
[[nodiscard]] bool is_valid(const Credential& credential);

/// The valid one that was never used: at most one of a device, waiting or delivered. Null: none.
[[nodiscard]] const Credential* pending_of(std::span<const Credential> ledger);
/// The valid one in use: at most one. Null: none.
[[nodiscard]] const Credential* in_use_of(std::span<const Credential> ledger);

/// What a board that asks for its credentials gets beside its login.
enum class DeliveryStep : std::uint8_t {
    nothing,   ///< there is none to give, or it was seen before that it cannot be given
    deliver,   ///< the pending secret
    lose,      ///< nothing; that the pending one was asked for again is new
    withhold,  ///< nothing; that the pending one was asked for is new
};

struct DeliveryJudgement {
    DeliveryStep step = DeliveryStep::nothing;
    std::string_view why;  ///< of `withhold`: `window` or `address`
};

/// Judges a request from `address` about a device whose secrets are `ledger` (R37, R38). A first
/// secret is given within its window; without one, at any time. One that follows another in use is
/// given where that one was used in the last 24 hours, and within a window that somebody opened.
[[nodiscard]] DeliveryJudgement judge_delivery(std::span<const Credential> ledger,
                                               std::string_view address, WallTime now);

}  // namespace soc
