#include "vault/key_holder.h"

namespace soc {

Result<std::shared_ptr<const MasterKey>> KeyHolder::key() {
    using Key = std::shared_ptr<const MasterKey>;
    return key_.with([this](Key& kept) -> Result<Key> {
        if (kept) return kept;
        Result<MasterKey> found =
            makes_it_ ? MasterKey::read_or_make(path_, random_) : MasterKey::read(path_);
        if (!found) return found.error();
        kept = std::make_shared<const MasterKey>(*std::move(found));
        return kept;
    });
}

}  // namespace soc
