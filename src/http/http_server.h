#pragma once

#include <cstdint>
#include <memory>

#include "core/result.h"
#include "http/http_options.h"
#include "http/pipeline.h"
#include "metrics/registry.h"

namespace soc {

/// Listens, reads requests within their limits, has them answered by the pipeline on the lane
/// of their route, and writes. One I/O thread and two bounded pools of handler threads; the
/// HTTP library is seen by http_server.cpp alone.
class HttpServer {
public:
    /// Opens every listener before it returns. `unavailable` with reason `address_in_use` or
    /// `cannot_listen` names the address in `detail`. `pipeline` and `metrics` must outlive it.
    [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(const HttpOptions& options,
                                                                   RequestPipeline& pipeline,
                                                                   metrics::Registry& metrics);
    /// Stops, if `stop` was not called.
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// The port of the first TCP listener.
    [[nodiscard]] std::uint16_t port() const;

    /// Closes the listeners, ends the streams, lets open requests finish for `stop_timeout`,
    /// then joins all threads. May be called twice; not from a handler.
    void stop();

private:
    class Content;

public:
    /// For `start`.
    explicit HttpServer(std::unique_ptr<Content> content);

private:
    std::unique_ptr<Content> content_;
};

}  // namespace soc
