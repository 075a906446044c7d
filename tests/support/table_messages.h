#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "access/account_bytes.h"
#include "access/control_frame.h"
#include "access/secret_hash.h"
#include "access/table_digest.h"
#include "core/random.h"

namespace soc::testing {

/// A board in one room, with the secret `secret`.
inline Account a_device(const std::string& login, const std::string& secret,
                        const std::string& base_topic = "u4/300") {
    static SeededRandom random{11};
    Account account;
    account.login = login;
    account.secrets = {hash_secret(Secret{secret}, random)};
    account.rooms = {{*TopicName::parse(base_topic)}};
    return account;
}

inline Grant a_grant(const std::string& filter, Access access) {
    return {*TopicFilter::parse(filter), access};
}

/// The messages with which the server sends a whole table, `per_chunk` accounts in each chunk.
inline std::vector<std::string> push_of(const std::vector<Account>& accounts, std::uint64_t epoch,
                                        std::uint64_t version, std::size_t per_chunk = 2) {
    std::vector<std::string> messages{
        write_frame({.type = FrameType::begin, .epoch = epoch, .to = version})};
    TableDigest digest;
    std::uint32_t sequence = 0;
    for (std::size_t i = 0; i < accounts.size(); i += per_chunk) {
        AccountChanges changes;
        for (std::size_t j = i; j < accounts.size() && j < i + per_chunk; ++j) {
            changes.put.push_back(accounts[j]);
        }
        const std::string body = write_changes(changes);
        digest.add(body);
        messages.push_back(write_frame({.type = FrameType::chunk,
                                        .epoch = epoch,
                                        .to = version,
                                        .sequence = ++sequence,
                                        .body = body}));
    }
    const std::string seal =
        write_seal({static_cast<std::uint32_t>(accounts.size()), digest.value()});
    messages.push_back(write_frame(
        {.type = FrameType::commit, .epoch = epoch, .to = version, .body = seal}));
    return messages;
}

/// One change of the table, from the version before `version`.
inline std::string delta_of(const AccountChanges& changes, std::uint64_t epoch,
                            std::uint64_t version) {
    const std::string body = write_changes(changes);
    return write_frame({.type = FrameType::delta,
                        .epoch = epoch,
                        .from = version - 1,
                        .to = version,
                        .body = body});
}

}  // namespace soc::testing
