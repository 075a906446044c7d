#include "mqtt/control_link.h"

#include <mqtt_protocol.h>
#include <poll.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/limits.h"
#include "core/log.h"
#include "metrics/names.h"
#include "mqtt/link_reason.h"

namespace soc {

namespace {

constexpr microseconds keep_alive_every{std::chrono::seconds{1}};

/// Mosquitto's count of messages that it dropped for full queues, since its start, of all
/// clients; retained, renewed every `sys_interval` (10 s) when it changed.
const std::string dropped_topic = "$SYS/broker/publish/messages/dropped";

}  // namespace

ControlLink::ControlLink(BrokerIndex index, const BrokerOptions& broker, LinkContext context)
    : index_{index},
      broker_{broker},
      context_{std::move(context)},
      outbound_dropped_{context_.metrics.counter(metrics::outbound_dropped, broker.name)},
      broker_dropped_{context_.metrics.counter(metrics::broker_dropped, broker.name)},
      port_{context_.inbox.items},
      dialler_{broker_, {client_id(broker, "control"), false, 20}, *this,
               {context_.wake, context_.random}} {}

void ControlLink::turn(Moment now) {
    port_.flush();
    if (MqttConnection* connection = dialler_.connection()) {
        if (connection->is_connected() && now.steady >= keep_alive_at_) {
            connection->keep_alive();
            keep_alive_at_ = now.steady + keep_alive_every;
        }
        if (connection->wants_write()) connection->write();
        if (!connection->wants_write()) unsent_ = 0;
    }
    if (const auto failure = dialler_.turn(now.steady)) went_down(*failure, now);
}

PollWish ControlLink::wish() const {
    const MqttConnection* connection = dialler_.connection();
    if (connection == nullptr) return {};
    const int events = POLLIN | (connection->wants_write() ? POLLOUT : 0);
    return {connection->fd(), static_cast<short>(events), unread_};
}

SteadyTime ControlLink::wake_at() const {
    const SteadyTime dialler = dialler_.wake_at();
    return dialler_.is_connected() ? std::min(dialler, keep_alive_at_) : dialler;
}

void ControlLink::ready(short revents, Moment now) {
    MqttConnection* connection = dialler_.connection();
    if (connection == nullptr) return;
    // Read first: why the other end hung up may be the last thing that it said.
    unread_ = true;
    for (int packets = 0; unread_ && packets < limits::packets_per_turn; ++packets) {
        unread_ = connection->read();
    }
    if ((revents & (POLLERR | POLLHUP)) != 0 && !unread_) connection->hung_up();
    if (connection->wants_write()) connection->write();
    if (const auto failure = dialler_.turn(now.steady)) went_down(*failure, now);
}

void ControlLink::publish(const OutboundMessage& message) {
    const bool possible = dialler_.is_connected() && !broker_.read_only &&
                          unsent_ < limits::outbound_items_max &&
                          dialler_.connection()->publish(message.topic, message.payload);
    if (possible) {
        ++unsent_;
        return;
    }
    outbound_dropped_.increment();
    log::warning_limited("message to a broker dropped", {{"broker", broker_.name},
                                                         {"topic", message.topic},
                                                         {"read_only", broker_.read_only}});
}

void ControlLink::on_connected(bool /*session_present*/) {
    ++generation_;
    unsent_ = 0;
    const Moment now = context_.clock.now();
    keep_alive_at_ = now.steady + keep_alive_every;
    if (!dialler_.connection()->subscribe({dropped_topic}, 0)) {
        return dialler_.connection()->close(link_reason::internal_error);
    }
    log::info("control connection up",
              {{"broker", broker_.name}, {"generation", generation_}});
    down_reason_.clear();
    post(LinkEvent::Kind::control_up, "", now);
}

void ControlLink::on_subscribed(std::span<const int> codes) {
    if (codes.empty() || codes.front() < MQTT_RC_UNSPECIFIED) return;
    log::info("broker does not show its drop counter",
              {{"broker", broker_.name}, {"topic", dropped_topic}});
}

void ControlLink::on_message(const ReceivedMessage& message) {
    std::uint64_t count = 0;
    const char* end = message.payload.data() + message.payload.size();
    const auto parsed = std::from_chars(message.payload.data(), end, count);
    if (message.topic != dropped_topic || parsed.ec != std::errc{} || parsed.ptr != end) return;

    // The retained value is where we begin. Mosquitto lets it expire after a minute without a
    // change, so a first value that is live has just moved: by one at least.
    const std::uint64_t begin = message.retained || count == 0 ? count : count - 1;
    const std::uint64_t before = dropped_so_far_.value_or(begin);
    // Smaller than before: the broker was restarted and counts from zero.
    const std::uint64_t fresh = count >= before ? count - before : count;
    dropped_so_far_ = count;
    if (fresh == 0) return;
    broker_dropped_.increment(static_cast<double>(fresh));
    log::warning("broker dropped messages", {{"broker", broker_.name}, {"messages", fresh}});
    post(LinkEvent::Kind::dropped, "broker_dropped", context_.clock.now());
}

void ControlLink::went_down(const Dialler::Failure& failure, Moment now) {
    unsent_ = 0;
    unread_ = false;
    context_.metrics.counter(metrics::link_failures, failure.reason).increment();
    if (stopping_ || down_reason_ == failure.reason) return;
    down_reason_ = failure.reason;
    log::warning("control connection down", {{"broker", broker_.name},
                                             {"reason", failure.reason},
                                             {"detail", failure.detail}});
    post(LinkEvent::Kind::control_down, failure.reason, now);
}

void ControlLink::reopen(Moment now) {
    if (stopping_) return;
    const bool was_there = dialler_.connection() != nullptr;
    dialler_.reopen(now.steady);
    if (was_there) went_down({std::string{link_reason::reopened}, {}, true}, now);
}

void ControlLink::post(LinkEvent::Kind kind, std::string_view reason, Moment at) {
    port_.push(LinkEvent{kind, index_, generation_, false, at, std::string{reason}});
}

void ControlLink::stop() {
    stopping_ = true;
    dialler_.give_up();
    if (!dialler_.is_connected()) dialler_.hang_up();
}

bool ControlLink::is_drained() const {
    const MqttConnection* connection = dialler_.connection();
    return connection == nullptr || !connection->wants_write();
}

void ControlLink::say_goodbye() {
    MqttConnection* connection = dialler_.connection();
    if (connection == nullptr || !connection->is_connected()) return dialler_.hang_up();
    connection->disconnect();
    connection->write();
}

}  // namespace soc
