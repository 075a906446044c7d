#pragma once

#include <optional>
#include <string>

#include "core/result.h"

namespace soc {

/// Speaks to the running `serve` of a data directory over its control socket, as its
/// administrator (R24).
class ControlClient {
public:
    /// Nothing when no server answers there.
    [[nodiscard]] static std::optional<ControlClient> connect(const std::string& data);

    struct Answer {
        int status = 0;
        std::string body;
    };
    /// One request; `body` is JSON and may be empty. `unavailable` when the server went away.
    [[nodiscard]] Result<Answer> request(const std::string& method, const std::string& path,
                                         const std::string& body) const;

private:
    explicit ControlClient(std::string socket) : socket_{std::move(socket)} {}

    std::string socket_;
};

}  // namespace soc
