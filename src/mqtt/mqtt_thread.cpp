#include "mqtt/mqtt_thread.h"

#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <utility>

#include "core/assert.h"
#include "core/limits.h"
#include "core/log.h"

namespace soc {

namespace {

/// The longest sleep: bounds what a lost wake-up could cost.
constexpr microseconds nap_max{std::chrono::seconds{1}};
/// For the goodbye after everything is acknowledged.
constexpr microseconds goodbye_patience{std::chrono::milliseconds{500}};

template <class Action>
void for_each_link(std::vector<BrokerLink>& links, Action action) {
    for (BrokerLink& link : links) {
        action(*link.ingest);
        action(*link.control);
    }
}

template <class Test>
bool all_links(const std::vector<BrokerLink>& links, Test test) {
    return std::all_of(links.begin(), links.end(), [&](const BrokerLink& link) {
        return test(*link.ingest) && test(*link.control);
    });
}

}  // namespace

MqttThread::MqttThread(std::vector<BrokerOptions> brokers, Parts parts)
    : parts_{parts}, wake_{std::make_shared<WakeUp>()} {
    SOC_ASSERT(brokers.size() <= limits::brokers_max);
    const LinkContext context{parts_.inbox, parts_.clock, parts_.random, parts_.metrics, wake_};
    for (BrokerOptions& broker : brokers) {
        links_.emplace_back(static_cast<BrokerIndex>(links_.size()), std::move(broker), context);
    }
    parts_.inbox.on_progress = [wake = wake_] { wake->ring(); };
    parts_.outbound.on_push = [wake = wake_] { wake->ring(); };
}

MqttThread::~MqttThread() { stop(std::chrono::milliseconds{0}); }

void MqttThread::start() {
    SOC_ASSERT(!thread_.joinable());
    thread_ = std::thread{[this] { run(); }};
}

void MqttThread::stop(std::chrono::milliseconds patience) {
    if (!thread_.joinable()) return;
    patience_us_ = microseconds{patience}.count();
    stop_asked_ = true;
    wake_->ring();
    thread_.join();
}

void MqttThread::run() {
    // Signals are main's; SIGPIPE would end the program when OpenSSL writes to a dead socket.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    while (phase_ != Phase::done) {
        dispatch_outbound();
        const Moment now = parts_.clock.now();
        for_each_link(links_, [&](auto& link) { link.turn(now); });
        advance(now);
        if (phase_ != Phase::done) wait();
    }
    links_.clear();
}

/// Sleeps until a socket, a bell or a time limit wakes us, and serves the sockets.
void MqttThread::wait() {
    std::vector<pollfd> descriptors{{wake_->fd(), POLLIN, 0}};
    bool at_once = false;
    const SteadyTime now = parts_.clock.now().steady;
    SteadyTime wake_at = std::min(stop_by_, now + nap_max);
    for_each_link(links_, [&](const auto& link) {
        const PollWish wish = link.wish();
        descriptors.push_back({wish.fd, wish.events, 0});
        at_once = at_once || wish.at_once;
        wake_at = std::min(wake_at, link.wake_at());
    });
    const auto nap = std::chrono::ceil<std::chrono::milliseconds>(wake_at - now);
    const int timeout = at_once ? 0 : std::max(0, static_cast<int>(nap.count()));
    poll(descriptors.data(), descriptors.size(), timeout);
    if (descriptors.front().revents != 0) wake_->clear();

    const Moment then = parts_.clock.now();
    auto descriptor = std::next(descriptors.begin());
    for_each_link(links_, [&](auto& link) {
        const PollWish wish = link.wish();
        if (descriptor->revents != 0 || wish.at_once) link.ready(descriptor->revents, then);
        ++descriptor;
    });
}

void MqttThread::dispatch_outbound() {
    outgoing_.clear();
    parts_.outbound.drain(outgoing_);
    for (const OutboundItem& item : outgoing_) {
        if (const auto* message = std::get_if<OutboundMessage>(&item)) {
            SOC_ASSERT(message->broker < links_.size());
            links_[message->broker].control->publish(*message);
        } else {
            const auto& reopen = std::get<ReopenLinks>(item);
            SOC_ASSERT(reopen.broker < links_.size());
            links_[reopen.broker].ingest->reopen();
            links_[reopen.broker].control->reopen(parts_.clock.now());
        }
    }
}

void MqttThread::advance(Moment now) {
    if (phase_ == Phase::serving && stop_asked_) {
        phase_ = Phase::draining;
        stop_by_ = now.steady + microseconds{patience_us_};
        for_each_link(links_, [](auto& link) { link.stop(); });
    }
    if (phase_ == Phase::draining) {
        const bool drained = all_links(links_, [](const auto& link) { return link.is_drained(); });
        if (!drained && now.steady < stop_by_) return;
        if (!drained) log::warning("stopped before everything was committed: the broker keeps it");
        phase_ = Phase::leaving;
        stop_by_ = now.steady + goodbye_patience;
        for_each_link(links_, [](auto& link) {
            if (link.is_drained()) link.say_goodbye();
        });
    }
    if (phase_ == Phase::leaving) {
        const bool closed = all_links(
            links_, [](const auto& link) { return link.is_closed() || !link.is_drained(); });
        if (closed || now.steady >= stop_by_) phase_ = Phase::done;
    }
}

}  // namespace soc
