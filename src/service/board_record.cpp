#include "service/board_record.h"

#include <algorithm>
#include <utility>

#include "access/board_credentials.h"
#include "core/limits.h"
#include "store/credential_store.h"
#include "store/device_store.h"
#include "store/grant_store.h"

namespace soc {
namespace {

/// Leaves room for every grant of each within one answer of the database.
constexpr std::size_t devices_at_once = 1'000;
static_assert(devices_at_once * limits::account_grants_max <= limits::query_rows_max);

/// Gives each row to its device; both are in the order of device ids.
template <class Row, class Add>
void distribute(std::vector<Row>& rows, std::vector<BoardRecord>& records, Add add) {
    auto record = records.begin();
    for (Row& row : rows) {
        while (record != records.end() && record->device.id != row.device) ++record;
        if (record == records.end()) return;
        add(*record, std::move(row));
    }
}

Status read_belongings(Transaction& tx, std::vector<BoardRecord>& records) {
    if (records.empty()) return {};
    const DeviceId first = records.front().device.id;
    const DeviceId last = records.back().device.id;
    auto credentials = credential_store::list_valid_between(tx, first, last);
    if (!credentials) return credentials.error();
    distribute(*credentials, records, [](BoardRecord& record, Credential&& credential) {
        record.credentials.push_back(std::move(credential));
    });
    auto grants = grant_store::list_between(tx, first, last);
    if (!grants) return grants.error();
    distribute(*grants, records, [](BoardRecord& record, DeviceGrant&& row) {
        record.grants.push_back(std::move(row.grant));
    });
    auto brokers = device_store::list_own_brokers_between(tx, first, last);
    if (!brokers) return brokers.error();
    distribute(*brokers, records, [](BoardRecord& record, DeviceBroker&& row) {
        record.broker = std::move(row.broker);
    });
    return {};
}

bool speaks_mqtt(const Device& device, const PlaceDirectory& places) {
    const PlaceIndex type = places.index_of(device.type);
    return type != no_place && places.types()[type].connectivity == Connectivity::mqtt;
}

std::vector<Credential> credentials_of(const BoardRecord& record, const std::string& login) {
    std::vector<Credential> own;
    for (const Credential& one : record.credentials) {
        if (one.login == login) own.push_back(one);
    }
    return own;
}

/// Whether every answer from now on is the login, until somebody changes something.
bool is_settled(const std::vector<Credential>& credentials) {
    const Credential* pending = pending_of(credentials);
    return pending == nullptr || (pending->delivery && pending->lost_at);
}

}  // namespace

std::optional<MacAddress> board_address(const Device& device) {
    for (const Identifier& identifier : device.identifiers) {
        if (identifier.kind != IdentifierKind::mac) continue;
        const Result<MacAddress> mac = MacAddress::parse(identifier.value);
        if (mac) return *mac;
    }
    return std::nullopt;
}

bool is_shut_out(const Device& device) {
    return !device.enabled || device.life_cycle == LifeCycle::retired;
}

Status for_each_board(Transaction& tx, const std::function<void(BoardRecord&&)>& each) {
    std::vector<BoardRecord> records;
    Status failed;
    const auto flush = [&] {
        if (failed) failed = read_belongings(tx, records);
        if (failed) {
            for (BoardRecord& record : records) each(std::move(record));
        }
        records.clear();
    };
    const Status read = device_store::for_each(tx, [&](Device&& device) {
        records.push_back({std::move(device), {}, {}, {}});
        if (records.size() == devices_at_once) flush();
    });
    if (!read) return read;
    flush();
    return failed;
}

Result<std::optional<BoardRecord>> find_board(Transaction& tx, const DeviceId& id) {
    Result<std::optional<Device>> device = device_store::find(tx, id);
    if (!device) return device.error();
    if (!*device) return std::optional<BoardRecord>{};
    std::vector<BoardRecord> records;
    records.push_back({**std::move(device), {}, {}, {}});
    if (const Status read = read_belongings(tx, records); !read) return read.error();
    return std::optional{std::move(records.front())};
}

std::optional<Board> board_of(const BoardRecord& record, const PlaceDirectory& places) {
    const std::optional<MacAddress> mac = board_address(record.device);
    if (!mac) return std::nullopt;
    Board board;
    board.device = record.device.id;
    board.has_credentials = speaks_mqtt(record.device, places);
    board.shut_out = is_shut_out(record.device);
    if (record.broker) board.broker = std::make_shared<const OwnBroker>(*record.broker);
    std::vector<Credential> credentials = credentials_of(record, board_login(*mac));
    if (credentials.empty()) {
        // Most boards of a new campus: they share one.
        static const auto none = std::make_shared<const std::vector<Credential>>();
        board.open_ledger = none;
    } else if (!is_settled(credentials)) {
        for (Credential& one : credentials) {
            if (one.sealed) one.sealed = "";
        }
        board.open_ledger = std::make_shared<const std::vector<Credential>>(std::move(credentials));
    }
    return board;
}

std::optional<Account> account_of(const BoardRecord& record, const PlaceDirectory& places,
                                  const std::function<void(std::string_view reason)>& left_out) {
    const std::optional<MacAddress> mac = board_address(record.device);
    if (!mac || !speaks_mqtt(record.device, places)) return std::nullopt;
    Account account;
    account.login = board_login(*mac);
    account.disabled = is_shut_out(record.device);
    for (const Credential& one : credentials_of(record, account.login)) {
        account.secrets.push_back(one.secret);
    }
    for (const RoomId& room : record.device.rooms) {
        const PlaceIndex place = places.index_of(room);
        Result<TopicName> topic = place == no_place
                                      ? Result<TopicName>{Error::not_found("room")}
                                      : TopicName::parse(places.base_topic(place));
        if (!topic) {
            left_out(topic.error().reason);
            continue;
        }
        account.rooms.push_back({*std::move(topic), std::nullopt});
    }
    account.grants = record.grants;
    return account;
}

}  // namespace soc
