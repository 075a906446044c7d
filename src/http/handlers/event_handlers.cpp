#include "http/handlers/event_handlers.h"

#include "wire/watch_rows_json.h"

namespace soc {

Response EventHandlers::open(const Request& request) const {
    std::optional<std::string> last_event_id;
    if (const auto field = request.headers.find("Last-Event-ID")) last_event_id = *field;

    Result<std::shared_ptr<ResponseStream>> stream =
        streams_.open(request.reader(), std::move(last_event_id));
    if (!stream) return retry_later(stream.error(), std::chrono::seconds{15});

    Response response;
    response.headers.add("Content-Type", "text/event-stream");
    // nginx would otherwise collect the events before it passes them on.
    response.headers.add("X-Accel-Buffering", "no");
    response.stream = *std::move(stream);
    return response;
}

Response EventHandlers::watch(const Request& request) const {
    Result<std::vector<DeviceId>> rows = wire::parse_watch_rows(request.body);
    if (!rows) return error_response(rows.error());

    const Status declared =
        streams_.watch(request.reader(), request.path_values.front(), *std::move(rows));
    if (!declared) return error_response(declared.error());
    return no_content();
}

}  // namespace soc
