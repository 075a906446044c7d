#include "mqtt/ingest_link.h"

#include <mqtt_protocol.h>
#include <poll.h>

#include <algorithm>
#include <utility>

#include "core/limits.h"
#include "core/log.h"
#include "metrics/names.h"
#include "mqtt/link_reason.h"

namespace soc {

namespace {

constexpr microseconds keep_alive_every{std::chrono::seconds{1}};

/// The configured filters, and the canary's own topic where none of them covers it (R8).
std::vector<std::string> filters_of(const BrokerOptions& broker) {
    std::vector<std::string> filters;
    bool covered = broker.read_only;
    for (const TopicFilter& filter : broker.topic_filters) {
        filters.push_back(filter.text());
        covered = covered || matches(filter, canary_topic(broker));
    }
    if (!covered) {
        log::warning("no topic filter covers the canary: filtering is not proven",
                     {{"broker", broker.name}, {"canary", canary_topic(broker)}});
        filters.push_back(canary_topic(broker));
    }
    return filters;
}

}  // namespace

IngestLink::IngestLink(BrokerIndex index, const BrokerOptions& broker, LinkContext context)
    : index_{index},
      broker_{broker},
      context_{std::move(context)},
      filters_{filters_of(broker)},
      received_{context_.metrics.counter(metrics::messages_received, broker.name)},
      retained_{context_.metrics.counter(metrics::messages_retained, broker.name)},
      unprotected_{context_.metrics.counter(metrics::messages_unprotected, broker.name)},
      stopped_reading_{context_.metrics.counter(metrics::reading_stopped, broker.name)},
      reconnects_{context_.metrics.counter(metrics::broker_reconnects, broker.name)},
      port_{context_.inbox.items},
      dialler_{broker_,
               {client_id(broker, "ingest"), !broker.read_only, limits::receive_max},
               *this,
               {context_.wake, context_.random}} {}

void IngestLink::turn(Moment now) {
    const bool free = port_.flush();
    if (paused_ && free && port_.has_room()) {
        paused_ = false;
        unread_ = true;
        keep_alive_at_ = now.steady + keep_alive_every;
    }
    if (dialler_.is_connected() && now.steady >= keep_alive_at_ && may_write()) {
        // Also decides that the broker is gone, which is only true while we do read.
        if (!paused_) dialler_.connection()->keep_alive();
        keep_alive_at_ = now.steady + keep_alive_every;
    }
    write_if_allowed();
    if (reopen_wanted_ && !paused_ && may_write()) reopen_now(now);
    expect_subscription(now.steady);
    if (const auto failure = dialler_.turn(now.steady)) went_down(*failure, now);
}

PollWish IngestLink::wish() const {
    const MqttConnection* connection = dialler_.connection();
    if (connection == nullptr) return {};
    PollWish wish;
    if (may_read()) wish.events |= POLLIN;
    if (may_write() && connection->wants_write()) wish.events |= POLLOUT;
    if (wish.events != 0) wish.fd = connection->fd();
    wish.at_once = unread_ && may_read();
    return wish;
}

SteadyTime IngestLink::wake_at() const {
    const SteadyTime dialler = dialler_.wake_at();
    if (!dialler_.is_connected() || !may_write()) return dialler;
    return std::min({dialler, keep_alive_at_, subscribed_by_.value_or(keep_alive_at_)});
}

void IngestLink::ready(short revents, Moment now) {
    MqttConnection* connection = dialler_.connection();
    if (connection == nullptr) return;
    if (revents != 0) unread_ = true;
    // Read first: why the other end hung up may be the last thing that it said.
    read_while_room();
    if ((revents & (POLLERR | POLLHUP)) != 0 && !unread_) connection->hung_up();
    write_if_allowed();
    if (const auto failure = dialler_.turn(now.steady)) went_down(*failure, now);
}

bool IngestLink::may_read() const { return !stopping_ && !subscribing_ && port_.has_room(); }

bool IngestLink::may_write() const {
    return read_on_connection_ == 0 ||
           context_.inbox.progress.committed(index_) == messages_read_;
}

void IngestLink::write_if_allowed() {
    MqttConnection* connection = dialler_.connection();
    if (connection == nullptr || !may_write()) return;
    if (connection->wants_write()) connection->write();
    if (!connection->wants_write()) subscribing_ = false;
}

void IngestLink::read_while_room() {
    MqttConnection* connection = dialler_.connection();
    for (int packets = 0; packets < limits::packets_per_turn; ++packets) {
        if (!may_read()) break;
        if (!connection->read()) {
            unread_ = false;
            return;
        }
        // The SUBSCRIBE goes out before the first message is read (R6).
        if (subscribing_) write_if_allowed();
    }
    if (!stopping_ && !paused_ && !port_.has_room()) {
        paused_ = true;
        stopped_reading_.increment();
        log::warning_limited("reading stopped: the inbox is full", {{"broker", broker_.name}});
    }
}

/// The time runs only while we read, and while our own commits hold up nothing: before that the
/// answer may lie behind messages that we leave unread.
void IngestLink::expect_subscription(SteadyTime now) {
    if (!subscribed_by_ || !dialler_.is_connected()) return;
    if (paused_ || !may_write()) {
        subscribed_by_ = now + subscribe_timeout;
    } else if (now >= *subscribed_by_) {
        dialler_.connection()->close(link_reason::subscription_unanswered);
    }
}

void IngestLink::on_connected(bool session_present) {
    ++generation_;
    if (generation_ > 1) reconnects_.increment();
    session_present_ = session_present;
    read_on_connection_ = 0;
    subscribing_ = true;
    const SteadyTime now = context_.clock.now().steady;
    keep_alive_at_ = now + keep_alive_every;
    subscribed_by_ = now + subscribe_timeout;
    if (!dialler_.connection()->subscribe(filters_, 1)) {
        dialler_.connection()->close(link_reason::internal_error);
    }
}

void IngestLink::on_subscribed(std::span<const int> codes) {
    subscribed_by_.reset();
    std::size_t refused = 0;
    for (std::size_t i = 0; i < codes.size() && i < filters_.size(); ++i) {
        if (codes[i] == 1) continue;
        refused += codes[i] >= MQTT_RC_UNSPECIFIED ? 1U : 0U;
        log::warning(codes[i] >= MQTT_RC_UNSPECIFIED ? "subscription refused"
                                                     : "subscription granted at QoS 0 only",
                     {{"broker", broker_.name}, {"filter", filters_[i]}, {"code", codes[i]}});
    }
    if (refused == filters_.size()) {
        return dialler_.connection()->close(link_reason::subscription_refused);
    }
    log::info("ingest connection up", {{"broker", broker_.name},
                                       {"generation", generation_},
                                       {"session_present", session_present_}});
    down_reason_.clear();
    post(LinkEvent::Kind::ingest_up, refused > 0 ? link_reason::subscription_refused : "",
         context_.clock.now());
}

void IngestLink::on_message(const ReceivedMessage& message) {
    MqttConnection& connection = *dialler_.connection();
    if (!connection.is_open()) return;  // closed a moment ago: the broker sends it again
    if (!port_.takes_messages()) return connection.close(link_reason::reading_overrun);
    count(message);
    const Moment now = context_.clock.now();
    if (subscribed_by_) subscribed_by_ = now.steady + subscribe_timeout;
    const bool oversized = message.payload.size() > limits::payload_bytes_max;
    const std::string_view payload = oversized ? std::string_view{} : message.payload;
    port_.push(InboundMessage{index_, message.retained, oversized, now,
                              std::string{message.topic}, std::string{payload}});
}

void IngestLink::count(const ReceivedMessage& message) {
    ++messages_read_;
    ++read_on_connection_;
    received_.increment();
    if (message.retained) retained_.increment();
    if (message.qos > 0) return;
    unprotected_.increment();
    if (std::exchange(warned_unprotected_, true)) return;
    log::warning("broker delivers at QoS 0: a crash loses what is not committed; set "
                 "upgrade_outgoing_qos true there (check-broker tells more)",
                 {{"broker", broker_.name}});
}

void IngestLink::went_down(const Dialler::Failure& failure, Moment now) {
    read_on_connection_ = 0;
    subscribing_ = false;
    unread_ = false;
    reopen_wanted_ = false;  // it ended by itself: the next connection is a new one anyway
    subscribed_by_.reset();
    context_.metrics.counter(metrics::link_failures, failure.reason).increment();
    if (stopping_ || down_reason_ == failure.reason) return;
    down_reason_ = failure.reason;
    log::warning("ingest connection down", {{"broker", broker_.name},
                                            {"reason", failure.reason},
                                            {"detail", failure.detail}});
    post(LinkEvent::Kind::ingest_down, failure.reason, now);
}

void IngestLink::reopen_now(Moment now) {
    reopen_wanted_ = false;
    if (stopping_) return;
    const bool was_there = dialler_.connection() != nullptr;
    dialler_.reopen(now.steady);
    if (was_there) went_down({std::string{link_reason::reopened}, {}, true}, now);
}

void IngestLink::post(LinkEvent::Kind kind, std::string_view reason, Moment at) {
    port_.push(LinkEvent{kind, index_, generation_, session_present_, at, std::string{reason}});
}

void IngestLink::stop() {
    stopping_ = true;
    subscribed_by_.reset();
    dialler_.give_up();
    if (!dialler_.is_connected()) dialler_.hang_up();
}

bool IngestLink::is_drained() const {
    const MqttConnection* connection = dialler_.connection();
    return connection == nullptr || (may_write() && !connection->wants_write());
}

void IngestLink::say_goodbye() {
    MqttConnection* connection = dialler_.connection();
    if (connection == nullptr || !connection->is_connected()) return dialler_.hang_up();
    connection->disconnect();
    connection->write();
}

}  // namespace soc
