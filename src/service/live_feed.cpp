#include "service/live_feed.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>
#include <utility>

#include "core/limits.h"
#include "service/transition_names.h"
#include "wire/device_json.h"
#include "wire/json_writer.h"

namespace soc {

/// One reader of the feed.
class LiveFeedStream final : public LiveStream {
public:
    LiveFeedStream(LiveFeed& feed, std::optional<std::string> last_event_id);

    std::vector<Event> next(Moment now) override;
    void watch(std::vector<DeviceId> rows) override;

private:
    /// `watch` comes from another request than `next`.
    struct Watched {
        std::unordered_set<DeviceSlot> slots;
        std::vector<DeviceSlot> fresh;  ///< declared since the last `next`
        bool declared = false;          ///< `watch` was called
    };

    void add(std::vector<Event>& events, std::string_view name, std::string data) const;
    void resync(std::vector<Event>& events, std::string_view reason);
    void add_rows(std::vector<Event>& events, Moment now);
    void add_summary(std::vector<Event>& events, Moment now);
    void add_transitions(std::vector<Event>& events, Moment now);
    void add_brokers(std::vector<Event>& events);

    LiveFeed& feed_;
    Guarded<Watched> watched_;
    std::uint64_t cursor_ = 0;        ///< the last change that was told
    std::uint64_t resumed_after_ = 0; ///< what the reader had seen when it came back
    bool resumed_ = false;
    /// A reader that came back has not declared its rows yet, so what it missed is not told: if
    /// the line breaks again now, it has to come back with the old place.
    bool owes_rows_ = false;
    std::string resync_reason_;       ///< to be told at the first `next`
    std::optional<FleetSummary> told_summary_;
    SteadyTime summary_at_;
    std::uint64_t told_transition_ = 0;              ///< the number of the last one
    std::optional<std::size_t> told_last_hour_;      ///< how many transitions it had
    SteadyTime last_hour_at_;
    std::uint64_t told_brokers_ = 0;
    bool brokers_told_ = false;
};

namespace {

/// `<start id>-<n>` of this run; nothing for anything else.
std::optional<std::uint64_t> number_in(std::string_view id, std::string_view start_id) {
    if (!id.starts_with(start_id) || id.size() <= start_id.size() + 1 ||
        id[start_id.size()] != '-') {
        return std::nullopt;
    }
    const std::string_view digits = id.substr(start_id.size() + 1);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return number;
}

/// Leaves what differs from `told`; places keep their position from one summary to the next.
template <class Places>
void keep_different(Places& places, const Places& told) {
    Places different;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (i >= told.size() || places[i] != told[i]) different.push_back(places[i]);
    }
    places = std::move(different);
}

/// A screen read its rows a moment before it declared them: what changed in this time is told
/// again. The line may break in this time, so it counts from where a reader left, too.
constexpr seconds between_reading_and_declaring{30};

/// What "what changed lately" shows when nobody asks for another time.
constexpr std::chrono::hours lately{1};
/// How long one may stay told that is older than that.
constexpr seconds lately_checked_every{10};

}  // namespace

LiveFeed::LiveFeed(std::string start_id, const ReadModel& read_model,
                   const Observations& observations, metrics::Registry& metrics)
    : start_id_{std::move(start_id)},
      read_model_{read_model},
      observations_{observations},
      resyncs_{metrics.counter(metrics::live_resyncs)} {}

void LiveFeed::publish(std::span<const DeviceSlot> slots, SteadyTime now) {
    if (slots.empty()) return;
    ring_.with([&](LiveRing& ring) { ring.append(slots, now); });
}

std::unique_ptr<LiveStream> LiveFeed::open(const Principal&,
                                           std::optional<std::string> last_event_id) {
    return std::make_unique<LiveFeedStream>(*this, std::move(last_event_id));
}

LiveFeedStream::LiveFeedStream(LiveFeed& feed, std::optional<std::string> last_event_id)
    : feed_{feed} {
    std::optional<std::uint64_t> seen;
    if (last_event_id) {
        seen = number_in(*last_event_id, feed_.start_id_);
        if (!seen) resync_reason_ = "restarted";
    }
    feed_.ring_.with([&](const LiveRing& ring) {
        cursor_ = ring.head();
        if (!seen) return;
        if (!ring.reaches(*seen)) {
            resync_reason_ = "outside_ring";
            return;
        }
        resumed_ = true;
        resumed_after_ = *seen;
        owes_rows_ = true;
    });
}

std::vector<LiveStream::Event> LiveFeedStream::next(Moment now) {
    std::vector<Event> events;
    if (!resync_reason_.empty()) resync(events, std::exchange(resync_reason_, {}));
    add_rows(events, now);
    add_summary(events, now);
    add_transitions(events, now);
    add_brokers(events);
    return events;
}

