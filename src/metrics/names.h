#pragma once

#include <array>
#include <string_view>

/// Every metric of the program, in one list; a test compares a scrape with it.
namespace soc::metrics {

enum class Kind { counter, gauge };

struct Definition {
    std::string_view name;
    Kind kind;
    std::string_view help;
    std::string_view label;  ///< empty when the metric has no label
};

inline constexpr Definition messages_received{
    "sensocampus_mqtt_messages_received_total", Kind::counter,
    "Messages read from a broker's ingest connection.", "broker"};
inline constexpr Definition messages_applied{
    "sensocampus_status_applied_total", Kind::counter,
    "Status messages applied to a registered device and committed.", ""};
inline constexpr Definition messages_refused{
    "sensocampus_status_refused_total", Kind::counter, "Messages refused, by reason.", "reason"};
inline constexpr Definition messages_retained{
    "sensocampus_mqtt_retained_ignored_total", Kind::counter,
    "Retained messages: counted, never a sign of life (R12).", "broker"};
inline constexpr Definition messages_of_programs{
    "sensocampus_mqtt_program_messages_total", Kind::counter,
    "Messages of check-broker and of other instances: counted, not refused.", "broker"};
inline constexpr Definition messages_discovered{
    "sensocampus_status_discovered_total", Kind::counter,
    "Status messages of devices that are not registered.", ""};
inline constexpr Definition discovered_forgotten{
    "sensocampus_discovered_forgotten_total", Kind::counter,
    "Discovered devices dropped because the list was full.", ""};
inline constexpr Definition discovered_refused{
    "sensocampus_discovered_refused_total", Kind::counter,
    "Messages of unknown devices not listed: the list is full, and their topic root has most of it "
    "(R33).", ""};
inline constexpr Definition inbox_items{
    "sensocampus_inbox_items", Kind::gauge, "Messages read and not yet taken by the ingest loop.",
    ""};
inline constexpr Definition reading_stopped{
    "sensocampus_mqtt_reading_stopped_total", Kind::counter,
    "Times that reading stopped because the inbox was full.", "broker"};
inline constexpr Definition outbound_refused{
    "sensocampus_mqtt_outbound_refused_total", Kind::counter,
    "Messages to a broker refused because the queue was full.", ""};
inline constexpr Definition outbound_dropped{
    "sensocampus_mqtt_outbound_dropped_total", Kind::counter,
    "Messages to a broker dropped: control connection down, clogged or read-only.", "broker"};
inline constexpr Definition link_failures{
    "sensocampus_mqtt_link_failures_total", Kind::counter,
    "Connections lost and attempts refused, by reason.", "reason"};
inline constexpr Definition messages_unprotected{
    "sensocampus_mqtt_unprotected_messages_total", Kind::counter,
    "Messages delivered at QoS 0: lost if we crash before the commit (R5).", "broker"};
inline constexpr Definition broker_dropped{
    "sensocampus_broker_dropped_total", Kind::counter,
    "Messages that a broker says it dropped since we listen (R7).", "broker"};
inline constexpr Definition broker_heard{
    "sensocampus_broker_heard", Kind::gauge, "1 while the canary comes back (R8), else 0.",
    "broker"};
inline constexpr Definition broker_reconnects{
    "sensocampus_mqtt_reconnects_total", Kind::counter, "Connections opened again.", "broker"};
inline constexpr Definition sessions_lost{
    "sensocampus_mqtt_sessions_lost_total", Kind::counter,
    "Connections to a broker that had forgotten our session and what it had queued (R7).",
    "broker"};
inline constexpr Definition blind_seconds{
    "sensocampus_blind_seconds_total", Kind::counter, "Closed blind time (R9).", "broker"};
inline constexpr Definition batches_committed{
    "sensocampus_batches_committed_total", Kind::counter, "Ingest transactions committed.", ""};
inline constexpr Definition batches_failed{
    "sensocampus_batches_failed_total", Kind::counter,
    "Ingest transactions that failed and were tried again.", ""};
inline constexpr Definition rows_refused{
    "sensocampus_rows_refused_total", Kind::counter,
    "Rows dropped because the database refuses what they hold, by reason.", "reason"};
inline constexpr Definition devices{
    "sensocampus_devices", Kind::gauge, "Registered devices by presence.", "presence"};
inline constexpr Definition live_streams{
    "sensocampus_live_streams", Kind::gauge, "Open event streams.", ""};
inline constexpr Definition live_resyncs{
    "sensocampus_live_resyncs_total", Kind::counter,
    "Event streams told to read everything again.", ""};
inline constexpr Definition http_requests{
    "sensocampus_http_requests_total", Kind::counter, "Answers by class of status.", "class"};
inline constexpr Definition http_refused{
    "sensocampus_http_refused_total", Kind::counter,
    "Requests or connections refused by a limit, by reason.", "reason"};
inline constexpr Definition logins{
    "sensocampus_logins_total", Kind::counter, "Sign-in attempts by outcome.", "outcome"};
inline constexpr Definition table_rows{
    "sensocampus_rows", Kind::gauge, "Rows of a table (R27), counted once an hour.", "table"};
inline constexpr Definition database_failures{
    "sensocampus_database_failures_total", Kind::counter,
    "Transactions that the database could not do, by reason.", "reason"};
inline constexpr Definition database_retries{
    "sensocampus_database_retries_total", Kind::counter,
    "Transactions run again: the connection had died, or another one won.", ""};

inline constexpr Definition credential_answers{
    "sensocampus_credential_answers_total", Kind::counter,
    "Answers to boards that asked for their credentials, by what came out.", "answer"};
inline constexpr Definition broker_answers{
    "sensocampus_broker_answers_total", Kind::counter,
    "Answers to brokers that asked over HTTP, by what came out: granted, or why not.", "answer"};
inline constexpr Definition uses_waiting{
    "sensocampus_uses_waiting", Kind::gauge,
    "Secrets whose use waits to be noted in the ledger.", ""};
inline constexpr Definition uses_dropped{
    "sensocampus_uses_dropped_total", Kind::counter,
    "Uses of secrets not noted: too many waited for the database.", ""};
inline constexpr Definition access_accounts{
    "sensocampus_access_accounts", Kind::gauge, "Logins that the access table knows.", ""};
inline constexpr Definition access_left_out{
    "sensocampus_access_left_out_total", Kind::counter,
    "Accounts and rights left out of the access table because no table can hold them, by reason.",
    "reason"};

inline constexpr std::array all{
    messages_received, messages_applied, messages_refused, messages_retained, messages_of_programs,
    messages_discovered, discovered_forgotten, discovered_refused, inbox_items, reading_stopped,
    outbound_refused, outbound_dropped, link_failures, messages_unprotected, broker_dropped,
    broker_heard, broker_reconnects, sessions_lost, blind_seconds, batches_committed,
    batches_failed, rows_refused, devices, live_streams, live_resyncs, http_requests,
    http_refused, logins,
    table_rows, database_failures, database_retries, credential_answers, broker_answers,
    uses_waiting, uses_dropped, access_accounts, access_left_out};

}  // namespace soc::metrics
