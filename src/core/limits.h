#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// Every bound of the program, with the reason for its number. A full queue or list has a
/// defined answer, written beside its limit.
namespace soc::limits {

// ---- outside bytes -------------------------------------------------------------------------
/// A status message over this is refused (contract/mqtt.md); boards send at most 256 bytes.
inline constexpr std::size_t payload_bytes_max = 64 * 1024;
/// A packet that a broker may send us (MQTT 5 keeps it to that; the shipped broker file has the
/// same number for all). The library would make room for 256 MB. What lies between this and
/// `payload_bytes_max` is refused by us, and so counted and shown.
inline constexpr std::uint32_t mqtt_packet_bytes_max = 1024 * 1024;
static_assert(mqtt_packet_bytes_max > payload_bytes_max);
/// MQTT's own limit of a topic name or filter.
inline constexpr std::size_t topic_bytes_max = 65'535;
/// A legal status is two levels deep; more than this is somebody playing.
inline constexpr std::size_t json_depth_max = 16;
/// Free identifiers, logins and names: what a label and a table column can show.
inline constexpr std::size_t identifier_bytes_max = 128;
/// A person's or thing's name; a database row and a screen line, not a document.
inline constexpr std::size_t name_bytes_max = 200;
/// One sentence of description with room to spare.
inline constexpr std::size_t description_bytes_max = 2'000;
/// Levels of a base topic that the setting `#/device` is turned into; each is a subscription.
inline constexpr std::size_t status_levels_max = 16;
/// Entries of `MQTT_TOPICS`: filters are written by hand.
inline constexpr std::size_t status_topics_max = 64;
/// A longer announced interval is a mistake, not an interval.
inline constexpr std::chrono::seconds announced_interval_max{366 * 86'400};
/// A board's packet buffer, header and topic included (contract/firmware.md).
inline constexpr std::size_t board_packet_bytes_max = 256;
/// A JSON request body: the largest legal one is 500 row ids of 39 bytes.
inline constexpr std::size_t body_bytes_max = 64 * 1024;
static_assert(body_bytes_max > 500 * 39 + 64);

/// A configuration file: hundreds of brokers would fit.
inline constexpr std::size_t config_bytes_max = 1024 * 1024;

// ---- ingest --------------------------------------------------------------------------------
/// Messages read and not yet taken up: full means that the sockets are not read (R6). As many
/// again may wait for their commit. A payload has 220 bytes; should all have `payload_bytes_max`,
/// these are 64 MB for each broker that keeps to `receive_max`, and 600 MB at the very worst.
inline constexpr std::size_t inbox_items_max = 4'096;
/// One database transaction; more does not commit faster and delays its acknowledgements.
inline constexpr std::size_t batch_items_max = 1'024;
static_assert(batch_items_max <= inbox_items_max);
/// Commands and canaries waiting for the control connections; full: the newest is refused.
inline constexpr std::size_t outbound_items_max = 1'024;
/// QoS 1 messages that a broker may send before the first acknowledgement, which leaves after
/// the commit: one batch. Mosquitto's own limit is shipped as the same number (R7).
inline constexpr std::uint16_t receive_max = 1'000;
static_assert(receive_max <= batch_items_max);
/// Messages of one connection that the inbox had no room for: what TLS had decrypted before
/// reading stopped. More: the connection is closed and the broker delivers them again.
inline constexpr std::size_t held_messages_max = 4'096;
static_assert(held_messages_max > receive_max);
/// Packets read from one connection before the next one gets its turn.
inline constexpr int packets_per_turn = 512;
/// Unknown devices in memory; full: one of the sandbox or of the largest topic root makes room.
inline constexpr std::size_t discovered_devices_max = 1'000;
/// Refused messages kept for reading, the oldest leaves first.
inline constexpr std::size_t refusals_kept_max = 200;
/// Of each refused or discovered payload this much is kept.
inline constexpr std::size_t payload_preview_bytes_max = 512;
/// Blind intervals in memory per broker; beyond, the two that are closest become one.
inline constexpr std::size_t blind_intervals_max = 64;
/// Presence transitions in memory for "what changed lately"; the oldest leaves first.
inline constexpr std::size_t transitions_kept_max = 2'000;
/// Brokers in one configuration; each costs two connections.
inline constexpr std::size_t brokers_max = 32;
/// Devices in one registry. Memory is 1.5 kB each (R22): 1.5 GB.
inline constexpr std::size_t devices_max = 1'000'000;

// ---- feeds ---------------------------------------------------------------------------------
/// Deltas in the live ring: some seconds of the largest burst. A reader that is further
/// behind gets `resync` (R21).
inline constexpr std::size_t live_ring_items_max = 65'536;
/// Rows that one screen declares (R43).
inline constexpr std::size_t watched_rows_max = 500;

// ---- database ------------------------------------------------------------------------------
/// Rows of one answer; a list that can be longer is read in chunks. More is `too_large`.
inline constexpr std::size_t query_rows_max = 100'000;
/// Devices, statuses or intervals read at once: leaves room for 50 identifiers each.
inline constexpr std::size_t store_chunk_rows = 2'000;
static_assert(store_chunk_rows * 50 <= query_rows_max);
/// Changes of one transaction: the largest is an import of a whole registry.
inline constexpr std::size_t changes_per_transaction_max = devices_max;

// ---- HTTP ----------------------------------------------------------------------------------
/// One page of a list.
inline constexpr std::size_t page_items_max = 500;
/// Words in a free text search; each costs a pass over the fleet.
inline constexpr std::size_t search_words_max = 8;
/// What a command reads of its own server's answer.
inline constexpr std::size_t control_answer_bytes_max = 16 * 1024 * 1024;
/// A free text search.
inline constexpr std::size_t search_bytes_max = 200;
/// Presence history on a device's page; the rest is for an export.
inline constexpr std::size_t device_intervals_shown_max = 200;
/// Values of one repeated filter parameter.
inline constexpr std::size_t filter_values_max = 64;
/// Start line and fields of a request: what other servers take (nginx 8 to 32 kB).
inline constexpr std::size_t header_bytes_max = 16 * 1024;
/// Path and query; a page link with several filters needs about one kilobyte.
inline constexpr std::size_t target_bytes_max = 8 * 1024;
static_assert(target_bytes_max < header_bytes_max);
/// Parameters of one query: all filters of a list at their own limit.
inline constexpr std::size_t query_parameters_max = 6 * filter_values_max;
/// Entries of X-Forwarded-For that are looked at, from the right; a chain of proxies is short.
inline constexpr std::size_t forwarded_entries_max = 32;
/// Jobs that wait for a fast handler thread; full is 503 `busy`. At 1 ms each a wait of 0.25 s.
inline constexpr std::size_t fast_jobs_max = 1'024;
/// Jobs that wait for one of the two hashing threads (15 ms each); full is 503 `busy`.
inline constexpr std::size_t slow_jobs_max = 16;
/// Connections over the limit that are told so (503) and waited for; the rest is just closed.
inline constexpr std::size_t refused_connections_max = 256;
/// Beside `connections_max`, for the control socket: one command each.
inline constexpr std::size_t control_connections_max = 16;
/// Bytes that one poll of an event stream may produce; more means that something is wrong, and
/// the stream is closed, so that its reader reads everything again.
inline constexpr std::size_t stream_chunk_bytes_max = 4 * 1024 * 1024;
/// Files of the web pages, and their bytes with all encodings: all of it is held in memory.
inline constexpr std::size_t web_files_max = 2'000;
inline constexpr std::size_t web_bytes_max = 64 * 1024 * 1024;

// ---- people --------------------------------------------------------------------------------
/// Of a chosen password: long enough that argon2id makes guessing it hopeless, and no more than
/// a hash function should be fed (docs/api/openapi.yaml has both numbers).
inline constexpr std::size_t password_characters_min = 12;
inline constexpr std::size_t password_characters_max = 256;
/// Sessions in memory, some 300 bytes each; full: the one that ends first is read again from
/// the database at its next request.
inline constexpr std::size_t sessions_cached_max = 20'000;
/// Accounts, neighbourhoods and pairs of both whose failed sign-ins are remembered (R48), some
/// 150 bytes each; full: the one that failed longest ago is forgotten.
inline constexpr std::size_t throttle_entries_max = 20'000;
/// Neighbourhoods from which one account signed in, spared when others guess at it: office, home,
/// telephone. Full: the one that it used longest ago is a stranger's again.
inline constexpr std::size_t neighbourhoods_known_max = 8;

// ---- boards --------------------------------------------------------------------------------
/// Requests for credentials with a MAC that is unknown or none, in a minute from one address
/// (contract/http.md); more are told to wait.
inline constexpr unsigned strange_macs_a_minute = 20;
/// Addresses for which these are counted, some 150 bytes each; full: the one that asked longest ago
/// is forgotten.
inline constexpr std::size_t strange_addresses_max = 10'000;

// ---- brokers over HTTP ---------------------------------------------------------------------
/// Of one field that a broker sends (contract/http.md); a longer one is refused.
inline constexpr std::size_t broker_field_characters_max = 512;
/// Fields of a form: boards' log lines have 22, brokers ask with five.
inline constexpr std::size_t form_fields_max = 64;
/// Secrets whose use waits to be noted, some 300 bytes each: a large fleet that comes back while
/// the database is away. Full: a use is dropped and counted.
inline constexpr std::size_t used_secrets_max = 50'000;
/// Of these, noted in one second: a first use costs a commit, and the change feed waits behind.
inline constexpr std::size_t uses_noted_at_once = 500;

// ---- access --------------------------------------------------------------------------------
/// A secret that a login is checked with: what the endpoints for brokers have always taken of one
/// field (contract/http.md). A longer one is wrong and is not hashed.
inline constexpr std::size_t secret_bytes_max = 512;
/// Of a service account's secret that a person chose: its hash is fast (R35).
inline constexpr std::size_t chosen_secret_characters_min = 16;
/// Valid secrets of one account: the one in use, and the next one of a rotation.
inline constexpr std::size_t account_secrets_max = 2;
/// Rooms of one account, those that it was moved out of included (R39). With the grants it bounds
/// what one message can cost a broker.
inline constexpr std::size_t account_rooms_max = 32;
/// Extra grants of one account: filters are written by hand, and each is tried in turn.
inline constexpr std::size_t account_grants_max = 64;
/// Parts of the access table that are replaced whole: a change of one account copies this many
/// pointers and one part, and a part has 250 accounts when there are a million.
inline constexpr std::size_t access_parts = 4'096;

/// One message to a plugin. Chunks have 16 kB, since a broker reads one packet per client and turn;
/// this is the one account whose rights are longest.
inline constexpr std::size_t frame_body_bytes_max = 256 * 1024;
static_assert(frame_body_bytes_max < mqtt_packet_bytes_max);
/// Accounts in a plugin's table: a registry's devices, and room for its services.
inline constexpr std::size_t plugin_accounts_max = devices_max + 10'000;

// ---- campus file ---------------------------------------------------------------------------
/// A campus file: half a million devices; a larger campus is loaded in several files.
inline constexpr std::size_t campus_bytes_max = 128 * 1024 * 1024;
/// Faults listed of one campus file; the rest is counted. Nobody repairs more in one go.
inline constexpr std::size_t campus_faults_max = 100;
/// Rooms and identifiers of one device in a campus file: what a person can oversee.
inline constexpr std::size_t device_rooms_max = 16;
inline constexpr std::size_t device_identifiers_max = 16;
/// Longest expected interval, a week: beyond it presence says nothing.
inline constexpr std::int64_t interval_seconds_max = 604'800;

}  // namespace soc::limits
