#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "vault/master_key.h"

namespace soc {

/// `secret` as a text that only `key` opens (R36), XChaCha20-Poly1305 with a nonce of its own:
/// `1.<key id>.<nonce>.<ciphertext>`, the last two in base64url. `place` says where the value
/// belongs, for example `credential/<id>/secret`: moved to another row or column it opens no more.
[[nodiscard]] std::string seal(const MasterKey& key, const Secret& secret, std::string_view place,
                               RandomSource& random);

/// What `sealed` hides. `conflict` on field `sealed`: `other_key` when it was sealed with another
/// one (detail: its id), else `damaged` (cut, changed, moved to another place, or not of ours).
[[nodiscard]] Result<Secret> unseal(const MasterKey& key, std::string_view sealed,
                                    std::string_view place);

/// With which key `sealed` was made, as far as the text says; for listing what a lost key hides.
[[nodiscard]] std::optional<std::string_view> key_id_of(std::string_view sealed);

}  // namespace soc
