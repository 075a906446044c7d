#include "mqtt/broker_check.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/assert.h"
#include "core/limits.h"
#include "domain/base_topic.h"
#include "mqtt/check_client.h"

namespace soc {

namespace {

using Verdict = BrokerFinding::Verdict;

constexpr microseconds delivery_patience{std::chrono::seconds{3}};
/// Enough to tell Mosquitto's default queue (1000) from a configured one, and little traffic.
constexpr int queued_messages = 2'000;
const std::string drop_counter_topic = "$SYS/broker/publish/messages/dropped";
/// Mosquitto 2.0 publishes a counter only when it moved, and lets the retained value expire after a
/// minute; its version is retained for ever.
const std::string version_topic = "$SYS/broker/version";

/// A line of mosquitto.conf whose effect no client sees (R7).
struct UnseenSetting {
    std::string_view subject;
    std::string_view why;
    std::string_view line;
};
constexpr std::array unseen_settings{
    UnseenSetting{"persistence", "shows only when the broker restarts", "persistence true"},
    UnseenSetting{"autosave_interval", "shows only when the broker is killed",
                  "autosave_interval 60"},
    UnseenSetting{"persistent_client_expiration", "shows only days after a client has gone",
                  "persistent_client_expiration 7d"},
    UnseenSetting{"max_inflight_messages",
                  "over MQTT 5 Mosquitto does as we ask (`window`), whatever it says",
                  "max_inflight_messages 1000"},
    UnseenSetting{"max_queued_messages", "more than those of `queue` would burden the broker",
                  "max_queued_messages 200000"},
    UnseenSetting{"max_queued_bytes", "shows only in a queue of that size",
                  "max_queued_bytes 268435456"},
    UnseenSetting{"memory_limit", "shows only when the broker's memory is full",
                  "memory_limit 1073741824"},
    UnseenSetting{"message_size_limit", "a message of that size would burden its subscribers",
                  "message_size_limit 1048576"},
    UnseenSetting{"per_listener_settings", "only a plugin sees it",
                  "per_listener_settings false"},
};

/// One run: the clients with random names, and what they found so far.
class Check {
public:
    Check(const BrokerOptions& options, RandomSource& random, const Clock& clock)
        : options_{options}, random_{random}, clock_{clock} {
        std::array<std::uint8_t, 8> bytes{};
        random_.fill(bytes);
        name_ = "check-" + to_hex(bytes);
        topic_ = status_topic("sensocampus/" + name_);
        SOC_ASSERT(is_of_programs(topic_));
        // Should we be killed, the broker forgets our session after ten minutes, not a week.
        options_.session_expiry = std::chrono::minutes{10};
    }

    std::vector<BrokerFinding> run() {
        if (connect()) {
            if (deliver_once()) {
                queue_while_away();
                window();
            }
            wildcard();
            drop_counter();
            remove_session();
            name_unseen();
        }
        return std::move(findings_);
    }

private:
    CheckClient client(const std::string& role, bool keep_session) {
        return CheckClient{options_,
                           {"sensocampus-" + name_ + "-" + role, keep_session,
                            limits::receive_max},
                           random_,
                           clock_};
    }

    void note(std::string_view subject, Verdict verdict, std::string found,
              std::string remedy = {}) {
        findings_.push_back({subject, verdict, std::move(found), std::move(remedy)});
    }

    bool connect();
    bool deliver_once();
    void queue_while_away();
    void judge_queue(CheckClient& listener);
    void window();
    void wildcard();
    void drop_counter();
    void remove_session();
    void name_unseen();

