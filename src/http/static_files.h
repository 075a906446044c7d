#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/result.h"
#include "http/request.h"
#include "http/response.h"

namespace soc {

/// The web pages: a built `web/dist`, read into memory once, so that no request touches the disk
/// and none can leave the folder. Immutable after loading; any thread.
class StaticFiles {
public:
    /// No pages: every page request gets one that says how to build them.
    StaticFiles() = default;

    /// Reads `directory` with its sub-folders. `.br` and `.gz` siblings are kept as encodings of
    /// their file. `too_large` beyond `limits::web_files_max` files or `limits::web_bytes_max`;
    /// `not_found` on field `web` when there is no readable index.html.
    [[nodiscard]] static Result<StaticFiles> load(const std::string& directory);

    /// For GET and HEAD of a path that no route has. Files under `assets/` never change under
    /// their name and are cached for ever; the rest is revalidated by ETag. A path without a
    /// file gets index.html when the reader accepts HTML, because the browser routes it; under
    /// /api, /assets, /health and /metrics it is a 404.
    [[nodiscard]] Response answer(const Request& request) const;

    [[nodiscard]] std::size_t count() const { return files_.size(); }

private:
    enum class Encoding : std::uint8_t { identity, gzip, brotli };
    struct File {
        std::string content_type;
        std::string etag;  ///< without the quotes; the encoding's suffix is added
        bool immutable = false;
        std::array<std::shared_ptr<const std::string>, 3> bodies;  ///< by Encoding
    };

    void add(std::string path, std::string content);
    [[nodiscard]] static Encoding choose(const File& file, std::string_view accepted);
    [[nodiscard]] static Response serve(const File& file, const Request& request);

    std::unordered_map<std::string, File> files_;  ///< by path without the leading `/`
};

}  // namespace soc
