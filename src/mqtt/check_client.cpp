#include "mqtt/check_client.h"

#include <mqtt_protocol.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/limits.h"

namespace soc {

namespace {

constexpr microseconds answer_patience{std::chrono::seconds{5}};

}  // namespace

CheckClient::CheckClient(const BrokerOptions& broker, Dialler::Role role, RandomSource& random,
                         const Clock& clock)
    : clock_{clock}, dialler_{broker, std::move(role), *this, {wake_, random}} {}

bool CheckClient::connect() {
    // Several addresses and both versions of MQTT may be tried, 5 s each.
    const bool decided = wait_for([this] { return failed_ || dialler_.is_connected(); },
                                  4 * Dialler::connect_timeout);
    dialler_.give_up();
    return decided && !failed_;
}

bool CheckClient::subscribe(const std::string& filter, int qos) {
    codes_.clear();
    if (!dialler_.is_connected() || !dialler_.connection()->subscribe({filter}, qos)) return false;
    return wait_for([this] { return failed_ || !codes_.empty(); }, answer_patience) && !failed_ &&
           codes_.front() < MQTT_RC_UNSPECIFIED;
}

void CheckClient::publish(const std::string& topic, std::string_view payload) {
    if (dialler_.is_connected()) static_cast<void>(dialler_.connection()->publish(topic, payload));
}

void CheckClient::flush() {
    static_cast<void>(wait_for(
        [this] { return !dialler_.is_open() || !dialler_.connection()->wants_write(); },
        answer_patience));
}

void CheckClient::disconnect() {
    if (!dialler_.is_connected() || holds_) return;
    dialler_.connection()->disconnect();
    static_cast<void>(wait_for([this] { return failed_; }, answer_patience));
}

bool CheckClient::wait_for(const std::function<bool()>& condition, microseconds patience) {
    const SteadyTime until = clock_.now().steady + patience;
    while (!condition()) {
        if (clock_.now().steady >= until) return false;
        serve_once(until);
    }
    return true;
}

const CheckClient::Message* CheckClient::wait_for_payload(std::string_view payload,
                                                          microseconds patience) {
    std::size_t seen = 0;
    const Message* found = nullptr;
    const auto look = [&] {
        for (; seen < messages_.size() && found == nullptr; ++seen) {
            if (messages_[seen].payload == payload) found = &messages_[seen];
        }
        return found != nullptr || failed_;
    };
    static_cast<void>(wait_for(look, patience));
    return found;
}

void CheckClient::serve_once(SteadyTime until) {
    const SteadyTime now = clock_.now().steady;
    if (auto failure = dialler_.turn(now)) {
        failure_ = *std::move(failure);
        failed_ = true;
        return;
    }
    MqttConnection* connection = dialler_.connection();
    const auto writes = [&] { return !holds_ && connection->wants_write(); };
    const int events = POLLIN | (connection != nullptr && writes() ? POLLOUT : 0);
    std::array<pollfd, 2> descriptors{
        pollfd{wake_->fd(), POLLIN, 0},
        pollfd{connection == nullptr ? -1 : connection->fd(), static_cast<short>(events), 0}};
    const auto nap = std::chrono::ceil<milliseconds>(std::min(until, dialler_.wake_at()) - now);
    poll(descriptors.data(), descriptors.size(), std::max(0, static_cast<int>(nap.count())));
    wake_->clear();
    const short revents = descriptors[1].revents;
    if (connection == nullptr || revents == 0) return;
    while (connection->read()) {
    }
    if ((revents & (POLLERR | POLLHUP)) != 0) connection->hung_up();
    if (writes()) connection->write();
}

void CheckClient::on_connected(bool session_present) { session_present_ = session_present; }

void CheckClient::on_subscribed(std::span<const int> codes) {
    codes_.assign(codes.begin(), codes.end());
}

void CheckClient::on_message(const ReceivedMessage& message) {
    // On a busy campus `+/+/device` brings more than our own: the newest is what counts.
    if (messages_.size() >= limits::inbox_items_max) messages_.clear();
    messages_.push_back({std::string{message.topic}, std::string{message.payload}, message.qos});
}

}  // namespace soc
