#include "mqtt/address_lookup.h"

#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <system_error>
#include <thread>
#include <utility>

#include "core/assert.h"

namespace soc {

namespace {

std::vector<std::string> look_up(const std::string& host, int flags) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> list{found, &freeaddrinfo};

    std::vector<std::string> addresses;
    for (const addrinfo* one = list.get(); one != nullptr; one = one->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(), nullptr, 0,
                        NI_NUMERICHOST) == 0) {
            addresses.emplace_back(text.data());
        }
    }
    return addresses;
}

}  // namespace

void AddressLookup::start(const std::string& host) {
    if (pending_ && !done()) return;
    pending_ = std::make_shared<Guarded<Answer>>();
    if (auto numbers = look_up(host, AI_NUMERICHOST); !numbers.empty()) {
        pending_->with([&](Answer& answer) { answer = {true, std::move(numbers)}; });
        return;
    }
    const auto look = [host, answer = pending_, wake = wake_] {
        auto addresses = look_up(host, 0);
        answer->with([&](Answer& place) { place = {true, std::move(addresses)}; });
        wake->ring();
    };
    try {
        std::thread{look}.detach();
    } catch (const std::system_error&) {  // no thread to be had: as if not found, tried again
        pending_->with([](Answer& answer) { answer.done = true; });
    }
}

bool AddressLookup::done() const {
    return pending_ && pending_->with([](const Answer& answer) { return answer.done; });
}

std::vector<std::string> AddressLookup::take() {
    SOC_ASSERT(done());
    auto addresses = pending_->with([](Answer& answer) { return std::move(answer.addresses); });
    pending_.reset();
    return addresses;
}

}  // namespace soc
