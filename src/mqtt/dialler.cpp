#include "mqtt/dialler.h"

#include <utility>

#include "core/log.h"
#include "mqtt/link_reason.h"

namespace soc {

namespace {

/// A connection that held this long was good; shorter ones count as further failures, so that
/// two servers of one name that throw each other out do it slowly.
constexpr microseconds stable_after{std::chrono::seconds{30}};

/// Some 3.1.1 brokers hang up on a version 5 CONNECT without a word. Once may be chance.
constexpr int hang_ups_max = 2;

constexpr SteadyTime never = SteadyTime::max();

}  // namespace

Dialler::Dialler(const BrokerOptions& broker, Role role, ConnectionEvents& events, Tools tools)
    : broker_{broker},
      role_{std::move(role)},
      events_{events},
      lookup_{std::move(tools.wake)},
      backoff_{tools.random} {}

std::optional<Dialler::Failure> Dialler::turn(SteadyTime now) {
    if (connection_) {
        if (connection_->is_connected() && !connected_since_) {
            connected_since_ = now;
            ever_connected_ = true;
        }
        if (!connection_->is_connected() && now >= give_up_at_) {
            connection_->close(link_reason::connect_timeout);
        }
        return connection_->is_open() ? std::nullopt : ended(now);
    }
    if (given_up_) return std::nullopt;
    if (!looking_up_ && now >= retry_at_) {
        looking_up_ = true;
        give_up_at_ = now + connect_timeout;
        lookup_.start(broker_.host);
    }
    if (!looking_up_) return std::nullopt;
    if (!lookup_.done()) {
        if (now < give_up_at_) return std::nullopt;
        return failed({std::string{link_reason::host_not_found}, "no answer", false}, now);
    }
    looking_up_ = false;
    addresses_ = lookup_.take();
    if (addresses_.empty()) {
        return failed({std::string{link_reason::host_not_found}, broker_.host, false}, now);
    }
    return dial_next(now);
}

ConnectionRequest Dialler::request_for(const std::string& address) const {
    ConnectionRequest request;
    request.address = address;
    request.port = broker_.port;
    request.client_id = role_.client_id;
    request.user = broker_.user;
    request.password = broker_.password;
    request.version = version_;
    request.keep_alive = broker_.keep_alive;
    request.clean_start = !role_.keep_session;
    request.receive_max = role_.receive_max;
    if (role_.keep_session) request.session_expiry = broker_.session_expiry;
    return request;
}

std::optional<Dialler::Failure> Dialler::dial_next(SteadyTime now) {
    ConnectionRequest request = request_for(addresses_.front());
    addresses_.erase(addresses_.begin());
    give_up_at_ = now + connect_timeout;
    connected_since_.reset();
    if (broker_.tls) {
        Result<TlsContext> tls = TlsContext::create(*broker_.tls, broker_.host);
        if (!tls) return failed({tls.error().reason, tls.error().detail, false}, now);
        request.tls = *std::move(tls);
        if (broker_.tls->accept_any_certificate) {
            log::warning("broker certificate is not checked", {{"broker", broker_.name}});
        }
    }
    connection_ = std::make_unique<MqttConnection>(std::move(request), events_);
    return connection_->is_open() ? std::nullopt : ended(now);
}

std::optional<Dialler::Failure> Dialler::ended(SteadyTime now) {
    const bool was_connected = connection_->is_connected();
    Failure failure{connection_->close_reason(), connection_->close_detail(), was_connected};
    connection_.reset();
    if (was_connected) {
        hang_ups_ = 0;
        if (connected_since_ && now - *connected_since_ >= stable_after) backoff_.reset();
        addresses_.clear();
        version_ = MqttVersion::v5;  // the broker may come back as a newer one
    } else if (failure.reason == link_reason::version_refused && version_ == MqttVersion::v5) {
        version_ = MqttVersion::v311;
        retry_at_ = now;  // it is there and speaks the older version: no pause
        addresses_.clear();
        return std::nullopt;
    } else if (version_ == MqttVersion::v311) {
        version_ = MqttVersion::v5;
    } else if (failure.reason == link_reason::connection_lost && ++hang_ups_ == hang_ups_max) {
        hang_ups_ = 0;
        version_ = MqttVersion::v311;
    }
    if (!addresses_.empty() && !link_reason::is_refusal(failure.reason) && !given_up_) {
        return dial_next(now);
    }
    return failed(std::move(failure), now);
}

std::optional<Dialler::Failure> Dialler::failed(Failure failure, SteadyTime now) {
    looking_up_ = false;
    const bool pestering = !ever_connected_ && link_reason::is_refusal(failure.reason);
    retry_at_ = now + backoff_.next(pestering ? Backoff::cap_refused : Backoff::cap_blind);
    return failure;
}

void Dialler::reopen(SteadyTime now) {
    connection_.reset();
    addresses_.clear();
    retry_at_ = now;
}

SteadyTime Dialler::wake_at() const {
    if (connection_) return connection_->is_connected() ? never : give_up_at_;
    if (given_up_) return never;
    return looking_up_ ? give_up_at_ : retry_at_;
}

}  // namespace soc
