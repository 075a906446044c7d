#include "simulate/burst.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <vector>

#include "core/assert.h"
#include "simulate/board_message.h"
#include "simulate/firmware.h"

namespace soc::simulate {
namespace {

/// Per connection: enough to keep the socket busy, little enough to notice a slow broker.
constexpr std::size_t queued_bytes_max = 256 * 1024;
/// QoS 1 messages without an answer per connection; far below the 65,535 packet ids.
constexpr std::uint64_t unacknowledged_max = 2'000;
/// Messages queued between two looks at the sockets.
constexpr std::uint64_t round_messages_max = 2'000;

class Burst final : private SessionListener {
public:
    Burst(const Roster& roster, const BurstLink& link, const BurstOptions& options)
        : roster_{roster}, link_{link}, options_{options}, pool_{link.broker, *this, link.clock} {}

    Result<BurstResult> run() {
        if (!connect()) return failed("broker_unreachable");
        const SteadyTime start = link_.clock.now().steady;
        moved_at_ = start;
        while (published_ < options_.messages && !lost_ && !is_stopped()) {
            const bool moved = publish_round(start);
            pool_.poll(moved ? microseconds{0} : pause(start), link_.stop_fd);
            const SteadyTime now = link_.clock.now().steady;
            if (moved) moved_at_ = now;
            if (now - moved_at_ > options_.patience) return failed("broker_stalled");
        }
        const SteadyTime until = link_.clock.now().steady + options_.patience;
        while (options_.qos > 0 && acknowledged_ < published_ && !lost_) {
            if (link_.clock.now().steady > until) return failed("broker_stalled");
            pool_.poll(until - link_.clock.now().steady);
        }
        if (!lost_) pool_.leave(options_.patience);
        if (lost_) return failed("connection_lost");
        if (pool_.open_sessions() > 0) return failed("broker_stalled");
        return BurstResult{published_, acknowledged_, link_.clock.now().steady - start};
    }

private:
    struct Line {
        SessionKey key = 0;
        std::uint16_t packet_id = 0;
        std::uint64_t unacknowledged = 0;
    };

    bool connect() {
        const SteadyTime until = link_.clock.now().steady + options_.patience;
        lines_.resize(link_.transport.connections);
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            lines_[i].key =
                pool_.open({fmt::format("burst_{:04x}_{}", i, link_.clock.now().wall
                                                                   .time_since_epoch()
                                                                   .count()),
                            link_.transport.login, link_.transport.password,
                            static_cast<std::uint16_t>(firmware::keep_alive.count())});
        }
        while (up_ < lines_.size() && !lost_) {
            const SteadyTime now = link_.clock.now().steady;
            if (now >= until || is_stopped()) return false;
            pool_.poll(until - now, link_.stop_fd);
        }
        return !lost_;
    }

    /// False when nothing could be queued.
    bool publish_round(SteadyTime start) {
        const std::uint64_t last = std::min(allowed(start), published_ + round_messages_max);
        const std::uint64_t before = published_;
        while (published_ < last) {
            const std::size_t board = published_ % roster_.roles().size();
            Line& line = lines_[board % lines_.size()];
            if (pool_.queued_bytes(line.key) > queued_bytes_max ||
                line.unacknowledged >= unacknowledged_max) {
                break;
            }
            if (options_.qos > 0) {
                line.packet_id = line.packet_id == 65'535
                                     ? std::uint16_t{1}
                                     : static_cast<std::uint16_t>(line.packet_id + 1);
                ++line.unacknowledged;
            }
            publish(line, roster_.roles()[board].plan);
            ++published_;
        }
        return published_ > before;
    }

    void publish(const Line& line, const BoardPlan& plan) {
        const std::string time = plan.clock_face->text(link_.clock.now().wall);
        const std::string payload =
            status_text(*plan.model, plan.mac,
                        {"running", time, plan.frequency, plan.model->heap_bytes,
                         plan.model->firmware});
        pool_.publish(line.key, line.packet_id, module_topic(plan.base_topic, "device"), payload);
    }

    std::uint64_t allowed(SteadyTime start) const {
        if (options_.rate <= 0) return options_.messages;
        const auto micros = static_cast<double>((link_.clock.now().steady - start).count());
        const auto due = static_cast<std::uint64_t>(micros * 1e-6 * options_.rate) + 1;
        return std::min(due, options_.messages);
    }

    /// How long nothing needs to be done; the sockets end it early.
    microseconds pause(SteadyTime start) const {
        if (allowed(start) > published_ || options_.rate <= 0) return std::chrono::seconds{1};
        return microseconds{static_cast<std::int64_t>(1e6 / options_.rate)};
    }

    bool is_stopped() const {
        if (link_.stop_fd < 0) return false;
        pollfd asked{link_.stop_fd, POLLIN, 0};
        return ::poll(&asked, 1, 0) > 0;
    }

    Error failed(std::string_view reason) const {
        return Error::unavailable(std::string{reason},
                                  fmt::format("{} published, {}", published_, lost_reason_));
    }

    void session_up(SessionKey) override { ++up_; }
    void session_lost(SessionKey, std::string_view reason) override {
        lost_ = true;
        lost_reason_ = reason;
    }
    void session_message(SessionKey, const mqtt::Delivery&) override {}
    void session_acknowledged(SessionKey key) override {
        ++acknowledged_;
        for (Line& line : lines_) {
            if (line.key == key) --line.unacknowledged;
        }
    }

    const Roster& roster_;
    const BurstLink& link_;
    const BurstOptions& options_;
    SessionPool pool_;
    std::vector<Line> lines_;
    std::size_t up_ = 0;
    bool lost_ = false;
    std::string lost_reason_;
    SteadyTime moved_at_;
    std::uint64_t published_ = 0;
    std::uint64_t acknowledged_ = 0;
};

}  // namespace

Result<BurstResult> run_burst(const Roster& roster, const BurstLink& link,
                              const BurstOptions& options) {
    SOC_ASSERT(!roster.roles().empty() && link.transport.connections > 0);
    return Burst{roster, link, options}.run();
}

}  // namespace soc::simulate
