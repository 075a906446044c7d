#include "service/access_directory.h"

#include <utility>

#include "access/account_rules.h"
#include "access/board_credentials.h"
#include "access/secret_hash.h"
#include "core/log.h"
#include "metrics/names.h"
#include "service/fleet_loader.h"
#include "store/credential_store.h"
#include "store/grant_store.h"

namespace soc {
namespace {

/// Changes read at once; each concerns one device at most.
constexpr std::size_t changes_at_once = 500;
/// Accounts on their way into a table that is built: a whole registry of them would leave the heap
/// twice as large as it need be.
constexpr std::size_t accounts_at_once = 1'000;

bool is_ground(std::string_view entity) {
    return entity == "site" || entity == "building" || entity == "floor" || entity == "room" ||
           entity == "device_type";
}

/// The login that every unregistered board has, with the secret that everybody knows (R33).
Account sandbox_account(RandomSource& random) {
    Account account;
    account.login = sandbox_login;
    account.kind = AccountKind::sandbox;
    account.secrets = {hash_secret(Secret{std::string{sandbox_login}}, random)};
    return account;
}

}  // namespace

AccessDirectory::AccessDirectory(Parts parts) : parts_{parts} {
    view_.write([](View& view) { view.table = std::make_shared<const AccessTable>(); });
}

std::shared_ptr<const AccessTable> AccessDirectory::table() const {
    return view_.read([](const View& view) { return view.table; });
}

std::optional<Board> AccessDirectory::find_board(const MacAddress& mac) const {
    return view_.read([&](const View& view) {
        const auto found = view.boards.find(mac);
        return found == view.boards.end() ? std::nullopt : std::optional{found->second};
    });
}

void AccessDirectory::note_left_out(std::string_view login, std::string_view reason) const {
    parts_.metrics.counter(metrics::access_left_out, reason).increment();
    log::warning_limited("left out of the access table", {{"login", login}, {"reason", reason}});
}

void AccessDirectory::put(Account account, AccountChanges& changes) const {
    if (const Status fine = check_account(account); !fine) {
        note_left_out(account.login, fine.error().field + '_' + fine.error().reason);
        changes.remove.push_back(std::move(account.login));
        return;
    }
    changes.put.push_back(std::move(account));
}

void AccessDirectory::add(Source& source, const BoardRecord& record, AccountChanges& changes,
                          std::unordered_map<MacAddress, Board>& boards) const {
    std::optional<Board> board = board_of(record, *source.places);
    if (!board) return;
    const MacAddress mac = *board_address(record.device);
    source.devices.insert_or_assign(record.device.id, mac);
    std::optional<Account> account =
        account_of(record, *source.places, [&](std::string_view reason) {
            note_left_out(board_login(mac), reason);
        });
    if (account) put(*std::move(account), changes);
    boards.insert_or_assign(mac, *std::move(board));
}

Result<std::vector<Account>> AccessDirectory::read_service_accounts(Transaction& tx) const {
    Result<std::vector<ServiceAccount>> services = grant_store::list_service_accounts(tx);
    if (!services) return services.error();
    std::vector<Account> accounts{sandbox_account(parts_.random)};
    for (ServiceAccount& service : *services) {
        Account account;
        account.login = std::move(service.login);
        account.kind = AccountKind::service;
        account.disabled = service.disabled;
        account.secrets = {service.secret};
        account.grants = std::move(service.grants);
        accounts.push_back(std::move(account));
    }
    return accounts;
}

Status AccessDirectory::load() {
    return source_.with([this](Source& source) { return load_all(source); });
}

Status AccessDirectory::load_all(Source& source) {
    Source fresh;
    View view;
    AccessTable::Builder table;
    AccountChanges changes;
    const auto take_over = [&] { table.apply(std::exchange(changes, AccountChanges{})); };
    const Status read = parts_.database.read([&](Transaction& tx) -> Status {
        const Result<std::int64_t> head = change_store::head(tx);
        if (!head) return head.error();
        fresh.last_change = *head;
        Result<Places> places = load_places(tx);
        if (!places) return places.error();
        fresh.places = PlaceDirectory::make(*std::move(places));
        Result<std::vector<Account>> services = read_service_accounts(tx);
        if (!services) return services.error();
        for (Account& account : *services) put(std::move(account), changes);
        return for_each_board(tx, [&](const BoardRecord& record) {
            add(fresh, record, changes, view.boards);
            if (changes.put.size() >= accounts_at_once) take_over();
        });
    });
    if (!read) return read;
    take_over();
    view.table = std::make_shared<const AccessTable>(std::move(table).finish());
    parts_.metrics.gauge(metrics::access_accounts).set(static_cast<double>(view.table->size()));
    view_.write([&](View& now) { std::swap(now, view); });
    source = std::move(fresh);
    return {};
}

void AccessDirectory::apply(Source& source, const std::vector<Reading>& readings,
                            AccountChanges changes) {
    std::vector<MacAddress> gone;
    std::unordered_map<MacAddress, Board> boards;
    for (const Reading& reading : readings) {
        const auto known = source.devices.find(reading.device);
        if (known == source.devices.end()) continue;
        // Its MAC may be another device's by now.
        const std::optional<Board> board = find_board(known->second);
        if (board && board->device == reading.device) {
            changes.remove.push_back(board_login(known->second));
            gone.push_back(known->second);
        }
        source.devices.erase(known);
    }
    for (const Reading& reading : readings) {
        if (reading.record) add(source, *reading.record, changes, boards);
    }
    // Only who holds the source writes the view, so the table is still the same at the end.
    const auto next = std::make_shared<const AccessTable>(table()->after(changes));
    parts_.metrics.gauge(metrics::access_accounts).set(static_cast<double>(next->size()));
    view_.write([&](View& view) {
        view.table = next;
        for (const MacAddress& mac : gone) view.boards.erase(mac);
        for (auto& [mac, board] : boards) view.boards.insert_or_assign(mac, std::move(board));
    });
}

Status AccessDirectory::refresh(const DeviceId& device) {
    return source_.with([&](Source& source) -> Status {
        if (!source.places) return {};  // nothing is loaded: it will be read with the rest
        Result<std::optional<BoardRecord>> record = parts_.database.read(
            [&](Transaction& tx) { return soc::find_board(tx, device); });
        if (!record) return record.error();
        apply(source, {{device, *std::move(record)}}, {});
        return {};
    });
}

Result<AccessDirectory::Concerned> AccessDirectory::concerned_since(Transaction& tx,
                                                                    std::int64_t number) {
    const auto list = change_store::after(tx, number, changes_at_once);
    if (!list) return list.error();
    Concerned concerned;
    concerned.last_change = number;
    concerned.changes = list->size();
    for (const auto& [entry, content] : *list) {
        concerned.last_change = entry;
        concerned.everything = concerned.everything || is_ground(content.entity);
        concerned.service_accounts =
            concerned.service_accounts || content.entity == "service_account";
        if (content.entity == "device") {
            const Result<DeviceId> id = DeviceId::parse(content.entity_id);
            if (!id) return Error::internal("bad_change", content.entity_id);
            concerned.devices.insert(*id);
        } else if (content.entity == "credential") {
            const Result<CredentialId> id = CredentialId::parse(content.entity_id);
            if (!id) return Error::internal("bad_change", content.entity_id);
            const auto credential = credential_store::find(tx, *id);
            if (!credential) return credential.error();
            if (*credential) concerned.devices.insert((*credential)->device);
        }
    }
    return concerned;
}

Result<bool> AccessDirectory::follow() {
    return source_.with([this](Source& source) -> Result<bool> {
        if (!source.places) {
            if (const Status loaded = load_all(source); !loaded) return loaded.error();
            return true;
        }
        Concerned concerned;
        std::vector<Reading> readings;
        AccountChanges changes;
        const Status read = parts_.database.read([&](Transaction& tx) -> Status {
            Result<Concerned> since = concerned_since(tx, source.last_change);
            if (!since) return since.error();
            concerned = *std::move(since);
            if (concerned.everything) return {};
            for (const DeviceId& device : concerned.devices) {
                Result<std::optional<BoardRecord>> record = soc::find_board(tx, device);
                if (!record) return record.error();
                readings.push_back({device, *std::move(record)});
            }
            if (!concerned.service_accounts) return {};
            Result<std::vector<Account>> services = read_service_accounts(tx);
            if (!services) return services.error();
            for (Account& account : *services) put(std::move(account), changes);
            return {};
        });
        if (!read) return read.error();
        if (concerned.changes == 0) return false;
        // A topic, a type: rare, and then perhaps the rights of the whole fleet.
        if (concerned.everything) {
            if (const Status loaded = load_all(source); !loaded) return loaded.error();
            return true;
        }
        if (!readings.empty() || !changes.put.empty()) {
            apply(source, readings, std::move(changes));
        }
        source.last_change = concerned.last_change;
        return true;
    });
}

}  // namespace soc
