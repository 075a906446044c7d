#include "access/table_digest.h"

#include "access/bytes.h"

namespace soc {

std::string write_seal(const TableSeal& seal) {
    ByteWriter out;
    out.number(seal.accounts);
    out.raw(seal.digest);
    return out.take();
}

Result<TableSeal> read_seal(std::string_view body) {
    ByteReader in{body};
    TableSeal seal;
    seal.accounts = in.number<std::uint32_t>();
    in.raw(seal.digest);
    if (!in.is_good()) return Error::invalid("seal", "truncated");
    if (!in.is_at_end()) return Error::invalid("seal", "trailing_bytes");
    return seal;
}

}  // namespace soc
