#include "store/stored_secret_columns.h"

#include "domain/hex.h"

namespace soc {

Result<StoredSecret> read_stored_secret(const Row& row) {
    StoredSecret secret;
    // The values themselves are not for the log.
    if (!parse_hex_bytes(row.text("salt"), secret.salt)) return unreadable_value("salt", "");
    if (!parse_hex_bytes(row.text("digest"), secret.digest)) return unreadable_value("digest", "");
    return secret;
}

}  // namespace soc