void LiveFeedStream::watch(std::vector<DeviceId> rows) {
    std::unordered_set<DeviceSlot> slots;
    for (const DeviceId id : rows) {
        if (const auto slot = feed_.read_model_.find(id)) slots.insert(*slot);
    }
    watched_.with([&](Watched& watched) {
        for (const DeviceSlot slot : slots) {
            if (!watched.slots.contains(slot)) watched.fresh.push_back(slot);
        }
        watched.slots = std::move(slots);
        watched.declared = true;
    });
}

void LiveFeedStream::add(std::vector<Event>& events, std::string_view name,
                         std::string data) const {
    std::string id;
    if (!owes_rows_) id = feed_.start_id_ + '-' + std::to_string(cursor_);
    events.push_back({std::move(id), std::string{name}, std::move(data)});
}

void LiveFeedStream::resync(std::vector<Event>& events, std::string_view reason) {
    owes_rows_ = false;
    add(events, "resync", wire::serialize(boost::json::object{{"reason", reason}}));
    told_summary_.reset();
    feed_.resyncs_.increment();
}

void LiveFeedStream::add_rows(std::vector<Event>& events, Moment now) {
    std::vector<DeviceSlot> changed;
    bool lost = false;
    watched_.with([&](Watched& watched) {
        feed_.ring_.with([&](const LiveRing& ring) {
            const std::uint64_t declared_after =
                resumed_ ? ring.head_before(resumed_after_, between_reading_and_declaring)
                         : ring.head_at(now.steady - between_reading_and_declaring);
            for (const DeviceSlot slot : std::exchange(watched.fresh, {})) {
                if (ring.last_change_of(slot) > declared_after) changed.push_back(slot);
            }
            lost = !ring.reaches(cursor_);
            if (!lost) {
                ring.visit_after(cursor_, [&](DeviceSlot slot) {
                    if (watched.slots.contains(slot)) changed.push_back(slot);
                });
            }
            cursor_ = ring.head();
        });
        if (watched.declared) owes_rows_ = false;
    });
    if (lost) resync(events, "outside_ring");
    if (changed.empty()) return;
    std::sort(changed.begin(), changed.end());
    changed.erase(std::unique(changed.begin(), changed.end()), changed.end());
    add(events, "rows", wire::serialize(wire::rows_json(feed_.read_model_.rows(changed))));
}

/// Absolute counters of the places where they differ from what was told last; at the first call,
/// of all.
void LiveFeedStream::add_summary(std::vector<Event>& events, Moment now) {
    if (told_summary_ && now.steady - summary_at_ < seconds{1}) return;
    FleetSummary summary = feed_.read_model_.summary();
    if (told_summary_ && summary == *told_summary_) return;
    FleetSummary news = summary;
    if (told_summary_) {
        keep_different(news.sites, told_summary_->sites);
        keep_different(news.buildings, told_summary_->buildings);
    }
    boost::json::object data = wire::to_json(news);
    data["at"] = wire::json_time(now.wall);
    add(events, "summary", wire::serialize(data));
    told_summary_ = std::move(summary);
    summary_at_ = now.steady;
}

/// The counts of the last hour, and the newest transitions that were not told yet; at the first
/// call all of the hour, for a reader that comes back has missed some and its id says not which.
/// No more than a page of them: one that is opened now shows no more either.
void LiveFeedStream::add_transitions(std::vector<Event>& events, Moment now) {
    const WallTime since = now.wall - lately;
    std::vector<FleetChange> changes;
    std::uint64_t fresh = 0;
    const bool is_due = feed_.observations_.transitions.with([&](const TransitionLog& log) {
        fresh = log.last_number() - told_transition_;
        const bool is_old = now.steady - last_hour_at_ >= lately_checked_every;
        if (told_last_hour_ && fresh == 0 && !is_old) return false;
        changes = log.since(since);
        told_transition_ = log.last_number();
        return true;
    });
    if (!is_due) return;
    last_hour_at_ = now.steady;
    if (fresh == 0 && told_last_hour_ == changes.size()) return;
    told_last_hour_ = changes.size();
    const std::size_t items = std::min<std::uint64_t>(fresh, limits::page_items_max);
    add(events, "transitions",
        wire::serialize(
            wire::to_json(name_transitions(since, changes, feed_.read_model_, items))));
}

void LiveFeedStream::add_brokers(std::vector<Event>& events) {
    std::optional<std::vector<BrokerView>> views;
    feed_.observations_.brokers.with([&](const Observations::Brokers& brokers) {
        if (brokers_told_ && brokers.version == told_brokers_) return;
        views = brokers.views;
        told_brokers_ = brokers.version;
    });
    brokers_told_ = true;
    if (views) add(events, "brokers", wire::serialize(wire::broker_list_json(*views)));
}

}  // namespace soc