    BrokerOptions options_;
    RandomSource& random_;
    const Clock& clock_;
    std::string name_;
    std::string topic_;
    std::optional<CheckClient> speaker_;
    MqttVersion version_ = MqttVersion::v5;
    bool acknowledged_ = false;  ///< a message to us waits for our acknowledgement
    std::vector<BrokerFinding> findings_;
};

bool Check::connect() {
    speaker_.emplace(options_, Dialler::Role{"sensocampus-" + name_ + "-speak", false, 20},
                     random_, clock_);
    if (!speaker_->connect()) {
        const Dialler::Failure& failure = speaker_->failure();
        note("connect", Verdict::missing,
             failure.reason + (failure.detail.empty() ? "" : ": " + failure.detail));
        return false;
    }
    note("connect", Verdict::ok, "connected and logged in");
    version_ = speaker_->version();
    if (version_ == MqttVersion::v5) note("mqtt_5", Verdict::ok, "speaks MQTT 5");
    else note("mqtt_5", Verdict::missing, "speaks MQTT 3.1.1 only", "use Mosquitto 2.0 or later");
    return true;
}

/// One message at QoS 0, as boards publish, to a QoS 1 subscription.
bool Check::deliver_once() {
    CheckClient listener = client("listen", true);
    const std::string rights = "access list: topic readwrite sensocampus/#";
    const bool listening = listener.connect() && listener.subscribe(topic_, 1);
    speaker_->publish(topic_, "once");
    speaker_->flush();
    const CheckClient::Message* message =
        listening ? listener.wait_for_payload("once", delivery_patience) : nullptr;
    if (message == nullptr) {
        note("publish", Verdict::missing,
             listening ? "a message of our own did not come back" : "subscription refused",
             rights);
        note("upgrade_outgoing_qos", Verdict::unknown, "nothing came back");
        note("persistent_session", Verdict::unknown, "nothing came back");
        note("queue", Verdict::unknown, "nothing came back");
        note("window", Verdict::unknown, "nothing came back");
        return false;
    }
    note("publish", Verdict::ok, "a message of our own came back");
    if (message->qos >= 1) {
        acknowledged_ = true;
        note("upgrade_outgoing_qos", Verdict::ok, "published at QoS 0, delivered at QoS 1");
    } else {
        note("upgrade_outgoing_qos", Verdict::missing,
             "published at QoS 0, delivered at QoS 0: a crash loses what is not stored yet",
             "upgrade_outgoing_qos true");
    }
    listener.disconnect();
    return true;
}

void Check::queue_while_away() {
    // The speaker hears itself: when the last one is back, the broker has handled them all.
    const bool hears_itself = speaker_->subscribe(topic_, 0);
    for (int i = 0; i < queued_messages; ++i) speaker_->publish(topic_, "queued");
    speaker_->publish(topic_, "last queued");
    const bool handled =
        hears_itself && speaker_->wait_for_payload("last queued", delivery_patience) != nullptr;

    CheckClient listener = client("listen", true);
    if (!handled || !listener.connect()) {
        note("persistent_session", Verdict::unknown, "the broker stopped answering");
        note("queue", Verdict::unknown, "the broker stopped answering");
        return;
    }
    if (!listener.session_present()) {
        note("persistent_session", Verdict::missing, "the session ended with the connection",
             "look for what ends it: Mosquitto keeps it for as long as we ask, without any line");
        note("queue", Verdict::unknown, "there was no session to hold one");
        return;
    }
    note("persistent_session", Verdict::ok, "the session was there after a disconnect");
    judge_queue(listener);
    listener.disconnect();
}

void Check::judge_queue(CheckClient& listener) {
    speaker_->publish(topic_, "live");
    speaker_->flush();
    static_cast<void>(listener.wait_for_payload("live", delivery_patience));
    int held = 0;
    for (const CheckClient::Message& message : listener.messages()) {
        if (message.payload == "queued") ++held;
    }
    const std::string found = std::to_string(held) + " of " + std::to_string(queued_messages) +
                              " messages published at QoS 0 waited for an absent session";
    if (held == queued_messages) return note("queue", Verdict::ok, found);
    if (held == 0) return note("queue", Verdict::missing, found, "queue_qos0_messages true");
    note("queue", Verdict::missing, found, "max_queued_messages 200000");
}

/// How many messages the broker sends before we have acknowledged the first. What is delivered at
/// QoS 0 does not wait for that, so such a message behind them says that no more will come.
void Check::window() {
    constexpr std::string_view subject = "window";
    if (!acknowledged_) {
        return note(subject, Verdict::unknown, "what comes at QoS 0 is not acknowledged");
    }
    CheckClient listener = client("window", false);
    const std::string end_topic = status_topic("sensocampus/" + name_ + "-end");
    const bool listening = listener.connect() && listener.subscribe(topic_, 1) &&
                           listener.subscribe(end_topic, 0);
    listener.hold_acknowledgements();
    for (int i = 0; i < limits::receive_max; ++i) speaker_->publish(topic_, "window");
    speaker_->publish(end_topic, "end of window");
    speaker_->flush();
    if (!listening || !listener.wait_for_payload("end of window", delivery_patience)) {
        return note(subject, Verdict::unknown, "the broker stopped answering");
    }
    const auto sent = std::ranges::count(listener.messages(), "window",
                                         &CheckClient::Message::payload);
    const std::string found = std::to_string(sent) + " of " + std::to_string(limits::receive_max) +
                              " messages came before the first acknowledgement";
    if (sent == limits::receive_max) return note(subject, Verdict::ok, found);
    note(subject, Verdict::missing, found, "max_inflight_messages 1000");
}

/// Mosquitto's acl_file grants a SUBSCRIBE and then delivers nothing (R8).
void Check::wildcard() {
    CheckClient listener = client("wildcard", false);
    const bool granted = listener.connect() && listener.subscribe("+/+/device", 0);
    speaker_->publish(topic_, "through the wildcard");
    speaker_->flush();
    if (granted && listener.wait_for_payload("through the wildcard", delivery_patience)) {
        note("wildcard_subscription", Verdict::ok, "+/+/device delivers");
    } else {
        note("wildcard_subscription", Verdict::missing,
             granted ? "+/+/device was granted and delivers nothing" : "+/+/device was refused",
             "access list: topic read +/+/device (and the other levels in use)");
    }
    listener.disconnect();
}

void Check::drop_counter() {
    const std::string rights = "access list: topic read " + drop_counter_topic +
                               " and topic read " + version_topic;
    CheckClient listener = client("counter", false);
    const bool granted = listener.connect() && listener.subscribe(drop_counter_topic, 0);
    const bool compares = granted && listener.subscribe(version_topic, 0);
    const auto payload_of = [&](const std::string& topic) -> const std::string* {
        for (const CheckClient::Message& message : listener.messages()) {
            if (message.topic == topic) return &message.payload;
        }
        return nullptr;
    };
    const auto both = [&] { return payload_of(drop_counter_topic) && payload_of(version_topic); };
    if (compares) static_cast<void>(listener.wait_for(both, seconds{1}));
    if (const std::string* count = payload_of(drop_counter_topic)) {
        note("drop_counter", Verdict::ok,
             "the broker says how many messages it dropped: " + *count);
    } else if (payload_of(version_topic)) {
        note("drop_counter", Verdict::ok,
             "the broker dropped nothing for a minute, and says its version");
    } else if (!granted) {
        note("drop_counter", Verdict::missing,
             "the subscription to its count of dropped messages was refused", rights);
    } else {
        note("drop_counter", Verdict::unknown,
             "the broker says neither how many messages it dropped nor its version", rights);
    }
    listener.disconnect();
}

void Check::remove_session() {
    CheckClient listener = client("listen", false);
    if (listener.connect()) listener.disconnect();
    speaker_->disconnect();
}

void Check::name_unseen() {
    for (const UnseenSetting& setting : unseen_settings) {
        // Over 3.1.1 it is what `window` has measured.
        const bool measured = setting.subject == "max_inflight_messages" &&
                              version_ == MqttVersion::v311;
        if (measured) continue;
        note(setting.subject, Verdict::unknown, std::string{setting.why},
             "look for: " + std::string{setting.line});
    }
}

}  // namespace

std::vector<BrokerFinding> check_broker(const BrokerOptions& options, RandomSource& random,
                                        const Clock& clock) {
    const MosquittoLibrary library;
    return Check{options, random, clock}.run();
}

std::string_view to_word(BrokerFinding::Verdict verdict) {
    switch (verdict) {
        case Verdict::ok: return "ok";
        case Verdict::missing: return "missing";
        case Verdict::unknown: return "cannot tell";
    }
    return "cannot tell";
}

}  // namespace soc
