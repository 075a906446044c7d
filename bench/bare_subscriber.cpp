// The least that a libmosquitto client can do: a persistent QoS 1 session that counts messages.
// What the server does more (parse, decide, commit) is what the benchmark shows.
//
//   bare_subscriber HOST PORT FILTER COUNT    prints "subscribed", ends after COUNT messages

#include <mosquitto.h>

#include <charconv>
#include <cstdio>
#include <memory>
#include <string_view>

namespace {

constexpr int quality = 1;  // as the server's ingest connection subscribes
constexpr int keep_alive_s = 60;

struct Count {
    const char* filter = nullptr;
    long expected = 0;
    long received = 0;
};

void on_connect(mosquitto* client, void* user, int code) {
    const auto* count = static_cast<const Count*>(user);
    if (code == 0) mosquitto_subscribe(client, nullptr, count->filter, quality);
}

void on_message(mosquitto* client, void* user, const mosquitto_message*) {
    auto* count = static_cast<Count*>(user);
    if (++count->received == count->expected) mosquitto_disconnect(client);
}

long number(std::string_view text) {
    long value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::fputs("usage: bare_subscriber HOST PORT FILTER COUNT\n", stderr);
        return 2;
    }
    Count count{.filter = argv[3], .expected = number(argv[4])};
    mosquitto_lib_init();
    const std::unique_ptr<mosquitto, decltype(&mosquitto_destroy)> client{
        mosquitto_new("bare-subscriber", false, &count), &mosquitto_destroy};
    mosquitto_connect_callback_set(client.get(), on_connect);
    mosquitto_subscribe_callback_set(client.get(), [](mosquitto*, void*, int, int, const int*) {
        std::puts("subscribed");
        std::fflush(stdout);
    });
    mosquitto_message_callback_set(client.get(), on_message);
    const int port = static_cast<int>(number(argv[2]));
    if (mosquitto_connect(client.get(), argv[1], port, keep_alive_s) != MOSQ_ERR_SUCCESS) return 1;
    mosquitto_loop_forever(client.get(), -1, 1);
    return count.received == count.expected ? 0 : 1;
}
