#include "service/device_page.h"

#include "core/limits.h"
#include "domain/base_topic.h"
#include "fleet/expectation.h"
#include "store/device_store.h"
#include "store/status_store.h"

namespace soc {
namespace {

/// The part that SQL answers.
Result<DeviceDetails> read_stored(Transaction& tx, const DeviceId& id) {
    DeviceDetails details;
    Result<std::optional<Device>> device = device_store::find(tx, id);
    if (!device) return device.error();
    if (!*device) return Error::not_found("device");
    details.device = **std::move(device);

    const auto last = status_store::find_last(tx, id);
    if (!last) return last.error();
    if (*last) {
        details.last_message = LastMessage{(*last)->received_at, (*last)->broker, (*last)->topic,
                                           (*last)->payload};
        details.seen_topic = base_topic_of((*last)->topic).value_or("");
        details.announced = (*last)->announced;
    }
    const auto intervals =
        status_store::list_intervals(tx, id, limits::device_intervals_shown_max);
    if (!intervals) return intervals.error();
    for (const PresenceIntervalRow& interval : *intervals) {
        details.history.push_back(
            {interval.presence, interval.since, interval.until, interval.backlog});
    }
    return details;
}

}  // namespace

Result<DeviceDetails> find_device_details(Database& database, const ReadModel& read_model,
                                          const DeviceId& id) {
    const auto live = read_model.device(id);
    if (!live) return Error::not_found("device");
    Result<DeviceDetails> details =
        database.read([&](Transaction& tx) { return read_stored(tx, id); });
    if (!details) return details;
    details->row = live->first;
    details->interval = live->second.expected.interval;
    details->interval_origin = to_word(live->second.expected.origin);
    details->tolerance = std::chrono::ceil<seconds>(tolerance_of(details->interval));
    details->deadline = live->second.deadline;
    const auto places = read_model.places();
    const DeviceType& type = places->types()[places->index_of(details->row.type_id)];
    const Site& site = places->sites()[places->index_of(details->row.site_id)];
    details->interval_setting =
        expected_interval({details->device.interval, type, site.interval}, std::nullopt).interval;
    if (details->row.room_id) {
        details->base_topic = places->base_topic(places->index_of(*details->row.room_id));
    }
    return details;
}

}  // namespace soc
