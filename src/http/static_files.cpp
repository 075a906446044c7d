#include "http/static_files.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>

#include "core/limits.h"
#include "core/random.h"
#include "domain/text.h"

namespace soc {
namespace {

namespace fs = std::filesystem;

struct TypeOfSuffix {
    std::string_view suffix;
    std::string_view type;
};
constexpr std::array types{
    TypeOfSuffix{".html", "text/html; charset=utf-8"},
    TypeOfSuffix{".js", "text/javascript; charset=utf-8"},
    TypeOfSuffix{".mjs", "text/javascript; charset=utf-8"},
    TypeOfSuffix{".css", "text/css; charset=utf-8"},
    TypeOfSuffix{".json", "application/json"},
    TypeOfSuffix{".webmanifest", "application/manifest+json"},
    TypeOfSuffix{".svg", "image/svg+xml"},
    TypeOfSuffix{".png", "image/png"},
    TypeOfSuffix{".jpg", "image/jpeg"},
    TypeOfSuffix{".webp", "image/webp"},
    TypeOfSuffix{".ico", "image/vnd.microsoft.icon"},
    TypeOfSuffix{".woff2", "font/woff2"},
    TypeOfSuffix{".txt", "text/plain; charset=utf-8"},
};

constexpr std::array encoding_suffixes{"", "-gz", "-br"};
constexpr std::string_view index_name = "index.html";

constexpr const char* no_pages =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>sensOCampus</title>"
    "</head>\n<body><h1>sensOCampus is running</h1>\n<p>Its pages are not installed here. "
    "Build them with <code>npm run build</code> in <code>web/</code>, then start the server "
    "again.</p>\n<p>The interface for programs is under <code>/api/v1</code>.</p></body></html>\n";

std::string content_type_of(std::string_view path) {
    for (const TypeOfSuffix& known : types) {
        if (path.ends_with(known.suffix)) return std::string{known.type};
    }
    return "application/octet-stream";
}

std::string hash_of(std::string_view content) {
    std::array<std::uint8_t, 16> digest{};
    crypto_generichash(digest.data(), digest.size(),
                       reinterpret_cast<const unsigned char*>(content.data()), content.size(),
                       nullptr, 0);
    return to_hex(digest);
}

std::optional<std::string> read_file(const fs::path& path, std::size_t size) {
    std::string content(size, '\0');
    std::ifstream file{path, std::ios::binary};
    file.read(content.data(), static_cast<std::streamsize>(size));
    if (!file || static_cast<std::size_t>(file.gcount()) != size) return std::nullopt;
    return content;
}

/// Whether `Accept-Encoding` names `coding` (or `*`) with a weight above zero.
bool accepts(std::string_view field, std::string_view coding) {
    bool by_star = false;
    while (!field.empty()) {
        const std::string_view entry = field.substr(0, field.find(','));
        field.remove_prefix(std::min(entry.size() + 1, field.size()));
        const std::string_view name = trimmed(entry.substr(0, entry.find(';')));
        const std::size_t weight = entry.find("q=");
        const bool refused =
            weight != std::string_view::npos &&
            entry.find_first_not_of("0. \t", weight + 2) == std::string_view::npos;
        if (equals_ignoring_case(name, coding)) return !refused;
        if (name == "*") by_star = !refused;
    }
    return by_star;
}

bool matches_etag(std::string_view field, std::string_view etag) {
    while (!field.empty()) {
        std::string_view entry = field.substr(0, field.find(','));
        field.remove_prefix(std::min(entry.size() + 1, field.size()));
        entry = trimmed(entry);
        if (entry.starts_with("W/")) entry.remove_prefix(2);
        if (entry == "*" || entry == etag) return true;
    }
    return false;
}

std::string joined_path(const std::vector<std::string>& segments) {
    std::string path;
    for (const std::string& segment : segments) {
        if (!path.empty()) path += '/';
        path += segment;
    }
    return path;
}

/// Paths that belong to programs: a page there would be taken for an answer. `/health` alone is
/// the page about health; programs ask for what is below it.
bool is_for_programs(const std::vector<std::string>& segments) {
    if (segments.size() == 1 && segments.front() == "health") return false;
    constexpr std::array<std::string_view, 4> roots{"api", "assets", "health", "metrics"};
    return std::find(roots.begin(), roots.end(), segments.front()) != roots.end();
}

}  // namespace

Result<StaticFiles> StaticFiles::load(const std::string& directory) {
    StaticFiles loaded;
    std::size_t files = 0;
    std::size_t bytes = 0;
    std::error_code failed;
    fs::recursive_directory_iterator entries{directory, failed};
    for (; !failed && entries != fs::recursive_directory_iterator{}; entries.increment(failed)) {
        const fs::directory_entry& entry = *entries;
        if (entry.is_symlink(failed) || !entry.is_regular_file(failed)) continue;
        const std::size_t size = entry.file_size(failed);
        if (failed) break;
        if (++files > limits::web_files_max || (bytes += size) > limits::web_bytes_max) {
            return Error::too_large("web", std::to_string(limits::web_files_max) + " files, " +
                                               std::to_string(limits::web_bytes_max) + " bytes");
        }
        std::optional<std::string> content = read_file(entry.path(), size);
        if (!content) return Error::not_found("web");
        loaded.add(fs::relative(entry.path(), directory, failed).generic_string(),
                   *std::move(content));
    }
    // A sibling without its file is not a page.
    std::erase_if(loaded.files_, [](const auto& file) { return !file.second.bodies[0]; });
    if (failed || !loaded.files_.contains(std::string{index_name})) return Error::not_found("web");
    return loaded;
}

void StaticFiles::add(std::string path, std::string content) {
    Encoding encoding = Encoding::identity;
    if (path.ends_with(".br")) encoding = Encoding::brotli;
    if (path.ends_with(".gz")) encoding = Encoding::gzip;
    if (encoding != Encoding::identity) path.resize(path.size() - 3);

    File& file = files_[path];
    if (encoding == Encoding::identity) {
        file.content_type = content_type_of(path);
        file.etag = hash_of(content);
        file.immutable = path.starts_with("assets/");
    }
    file.bodies[static_cast<std::size_t>(encoding)] =
        std::make_shared<const std::string>(std::move(content));
}

StaticFiles::Encoding StaticFiles::choose(const File& file, std::string_view accepted) {
    const auto has = [&file](Encoding encoding) {
        return file.bodies[static_cast<std::size_t>(encoding)] != nullptr;
    };
    if (has(Encoding::brotli) && accepts(accepted, "br")) return Encoding::brotli;
    if (has(Encoding::gzip) && accepts(accepted, "gzip")) return Encoding::gzip;
    return Encoding::identity;
}

Response StaticFiles::serve(const File& file, const Request& request) {
    const std::string accepted = request.headers.joined("Accept-Encoding");
    const auto encoding = static_cast<std::size_t>(choose(file, accepted));
    const std::string etag = '"' + file.etag + encoding_suffixes[encoding] + '"';

    Response response;
    response.headers.add("ETag", etag);
    response.headers.add("Vary", "Accept-Encoding");
    response.headers.add("Cache-Control",
                         file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (matches_etag(request.headers.joined("If-None-Match"), etag)) {
        response.status = http_status::not_modified;
        return response;
    }
    response.headers.add("Content-Type", file.content_type);
    if (encoding != 0) {
        response.headers.add("Content-Encoding", encoding == 1 ? "gzip" : "br");
    }
    response.shared_body = file.bodies[encoding];
    return response;
}

Response StaticFiles::answer(const Request& request) const {
    const std::vector<std::string>& segments = request.target.segments;
    const std::string path = joined_path(segments);
    if (const auto found = files_.find(path); found != files_.end()) {
        return serve(found->second, request);
    }
    const bool wants_page =
        path.empty() || request.headers.joined("Accept").find("text/html") != std::string::npos;
    if (!wants_page || is_for_programs(segments)) {
        return error_response(Error::not_found("path"));
    }
    if (files_.empty()) {
        return text_response(http_status::not_found, "text/html; charset=utf-8", no_pages);
    }
    return serve(files_.at(std::string{index_name}), request);
}

}  // namespace soc
