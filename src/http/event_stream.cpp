#include "http/event_stream.h"

#include <algorithm>

#include "core/assert.h"
#include "core/limits.h"
#include "core/log.h"
#include "metrics/names.h"
#include "wire/json_writer.h"

namespace soc {
namespace {

/// How long a browser waits before it connects again.
constexpr std::string_view retry_line = "retry: 2000\n\n";
/// Proxies close lines that are silent for a minute, some after 30 s.
constexpr seconds heartbeat_every{15};
constexpr std::string_view heartbeat = ": alive\n\n";
/// 128 random bits: a stream's name cannot be guessed.
constexpr std::size_t name_bytes = 16;
/// An id that is longer was never ours; what is left of it resumes nowhere.
constexpr std::size_t last_event_id_bytes_max = 64;

void append_event(std::string& out, const LiveStream::Event& event) {
    // One line each: JSON has no raw new line, and our ids and names have none.
    SOC_ASSERT(event.id.find('\n') == std::string::npos);
    SOC_ASSERT(event.name.find('\n') == std::string::npos);
    SOC_ASSERT(event.data.find('\n') == std::string::npos);
    if (!event.id.empty()) out.append("id: ").append(event.id).append("\n");
    out.append("event: ").append(event.name).append("\ndata: ").append(event.data).append("\n\n");
}

}  // namespace

/// One open stream: the server asks it for bytes, the PUT of its rows reaches it from another
/// thread.
class EventStreams::Stream final : public ResponseStream {
public:
    Stream(EventStreams& streams, Principal reader, std::string name)
        : streams_{streams}, reader_{std::move(reader)}, name_{std::move(name)} {}
    ~Stream() override { streams_.forget(name_); }

    void connect(std::optional<std::string> last_event_id) {
        source_.with([&](std::unique_ptr<LiveStream>& source) {
            source = streams_.parts_.source.open(reader_, std::move(last_event_id));
        });
    }

    void watch(std::vector<DeviceId> rows) {
        source_.with([&](std::unique_ptr<LiveStream>& source) { source->watch(std::move(rows)); });
    }

    Chunk next(Moment now) override {
        if (!is_allowed(now)) return {{}, true};
        std::string bytes;
        if (!greeted_) {
            greeted_ = true;
            bytes = retry_line;
            append_event(bytes, {{}, "hello", hello()});
        }
        const std::vector<LiveStream::Event> events = source_.with(
            [&](std::unique_ptr<LiveStream>& source) { return source->next(now); });
        for (const LiveStream::Event& event : events) append_event(bytes, event);

        if (bytes.size() > limits::stream_chunk_bytes_max) {
            log::warning_limited("event stream too far behind", {{"user", reader_.name}});
            return {{}, true};
        }
        if (bytes.empty() && now.steady - last_bytes_ >= heartbeat_every) bytes = heartbeat;
        if (!bytes.empty()) last_bytes_ = now.steady;
        return {std::move(bytes), false};
    }

    bool is_allowed(Moment now) override {
        return reader_.is_local() || streams_.parts_.logins.is_live(reader_.session, now);
    }

private:
    [[nodiscard]] std::string hello() const {
        return wire::serialize(boost::json::object{
            {"stream", name_}, {"instance", wire::json_text(streams_.options_.instance)}});
    }

    // Constant after construction.
    EventStreams& streams_;
    const Principal reader_;
    const std::string name_;
    // Used by `next` alone, whose calls never overlap.
    bool greeted_ = false;
    SteadyTime last_bytes_{};
    // Guarded.
    Guarded<std::unique_ptr<LiveStream>> source_;
};

EventStreams::EventStreams(Options options, Parts parts)
    : options_{std::move(options)},
      parts_{parts},
      open_streams_{parts.metrics.gauge(metrics::live_streams)} {}

Result<std::shared_ptr<ResponseStream>> EventStreams::open(
    const Principal& reader, std::optional<std::string> last_event_id) {
    if (last_event_id && last_event_id->size() > last_event_id_bytes_max) {
        last_event_id->resize(last_event_id_bytes_max);
    }
    std::string name = random_name(parts_.random, name_bytes);
    const bool admitted = entries_.with([&](Entries& entries) {
        const auto of_session = std::count_if(
            entries.begin(), entries.end(),
            [&](const auto& entry) { return entry.second.session == reader.session; });
        const bool full =
            entries.size() >= options_.streams_max ||
            static_cast<std::size_t>(of_session) >= options_.streams_per_session_max;
        if (full) return false;
        entries.emplace(name, Entry{reader.session, {}});
        open_streams_.set(static_cast<double>(entries.size()));
        return true;
    });
    if (!admitted) return Error::unavailable("too_many_streams");

    auto stream = std::make_shared<Stream>(*this, reader, name);  // from here on it forgets itself
    stream->connect(std::move(last_event_id));
    entries_.with([&](Entries& entries) { entries.at(name).stream = stream; });
    return std::shared_ptr<ResponseStream>{std::move(stream)};
}

Status EventStreams::watch(const Principal& reader, std::string_view stream,
                           std::vector<DeviceId> rows) {
    const std::shared_ptr<Stream> found =
        entries_.with([&](const Entries& entries) -> std::shared_ptr<Stream> {
            const auto entry = entries.find(std::string{stream});
            const bool owned =
                entry != entries.end() && entry->second.session == reader.session;
            return owned ? entry->second.stream.lock() : nullptr;
        });
    if (!found) return Error::not_found("stream");
    found->watch(std::move(rows));
    return {};
}

std::size_t EventStreams::open_count() const {
    return entries_.with([](const Entries& entries) { return entries.size(); });
}

void EventStreams::forget(const std::string& name) {
    entries_.with([&](Entries& entries) {
        entries.erase(name);
        open_streams_.set(static_cast<double>(entries.size()));
    });
}

}  // namespace soc
