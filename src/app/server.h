#pragma once

#include <cstdint>
#include <memory>

#include "app/config.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"

namespace soc {

/// The whole program: builds each part and hands it what it needs, the most general first.
class Server {
public:
    /// Locks the data, opens and loads the database, and starts every thread; the HTTP port is
    /// open when it returns. `clock` and `random` outlive the server. The error says for people
    /// what is in the way.
    [[nodiscard]] static Result<std::unique_ptr<Server>> start(const Config& config, Clock& clock,
                                                               RandomSource& random);
    /// Stops in an orderly way if `stop` was not called.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    class Content;
    /// For `start`.
    explicit Server(std::unique_ptr<Content> content);

    [[nodiscard]] std::uint16_t port() const;

    /// A descriptor that becomes readable when this process must end by itself: it lost the
    /// lead of its database to another one.
    [[nodiscard]] int lost_descriptor() const;

    /// The stop order: no new requests; read no more from brokers, commit what was read and
    /// acknowledge it; end the ingest loop; end the lead.
    void stop();

private:
    std::unique_ptr<Content> content_;
};

}  // namespace soc
