#include "simulate/mqtt_session.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace soc::simulate {

MqttSession::MqttSession(std::uint64_t key, const SocketAddress& broker,
                         const mqtt::ConnectFields& fields, SessionListener& listener)
    : key_{key}, broker_{broker}, listener_{listener}, keep_alive_{fields.keep_alive_s} {
    mqtt::append_connect(connect_packet_, fields);
}

void MqttSession::open(SteadyTime now) {
    socket_ = broker_.connect();
    opened_at_ = now;
    last_sent_ = now;
    last_received_ = now;
}

MqttSession::~MqttSession() {
    if (socket_ >= 0) ::close(socket_);
}

bool MqttSession::publish(std::uint16_t packet_id, std::string_view topic,
                          std::string_view payload) {
    if (state_ != State::up) return false;
    if (queued_bytes() + topic.size() + payload.size() > queued_bytes_max) return false;
    mqtt::append_publish(out_, packet_id, topic, payload);
    return true;
}

bool MqttSession::subscribe(std::string_view filter) {
    if (state_ != State::up) return false;
    mqtt::append_subscribe(out_, next_packet_id_, filter);
    next_packet_id_ = next_packet_id_ == 65'535 ? std::uint16_t{1}
                                                : static_cast<std::uint16_t>(next_packet_id_ + 1);
    return true;
}

void MqttSession::greet(SteadyTime now) {
    int failure = 0;
    socklen_t size = sizeof failure;
    getsockopt(socket_, SOL_SOCKET, SO_ERROR, &failure, &size);
    if (failure != 0) return lose("connection_refused");
    state_ = State::greeting;
    out_ = std::move(connect_packet_);
    flush(now);
}

void MqttSession::flush(SteadyTime now) {
    if (state_ == State::connecting || state_ == State::closed) return;
    while (sent_ < out_.size()) {
        const ssize_t written =
            ::send(socket_, out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
        if (written < 0) return lose("connection_broken");
        sent_ += static_cast<std::size_t>(written);
        last_sent_ = now;
    }
    if (sent_ == out_.size()) {
        out_.clear();
        sent_ = 0;
        if (ends_) ::shutdown(socket_, SHUT_WR);
    } else if (sent_ > queued_bytes_max / 2) {
        out_.erase(0, sent_);
        sent_ = 0;
    }
}

void MqttSession::ready(bool readable, bool writable, SteadyTime now) {
    if (state_ == State::closed) return;
    if (state_ == State::connecting && (writable || readable)) greet(now);
    if (writable) flush(now);
    if (readable) read_all(now);
}

void MqttSession::read_all(SteadyTime now) {
    std::array<char, 16 * 1024> chunk;
    while (state_ != State::closed) {
        const ssize_t count = ::recv(socket_, chunk.data(), chunk.size(), 0);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
        if (count <= 0) return lose(count == 0 ? "closed_by_broker" : "connection_broken");
        last_received_ = now;
        in_.append(chunk.data(), static_cast<std::size_t>(count));

        std::string_view rest = in_;
        mqtt::Packet packet;
        auto result = mqtt::TakeResult::taken;
        while ((result = mqtt::take_packet(rest, packet)) == mqtt::TakeResult::taken) {
            if (!handle(packet)) return;
        }
        if (result == mqtt::TakeResult::malformed) return lose("malformed_packet");
        in_.erase(0, in_.size() - rest.size());
    }
}

bool MqttSession::handle(const mqtt::Packet& packet) {
    switch (packet.type) {
        case mqtt::PacketType::connack: {
            const auto code = mqtt::read_connack(packet);
            if (state_ != State::greeting || code != 0) {
                lose(code == 4 || code == 5 ? "not_authorised" : "refused_by_broker");
                return false;
            }
            state_ = State::up;
            listener_.session_up(key_);
            return true;
        }
        case mqtt::PacketType::publish: {
            const auto delivery = mqtt::read_publish(packet);
            if (!delivery) {
                lose("malformed_packet");
                return false;
            }
            if (state_ == State::up) listener_.session_message(key_, *delivery);
            return true;
        }
        case mqtt::PacketType::puback: listener_.session_acknowledged(key_); return true;
        case mqtt::PacketType::pingresp: ping_open_ = false; return true;
        default: return true;  // a SUBACK changes nothing: boards do not look at it
    }
}

void MqttSession::tick(SteadyTime now) {
    if (state_ == State::closed) return;
    if (socket_ < 0) return lose("connection_refused");
    const bool is_opening = state_ == State::connecting || state_ == State::greeting;
    if (is_opening && now - opened_at_ >= connect_patience) return lose("connect_timeout");
    if (state_ == State::leaving && now - left_at_ >= leave_patience) return lose("goodbye");
    if (state_ != State::up) return;
    const bool idle = now - last_sent_ >= keep_alive_ || now - last_received_ >= keep_alive_;
    if (!idle) return;
    if (ping_open_) return lose("keep_alive");
    ping_open_ = true;
    mqtt::append_pingreq(out_);
    flush(now);
    last_sent_ = now;
    last_received_ = now;
}

void MqttSession::say_goodbye(SteadyTime now) {
    if (state_ != State::up) return cut();
    mqtt::append_disconnect(out_);
    ends_ = true;
    left_at_ = now;
    state_ = State::leaving;
    flush(now);
}

void MqttSession::cut() {
    if (socket_ < 0) return;
    // A reset instead of an orderly end, as far as the broker can see; also leaves no port behind.
    const linger at_once{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(socket_);
    socket_ = -1;
    state_ = State::closed;
}

void MqttSession::lose(std::string_view reason) {
    const bool was_leaving = state_ == State::leaving;
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    state_ = State::closed;
    if (!was_leaving) listener_.session_lost(key_, reason);
}

}  // namespace soc::simulate
