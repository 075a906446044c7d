#include "service/ingest_loop.h"

#include <algorithm>
#include <utility>

#include "core/log.h"
#include "service/fleet_loader.h"

namespace soc {
namespace {

constexpr seconds retry_every{1};
/// A commit takes milliseconds, and seconds when the disk is busy; a stuck disk gives no answer.
constexpr seconds hanging_after{5};
/// Nothing waits longer than this without a look at the clock: leases and canaries are due.
constexpr seconds patience_max{1};

}  // namespace

IngestLoop::IngestLoop(IngestOptions options, IngestParts parts, FleetState fleet,
                       const std::vector<TransitionRow>& corrections)
    : options_{std::move(options)},
      parts_{parts},
      intake_{{options_.instance, options_.start_id}, options_.brokers, parts.observations,
              parts.metrics},
      fleet_{std::move(fleet)},
      committer_{parts.database, parts.metrics, options_.epoch},
      told_state_(options_.brokers.size(), BrokerPath::State::connecting),
      told_detail_(options_.brokers.size()),
      told_canary_(options_.brokers.size()),
      applied_{parts.metrics.counter(metrics::messages_applied)},
      committed_{parts.metrics.counter(metrics::batches_committed)},
      failed_{parts.metrics.counter(metrics::batches_failed)},
      outbound_refused_{parts.metrics.counter(metrics::outbound_refused)},
      inbox_items_{parts.metrics.gauge(metrics::inbox_items)} {
    for (const TransitionRow& row : corrections) pending_.add_transition(row);
    for (const IngestBroker& broker : options_.brokers) {
        heard_.push_back(parts.metrics.gauge(metrics::broker_heard, broker.name));
        blind_seconds_.push_back(parts.metrics.counter(metrics::blind_seconds, broker.name));
        sessions_lost_.push_back(parts.metrics.counter(metrics::sessions_lost, broker.name));
    }
    for (const BrokerPath& path : fleet_.paths()) {
        blind_told_.push_back({path.blind_intervals().back().since.steady, true});
    }
    for (const Presence presence : all_presences) {
        devices_.push_back(parts.metrics.gauge(metrics::devices, to_word(presence)));
    }
    counters_changed_ = true;
}

bool IngestLoop::run(const Clock& clock, const std::stop_token& stop) {
    const std::stop_callback wake{stop, [this] { parts_.inbox.items.wake(); }};
    committer_.start([this] { parts_.inbox.items.wake(); });
    std::vector<InboxItem> items;
    while (!stop.stop_requested() && !leadership_lost_) {
        items.clear();
        const microseconds patient_for = patience(clock.now());
        if (is_full()) {
            // What cannot be committed takes nothing more in: the inbox fills, and the MQTT
            // thread stops reading (R6).
            parts_.inbox.items.pause(patient_for);
        } else {
            parts_.inbox.items.pop_up_to(limits::batch_items_max, items, patient_for);
        }
        turn(items, clock.now());
    }
    committer_.stop();
    collect(clock.now());
    if (!leadership_lost_) commit(clock.now());
    return !leadership_lost_;
}

bool IngestLoop::is_full() const {
    return pending_.message_count() + committing_messages_ >= limits::inbox_items_max;
}

microseconds IngestLoop::patience(Moment now) const {
    SteadyTime next = now.steady + patience_max;
    // Only what can be done then: a renewal that is due during an outage must not make us spin.
    if (committer_.is_busy()) {
        if (!commit_hangs_) next = std::min(next, hanging_at_);
    } else {
        next = std::min(next, commits_fail_ ? retry_at_ : renewal_at_);
    }
    if (const auto deadline = fleet_.next_deadline()) next = std::min(next, *deadline);
    for (const BrokerPath& path : fleet_.paths()) next = std::min(next, path.next_wake());
    return std::max(microseconds{0}, next - now.steady);
}

void IngestLoop::turn(std::vector<InboxItem>& items, Moment now) {
    for (InboxItem& item : items) {
        if (auto* message = std::get_if<InboundMessage>(&item)) {
            apply(*message);
        } else if (const auto* link = std::get_if<LinkEvent>(&item)) {
            apply(*link);
        } else {
            apply(std::get<RegistryEvent>(item), now);
        }
    }
    notice_hanging(now);
    drive_paths(now);
    fleet_.tick(now);
    note_changes();
    note_blind_intervals(now);
    publish(now);
    collect(now);
    const bool due = !leadership_lost_ && (!commits_fail_ || now.steady >= retry_at_);
    if (due && (!pending_.is_empty() || now.steady >= renewal_at_)) commit(now);
}

// ---- facts -----------------------------------------------------------------------------------

void IngestLoop::apply(InboundMessage& message) {
    pending_.add_message(message.broker);
    std::optional<AppliedStatus> status = intake_.take(message, fleet_);
    if (!status) return;
    touched_.push_back(status->slot);
    StatusReport& report = status->report;
    if (report.firmware) firmware_[status->slot] = *report.firmware;
    pending_.add_status({.device = fleet_.id_of(status->slot),
                         .received_at = message.received.wall,
                         .broker = options_.brokers[message.broker].name,
                         .topic = std::move(message.topic),
                         .payload = std::move(message.payload),
                         .backlog = status->backlog,
                         .announced = fleet_.announced(status->slot),
                         .firmware = std::move(report.firmware).value_or(std::string{})});
}

void IngestLoop::apply(const LinkEvent& event) {
    BrokerPath& path = fleet_.path(event.broker);
    switch (event.kind) {
        case LinkEvent::Kind::ingest_up:
            note_session(event, path);
            return path.ingest_up(event.generation, event.at);
        case LinkEvent::Kind::ingest_down: return path.ingest_down(event.reason, event.at);
        case LinkEvent::Kind::dropped: return path.messages_dropped(event.at);
        case LinkEvent::Kind::control_up: return path.canary_wanted(event.at);
        case LinkEvent::Kind::control_down: return;  // the canary that stays away tells
    }
}

/// Where we were before, a session must wait for us, or what was queued in it is gone (R7). The
/// time is blind either way (R10); this says that no backlog will fill it.
void IngestLoop::note_session(const LinkEvent& event, const BrokerPath& path) {
    const IngestBroker& broker = options_.brokers[event.broker];
    const bool expected =
        broker.path.proves && (event.generation > 1 || path.last_canary().has_value());
    if (event.session_present || !expected) return;
    sessions_lost_[event.broker].increment();
    log::warning("broker had forgotten our session: what it queued for us is lost",
                 {{"broker", broker.name}});
}

void IngestLoop::apply(const RegistryEvent& event, Moment now) {
    if (event.places) {
        fleet_.set_places(event.places);
        parts_.read_model.set_places(event.places);
    }
    for (const Device& device : event.changed) {
        const DeviceSlot slot = fleet_.put(device, now);
        parts_.read_model.put(slot, device);
        touched_.push_back(slot);
        parts_.observations.discovered.with([&](DiscoveredDevices& devices) {
            for (const Identifier& identifier : device.identifiers) {
                const Result<UnitId> unit_id = UnitId::parse(identifier.value);
                if (unit_id) devices.forget(*unit_id);
            }
        });
    }
    for (const DeviceId& id : event.removed) {
        const auto slot = fleet_.slot_of(id);
        if (!slot) continue;
        fleet_.remove(id, now);
        note_changes();
        parts_.read_model.remove(*slot);
        pending_.drop_device(id);
    }
    counters_changed_ = true;
    parts_.read_model.set_revision(event.revision);
}

void IngestLoop::drive_paths(Moment now) {
    for (BrokerIndex i = 0; i < fleet_.paths().size(); ++i) {
        BrokerPath& path = fleet_.path(i);
        if (path.tick(now, !commits_fail_ && !commit_hangs_)) {
            send(ReopenLinks{i});
        }
        if (const auto canary = path.canary_due(now)) {
            send(OutboundMessage{i, intake_.canary_topic(), intake_.canary_payload(*canary)});
        }
    }
}

/// A full queue means that the MQTT thread is stuck: the canary that stays away will tell, and
/// what was refused here is due again soon.
void IngestLoop::send(OutboundItem item) {
    if (!parts_.outbound.try_push(std::move(item))) outbound_refused_.increment();
}

// ---- what follows ----------------------------------------------------------------------------

void IngestLoop::note_changes() {
    const std::vector<FleetChange> changes = fleet_.take_changes();
    if (changes.empty()) return;
    counters_changed_ = true;
    for (const FleetChange& change : changes) {
        pending_.add_transition({change.device, change.at, change.to, change.backlog});
        if (const auto slot = fleet_.slot_of(change.device)) touched_.push_back(*slot);
    }
    parts_.observations.transitions.with([&](TransitionLog& log) {
        for (const FleetChange& change : changes) log.note(change);
    });
}

/// Writes a blind interval when it begins and when it ends. One turn may see an end and the next
/// beginning: the last canary and the lost connection behind it.
void IngestLoop::note_blind_intervals(Moment now) {
    for (BrokerIndex i = 0; i < fleet_.paths().size(); ++i) {
        note_canary(i);
        for (const BlindInterval& blind : fleet_.paths()[i].blind_intervals()) {
            BlindTold& told = blind_told_[i];
            const bool is_open = !blind.until.has_value();
            if (blind.since.steady < told.since) continue;
            if (blind.since.steady == told.since && (is_open || !told.open)) continue;
            told = {blind.since.steady, is_open};
            note_blind_interval(i, blind, now);
        }
    }
}

void IngestLoop::note_blind_interval(BrokerIndex broker, const BlindInterval& blind, Moment now) {
    if (blind.since.wall == WallTime{}) return;  // the first start ever: nothing was missed
    pending_.add_blind_interval({options_.brokers[broker].name, blind.since.wall,
                                 blind.until.value_or(now).wall,
                                 std::string{to_word(blind.reason)}});
    if (!blind.until) return;
    const microseconds span = blind.until->steady - blind.since.steady;
    blind_seconds_[broker].increment(static_cast<double>(span.count()) / 1e6);
}

void IngestLoop::note_canary(BrokerIndex broker) {
    const std::optional<WallTime> canary = fleet_.paths()[broker].last_canary();
    if (!canary || canary == told_canary_[broker]) return;
    told_canary_[broker] = canary;
    brokers_changed_ = true;
    pending_.set_last_canary(broker, {options_.brokers[broker].name, *canary});
}

void IngestLoop::publish(Moment now) {
    std::sort(touched_.begin(), touched_.end());
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
    std::vector<ReadModel::LiveUpdate> updates;
    updates.reserve(touched_.size());
    for (const DeviceSlot slot : touched_) {
        if (!fleet_.in_use(slot)) continue;
        ReadModel::LiveUpdate update{slot, live_columns(fleet_, slot, now), std::nullopt};
        const auto firmware = firmware_.find(slot);
        if (firmware != firmware_.end()) update.firmware = std::move(firmware->second);
        updates.push_back(std::move(update));
    }
    parts_.read_model.update(updates);
    if (std::exchange(counters_changed_, false)) {
        parts_.read_model.set_counters(fleet_.counters());
        for (const Presence presence : all_presences) {
            devices_[static_cast<std::size_t>(presence)].set(
                fleet_.counters().all().of(presence));
        }
    }
    parts_.read_model.set_discovered(parts_.observations.discovered.with(
        [](const DiscoveredDevices& devices) { return devices.size(); }));
    parts_.live.publish(touched_, now.steady);
    publish_brokers(now);
    inbox_items_.set(static_cast<double>(parts_.inbox.items.size()));
    touched_.clear();
    firmware_.clear();
}

/// Tells how the brokers are, when that is other than before.
void IngestLoop::publish_brokers(Moment now) {
    bool states_changed = false;
    for (BrokerIndex i = 0; i < fleet_.paths().size(); ++i) {
        const BrokerPath& path = fleet_.paths()[i];
        if (told_state_[i] == path.state() && told_detail_[i] == path.detail()) continue;
        states_changed = true;
        told_state_[i] = path.state();
        told_detail_[i] = path.detail();
        heard_[i].set(path.state() == BrokerPath::State::heard ? 1 : 0);
        parts_.readiness.report(
            "broker " + options_.brokers[i].name,
            path.is_blind() ? DependencyState::degraded : DependencyState::ok,
            path.is_blind() ? "not heard: " + path.detail() : std::string{}, now);
    }
    if (!std::exchange(brokers_changed_, false) && !states_changed) return;
    std::vector<BrokerView> views = broker_views();
    parts_.observations.brokers.with([&](Observations::Brokers& brokers) {
        brokers.views = std::move(views);
        if (states_changed) ++brokers.version;
    });
}

std::vector<BrokerView> IngestLoop::broker_views() const {
    constexpr std::size_t blind_shown = 20;
    std::vector<BrokerView> views;
    for (BrokerIndex i = 0; i < fleet_.paths().size(); ++i) {
        const BrokerPath& path = fleet_.paths()[i];
        BrokerView view{options_.brokers[i].name, std::string{to_word(path.state())},
                        path.since().wall, path.detail(), path.last_canary(), {}};
        const auto& blind = path.blind_intervals();
        view.blind.assign(blind.rbegin(), blind.rend());
        if (view.blind.size() > blind_shown) view.blind.resize(blind_shown);
        views.push_back(std::move(view));
    }
    return views;
}

// ---- commits ---------------------------------------------------------------------------------

void IngestLoop::commit(Moment now) {
    if (committer_.is_busy()) return;
    PendingBatch batch = std::exchange(pending_, PendingBatch{});
    if (options_.read_only) return settle(batch, now);
    committing_messages_ = batch.message_count();
    hanging_at_ = now.steady + hanging_after;
    committer_.submit(std::move(batch), now.wall);
    collect(now);
}

/// What has become of the batch that was submitted, if that is known by now.
void IngestLoop::collect(Moment now) {
    std::optional<Committer::Outcome> outcome = committer_.take();
    if (!outcome) return;
    committing_messages_ = 0;
    hanging_at_ = SteadyTime::max();
    commit_hangs_ = false;
    if (!outcome->status) {
        outcome->batch.append(std::exchange(pending_, PendingBatch{}));
        pending_ = std::move(outcome->batch);
        return commit_failed(outcome->status.error(), now);
    }
    if (commits_fail_) log::info("commits work again");
    commits_fail_ = false;
    report_database({}, now);
    settle(outcome->batch, now);
}

/// The batch is done: its messages may be acknowledged.
void IngestLoop::settle(const PendingBatch& batch, Moment now) {
    renewal_at_ = now.steady + leader::renewal_interval;
    committed_.increment();
    applied_.increment(static_cast<double>(batch.status_count()));
    for (BrokerIndex i = 0; i < options_.brokers.size(); ++i) {
        parts_.inbox.progress.committed(i, batch.messages()[i]);
    }
    parts_.inbox.on_progress();
}

/// Not failed and not done: nothing is known to be wrong with a row or a broker, and yet nothing
/// can be acknowledged (R19).
void IngestLoop::notice_hanging(Moment now) {
    if (commit_hangs_ || now.steady < hanging_at_) return;
    commit_hangs_ = true;
    log::warning_limited("a commit hangs");
    report_database("commit_hangs", now);
}

void IngestLoop::commit_failed(const Error& error, Moment now) {
    failed_.increment();
    if (error.reason == "leadership_lost") {
        log::error("another process leads now: this one stops", {{"detail", error.detail}});
        leadership_lost_ = true;
        return;
    }
    commits_fail_ = true;
    retry_at_ = now.steady + retry_every;
    log::warning_limited("commit failed, will be tried again",
                         {{"reason", error.reason}, {"detail", error.detail}});
    report_database(error.reason, now);
}

/// `reason`: why commits fail; empty when they do not.
void IngestLoop::report_database(const std::string& reason, Moment now) {
    parts_.readiness.report("database",
                            reason.empty() ? DependencyState::ok : DependencyState::down,
                            reason.empty() ? std::string{} : "commits fail: " + reason, now);
}

}  // namespace soc
