#include "simulate/session_pool.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "core/assert.h"

namespace soc::simulate {
namespace {

constexpr std::uint64_t wake_key = ~std::uint64_t{0};
constexpr microseconds tick_pause = std::chrono::seconds{1};

std::uint32_t slot_of(SessionKey key) { return static_cast<std::uint32_t>(key); }
std::uint32_t generation_of(SessionKey key) { return static_cast<std::uint32_t>(key >> 32U); }
SessionKey key_of(std::uint32_t slot, std::uint32_t generation) {
    return static_cast<SessionKey>(generation) << 32U | slot;
}

}  // namespace

SessionPool::SessionPool(const SocketAddress& broker, SessionListener& listener,
                         const Clock& clock)
    : broker_{broker},
      listener_{listener},
      clock_{clock},
      epoll_{epoll_create1(EPOLL_CLOEXEC)},
      ticked_at_{clock.now().steady} {
    SOC_ASSERT(epoll_ >= 0);
}

SessionPool::~SessionPool() {
    slots_.clear();
    ::close(epoll_);
}

MqttSession* SessionPool::find(SessionKey key) {
    const std::uint32_t slot = slot_of(key);
    if (slot >= slots_.size() || slots_[slot].generation != generation_of(key)) return nullptr;
    return slots_[slot].session.get();
}

SessionKey SessionPool::open(const mqtt::ConnectFields& fields) {
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const std::uint32_t index = free_.back();
    free_.pop_back();
    Slot& slot = slots_[index];
    ++slot.generation;
    slot.is_leaving = false;
    const SessionKey key = key_of(index, slot.generation);
    slot.session = std::make_unique<MqttSession>(key, broker_, fields, listener_);
    slot.session->open(clock_.now().steady);
    ++open_;
    if (slot.session->fd() >= 0) {
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
        event.data.u64 = key;
        epoll_ctl(epoll_, EPOLL_CTL_ADD, slot.session->fd(), &event);
    }
    return key;
}

void SessionPool::close(SessionKey key, bool politely) {
    MqttSession* session = find(key);
    if (session == nullptr) return;
    if (politely) {
        session->say_goodbye(clock_.now().steady);
        slots_[slot_of(key)].is_leaving = true;
    } else {
        session->cut();
    }
    reap(slot_of(key));
}

void SessionPool::reap(std::uint32_t index) {
    Slot& slot = slots_[index];
    if (!slot.session || slot.session->fd() >= 0) return;
    slot.session.reset();
    ++slot.generation;
    free_.push_back(index);
    --open_;
}

void SessionPool::mark_dirty(SessionKey key) {
    Slot& slot = slots_[slot_of(key)];
    if (slot.is_dirty) return;
    slot.is_dirty = true;
    dirty_.push_back(slot_of(key));
}

bool SessionPool::publish(SessionKey key, std::uint16_t packet_id, std::string_view topic,
                          std::string_view payload) {
    MqttSession* session = find(key);
    if (session == nullptr || !session->publish(packet_id, topic, payload)) return false;
    mark_dirty(key);
    return true;
}

bool SessionPool::subscribe(SessionKey key, std::string_view filter) {
    MqttSession* session = find(key);
    if (session == nullptr || !session->subscribe(filter)) return false;
    mark_dirty(key);
    return true;
}

std::size_t SessionPool::queued_bytes(SessionKey key) {
    const MqttSession* session = find(key);
    return session == nullptr ? 0 : session->queued_bytes();
}

void SessionPool::flush_dirty(SteadyTime now) {
    for (const std::uint32_t index : dirty_) {
        slots_[index].is_dirty = false;
        if (slots_[index].session) slots_[index].session->flush(now);
        reap(index);
    }
    dirty_.clear();
}

void SessionPool::tick(SteadyTime now) {
    if (now - ticked_at_ < tick_pause) return;
    ticked_at_ = now;
    for (std::uint32_t index = 0; index < slots_.size(); ++index) {
        if (slots_[index].session) slots_[index].session->tick(now);
        reap(index);
    }
}

void SessionPool::watch(int wake_fd) {
    if (wake_fd == watched_) return;
    if (watched_ >= 0) epoll_ctl(epoll_, EPOLL_CTL_DEL, watched_, nullptr);
    watched_ = wake_fd;
    if (wake_fd < 0) return;
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = wake_key;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_fd, &event);
}

void SessionPool::poll(microseconds patience, int wake_fd) {
    watch(wake_fd);
    flush_dirty(clock_.now().steady);
    std::array<epoll_event, 512> events;
    const auto millis = std::chrono::ceil<milliseconds>(std::min(patience, tick_pause));
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                                 static_cast<int>(std::max<std::int64_t>(millis.count(), 0)));
    const SteadyTime now = clock_.now().steady;
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        MqttSession* session = event.data.u64 == wake_key ? nullptr : find(event.data.u64);
        if (session == nullptr) continue;  // closed by us after the event arose
        session->ready((event.events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0,
                       (event.events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0, now);
        reap(slot_of(event.data.u64));
    }
    tick(now);
}

void SessionPool::leave(microseconds patience) {
    const SteadyTime until = clock_.now().steady + patience;
    for (std::uint32_t index = 0; index < slots_.size(); ++index) {
        Slot& slot = slots_[index];
        if (slot.session && !slot.is_leaving) close(key_of(index, slot.generation), true);
    }
    while (open_ > 0 && clock_.now().steady < until) poll(until - clock_.now().steady);
}

}  // namespace soc::simulate
