#include "app/control_client.h"

#include <curl/curl.h>

#include <memory>

#include "core/limits.h"

namespace soc {
namespace {

struct HandleDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct HeadersDeleter {
    void operator()(curl_slist* headers) const { curl_slist_free_all(headers); }
};

std::size_t collect(const char* bytes, std::size_t size, std::size_t count, void* target) {
    auto& body = *static_cast<std::string*>(target);
    if (body.size() + size * count > limits::control_answer_bytes_max) return 0;
    body.append(bytes, size * count);
    return size * count;
}

}  // namespace

std::optional<ControlClient> ControlClient::connect(const std::string& data) {
    ControlClient client{data + "/control.sock"};
    if (!client.request("GET", "/health/live", "")) return std::nullopt;
    return client;
}

Result<ControlClient::Answer> ControlClient::request(const std::string& method,
                                                     const std::string& path,
                                                     const std::string& body) const {
    const std::unique_ptr<CURL, HandleDeleter> handle{curl_easy_init()};
    if (!handle) return Error::internal("no_http_client");
    const std::unique_ptr<curl_slist, HeadersDeleter> headers{
        curl_slist_append(nullptr, "Content-Type: application/json")};
    Answer answer;
    const std::string url = "http://localhost" + path;
    curl_easy_setopt(handle.get(), CURLOPT_UNIX_SOCKET_PATH, socket_.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, 30L);
    if (!body.empty()) {
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body.c_str());
    }
    if (const CURLcode code = curl_easy_perform(handle.get()); code != CURLE_OK) {
        return Error::unavailable("no_server", curl_easy_strerror(code));
    }
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
}

}  // namespace soc
