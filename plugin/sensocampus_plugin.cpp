// The C border of the Mosquitto plugin: it turns the broker's events into questions to the
// `Gatekeeper` and its answers into Mosquitto's numbers. Nothing is decided here, and no exception
// leaves. All of it runs in the broker's one thread.

// Mosquitto's headers need this order.
#include <mosquitto.h>
#include <mosquitto_broker.h>
#include <mosquitto_plugin.h>
#include <mqtt_protocol.h>

#include <sodium.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/clock.h"
#include "domain/base_topic.h"
#include "plugin/gatekeeper.h"
#include "plugin/plugin_options.h"
#include "plugin/table_copy.h"

namespace soc::plugin {
namespace {

constexpr int plugin_interface = 5;
/// Who said it, for the server (R30); works for MQTT 3.1.1 publishers too.
constexpr const char* login_property = "sensocampus-login";
/// Sessions are looked at again for so long at a time, and no client waits longer for it.
constexpr std::chrono::microseconds slice{1'000};
constexpr std::size_t sessions_at_once = 50;
/// A broker ticks ten times a second and more; one that has not by then, after the first client
/// came, never will.
constexpr std::chrono::seconds first_tick_within{3};

std::string_view text_of(const char* text) { return text == nullptr ? "" : text; }

struct Plugin {
    Plugin(mosquitto_plugin_id_t* given, PluginOptions options)
        : id{given}, gate{std::move(options.bootstrap)}, copy{options.copy_directory} {}

    mosquitto_plugin_id_t* const id;
    Gatekeeper gate;
    TableCopy copy;
    SystemClock clock;
    /// The first event before any tick: a broker may need long from loading us to its first turn.
    std::optional<SteadyTime> waits_since;
    bool is_silence_known = false;  ///< that there are no ticks was logged
    bool is_copy_fault_known = false;  ///< it was logged, and lasts
    bool has_ticked = false;
    bool is_reloading = false;  ///< the broker asks again for each client, until its next tick
    std::string server_client;  ///< the client id that the last control message came from
};

void disconnect(const std::vector<std::string>& clients) {
    // Without its will: who has lost his right to be here has no last word either (R31).
    for (const std::string& client : clients) {
        (void)mosquitto_kick_client_by_clientid(client.c_str(), false);
    }
}

bool is_without_ticks(const Plugin& plugin) {
    return !plugin.has_ticked && plugin.waits_since &&
           plugin.clock.now().steady - *plugin.waits_since > first_tick_within;
}

PluginFault fault_of(const Plugin& plugin) {
    if (is_without_ticks(plugin)) return PluginFault::no_tick;
    return plugin.copy.fault().empty() ? PluginFault::none : PluginFault::no_copy;
}

/// Once when it begins and once when it ends: a disk may be full for days.
void log_copy_fault(Plugin& plugin) {
    const std::string& fault = plugin.copy.fault();
    if (fault.empty() == !plugin.is_copy_fault_known) return;
    plugin.is_copy_fault_known = !fault.empty();
    if (fault.empty()) {
        mosquitto_log_printf(MOSQ_LOG_NOTICE, "sensocampus: the table is on disk again");
    } else {
        mosquitto_log_printf(MOSQ_LOG_ERR, "sensocampus: the table does not get to the disk: %s",
                             fault.c_str());
    }
}

/// What is to be done without being asked.
void work(Plugin& plugin) {
    const SteadyTime end = plugin.clock.now().steady + slice;
    do {
        disconnect(plugin.gate.check_sessions(sessions_at_once));
    } while ((plugin.gate.release_some() || plugin.gate.has_unchecked()) &&
             plugin.clock.now().steady < end);
}

/// With `per_listener_settings true` the broker has no ticks for us: then it is done when something
/// happens, so that no memory is lost and no revoked client stays for long.
void work_without_ticks(Plugin& plugin) {
    // At a reload the broker goes through its clients: none may be taken away under its hands.
    if (plugin.has_ticked || plugin.is_reloading) return;
    if (!plugin.waits_since) plugin.waits_since = plugin.clock.now().steady;
    work(plugin);
    (void)plugin.copy.poll();
    if (plugin.is_silence_known || !is_without_ticks(plugin)) return;
    plugin.is_silence_known = true;
    mosquitto_log_printf(MOSQ_LOG_ERR,
                         "sensocampus: the broker calls no ticks. Set per_listener_settings to "
                         "false: else clients that are revoked stay connected for a while");
}

void send_answer(const Plugin& plugin, TableAnswer answer) {
    if (plugin.server_client.empty()) return;
    answer.durable = plugin.copy.durable(answer.epoch, answer.applied);
    answer.copy_bytes = plugin.copy.bytes();
    answer.fault = fault_of(plugin);
    const std::string message = write_answer(answer);
    (void)mosquitto_broker_publish_copy(plugin.server_client.c_str(),
                                        std::string{control_answer_topic}.c_str(),
                                        static_cast<int>(message.size()), message.data(), 0, false,
                                        nullptr);
}

std::optional<Action> action_of(int access) {
    switch (access) {
        case MOSQ_ACL_READ: return Action::receive;
        case MOSQ_ACL_WRITE: return Action::publish;
        case MOSQ_ACL_SUBSCRIBE: return Action::subscribe;
        default: return std::nullopt;
    }
}

// ---- events ----------------------------------------------------------------------------------

Visitor visitor_of(const mosquitto* client) {
    return {.client = client,
            .client_id = text_of(mosquitto_client_id(client)),
            .login = text_of(mosquitto_client_username(client)),
            .secret = {}};
}

int on_connect(Plugin& plugin, const mosquitto_evt_basic_auth& event) {
    work_without_ticks(plugin);
    Visitor visitor = visitor_of(event.client);
    visitor.login = text_of(event.username);
    visitor.secret = text_of(event.password);
    // The broker serves websockets between a reload and the tick; who is away has none.
    visitor.is_repeated = plugin.is_reloading && plugin.has_ticked &&
                          mosquitto_client_protocol(event.client) != mp_websockets;
    const std::string_view reason = plugin.gate.connect(visitor, plugin.clock.now().wall);
    return reason.empty() ? MOSQ_ERR_SUCCESS : MOSQ_ERR_AUTH;
}

int on_access(Plugin& plugin, const mosquitto_evt_acl_check& event) {
    // To give a subscription up is nobody's harm.
    if (event.access == MOSQ_ACL_UNSUBSCRIBE) return MOSQ_ERR_SUCCESS;
    const std::optional<Action> action = action_of(event.access);
    if (!action) return MOSQ_ERR_ACL_DENIED;
    const Decision decision =
        plugin.gate.decide(visitor_of(event.client), *action, text_of(event.topic),
                           plugin.clock.now().wall);
    return decision.allowed() ? MOSQ_ERR_SUCCESS : MOSQ_ERR_ACL_DENIED;
}

int on_disconnect(Plugin& plugin, const mosquitto_evt_disconnect& event) {
    plugin.gate.leave(text_of(mosquitto_client_id(event.client)), event.client);
    return MOSQ_ERR_SUCCESS;
}

/// Always success: the broker would end the server's connection over an error.
int on_control(Plugin& plugin, const mosquitto_evt_control& event) {
    const std::string_view message{static_cast<const char*>(event.payload), event.payloadlen};
    const std::optional<ControlOutcome> outcome =
        plugin.gate.control(visitor_of(event.client), message);
    if (!outcome) return MOSQ_ERR_SUCCESS;
    plugin.server_client = text_of(mosquitto_client_id(event.client));
    if (outcome->keep) {
        const Result<ControlFrame> frame = parse_frame(message);
        plugin.copy.keep(*frame, message);
        log_copy_fault(plugin);
    }
    disconnect(outcome->disconnect);
    if (!plugin.has_ticked) plugin.is_reloading = false;
    work_without_ticks(plugin);
    send_answer(plugin, outcome->answer);
    return MOSQ_ERR_SUCCESS;
}

bool claims_a_login(const mosquitto_property* properties) {
    bool claims = false;
    bool skip_first = false;
    while (properties != nullptr && !claims) {
        char* name = nullptr;
        char* value = nullptr;
        properties = mosquitto_property_read_string_pair(properties, MQTT_PROP_USER_PROPERTY, &name,
                                                         &value, skip_first);
        skip_first = true;
        claims = properties != nullptr && text_of(name) == login_property;
        std::free(name);
        std::free(value);
    }
    return claims;
}

/// R30: the server learns who really said a status. Only we may say so.
int on_message(Plugin& /*plugin*/, mosquitto_evt_message& event) {
    if (claims_a_login(event.properties)) return MOSQ_ERR_ACL_DENIED;
    const char* login = event.client == nullptr ? nullptr : mosquitto_client_username(event.client);
    if (login == nullptr || !base_topic_of(text_of(event.topic))) return MOSQ_ERR_SUCCESS;
    return mosquitto_property_add_string_pair(&event.properties, MQTT_PROP_USER_PROPERTY,
                                              login_property, login);
}

int on_tick(Plugin& plugin, const mosquitto_evt_tick& /*event*/) {
    plugin.has_ticked = true;
    plugin.is_reloading = false;
    work(plugin);
    const bool is_news = plugin.copy.poll();
    log_copy_fault(plugin);
    if (is_news) send_answer(plugin, plugin.gate.answer(TableStatus::ok));
    return MOSQ_ERR_SUCCESS;
}

/// What has no plugin of its own behind this one must be read again too: files, certificates.
int on_reload(Plugin& plugin, const mosquitto_evt_reload& /*event*/) {
    plugin.is_reloading = true;
    return MOSQ_ERR_PLUGIN_DEFER;
}

// ---- the border ------------------------------------------------------------------------------

/// One of the functions above as Mosquitto calls it. Should it throw, `otherwise` is the answer.
template <class Event, int (*handle)(Plugin&, Event&), int otherwise>
int guarded(int /*event*/, void* data, void* user_data) noexcept {
    try {
        return handle(*static_cast<Plugin*>(user_data), *static_cast<Event*>(data));
    } catch (const std::exception& error) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "sensocampus: %s", error.what());
        return otherwise;
    }
}

struct Registration {
    int event;
    MOSQ_FUNC_generic_callback callback;
    const char* topic;
};

const Registration registrations[] = {
    {MOSQ_EVT_BASIC_AUTH,
     &guarded<const mosquitto_evt_basic_auth, on_connect, MOSQ_ERR_AUTH>, nullptr},
    {MOSQ_EVT_ACL_CHECK,
     &guarded<const mosquitto_evt_acl_check, on_access, MOSQ_ERR_ACL_DENIED>, nullptr},
    {MOSQ_EVT_DISCONNECT,
     &guarded<const mosquitto_evt_disconnect, on_disconnect, MOSQ_ERR_SUCCESS>, nullptr},
    {MOSQ_EVT_CONTROL,
     &guarded<const mosquitto_evt_control, on_control, MOSQ_ERR_SUCCESS>, control_topic.data()},
    {MOSQ_EVT_MESSAGE,
     &guarded<mosquitto_evt_message, on_message, MOSQ_ERR_ACL_DENIED>, nullptr},
    {MOSQ_EVT_TICK, &guarded<const mosquitto_evt_tick, on_tick, MOSQ_ERR_SUCCESS>, nullptr},
    {MOSQ_EVT_RELOAD,
     &guarded<const mosquitto_evt_reload, on_reload, MOSQ_ERR_PLUGIN_DEFER>, nullptr},
};

std::optional<PluginOptions> options_of(const mosquitto_opt* lines, int count) {
    std::map<std::string, std::string> named;
    for (int i = 0; i < count; ++i) named[lines[i].key] = text_of(lines[i].value);
    PluginOptions options;
    const std::vector<std::string> faults = read_options(named, options);
    for (const std::string& fault : faults) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "sensocampus: %s", fault.c_str());
    }
    if (!faults.empty()) return std::nullopt;
    return options;
}

void start_from_copy(Plugin& plugin) {
    std::string note;
    plugin.gate.start_with(plugin.copy.load(note));
    if (plugin.gate.has_table()) {
        mosquitto_log_printf(MOSQ_LOG_NOTICE, "sensocampus: %zu accounts from %s",
                             plugin.gate.table().size(), note.c_str());
    } else {
        mosquitto_log_printf(MOSQ_LOG_WARNING,
                             "sensocampus: %s: until the server has sent its table, everybody but "
                             "the server is refused",
                             note.c_str());
    }
}

int start(mosquitto_plugin_id_t* id, void** user_data, const mosquitto_opt* lines, int count) {
    if (sodium_init() < 0) return MOSQ_ERR_UNKNOWN;
    std::optional<PluginOptions> options = options_of(lines, count);
    if (!options) return MOSQ_ERR_INVAL;
    auto plugin = std::make_unique<Plugin>(id, *std::move(options));
    start_from_copy(*plugin);
    for (const Registration& one : registrations) {
        const int result =
            mosquitto_callback_register(id, one.event, one.callback, one.topic, plugin.get());
        if (result != MOSQ_ERR_SUCCESS) return result;
    }
    *user_data = plugin.release();
    return MOSQ_ERR_SUCCESS;
}

void stop(Plugin& plugin) {
    for (const Registration& one : registrations) {
        (void)mosquitto_callback_unregister(plugin.id, one.event, one.callback, one.topic);
    }
    plugin.copy.finish();
}

}  // namespace
}  // namespace soc::plugin

#define SOC_EXPORTED extern "C" __attribute__((visibility("default")))

SOC_EXPORTED int mosquitto_plugin_version(int count, const int* versions) {
    for (int i = 0; i < count; ++i) {
        if (versions[i] == soc::plugin::plugin_interface) return soc::plugin::plugin_interface;
    }
    return -1;
}

SOC_EXPORTED int mosquitto_plugin_init(mosquitto_plugin_id_t* identifier, void** user_data,
                                       mosquitto_opt* options, int option_count) {
    try {
        return soc::plugin::start(identifier, user_data, options, option_count);
    } catch (const std::exception& error) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "sensocampus: %s", error.what());
        return MOSQ_ERR_UNKNOWN;
    }
}

SOC_EXPORTED int mosquitto_plugin_cleanup(void* user_data, mosquitto_opt* /*options*/,
                                          int /*option_count*/) {
    const std::unique_ptr<soc::plugin::Plugin> plugin{
        static_cast<soc::plugin::Plugin*>(user_data)};
    try {
        if (plugin) soc::plugin::stop(*plugin);
    } catch (const std::exception& error) {
        mosquitto_log_printf(MOSQ_LOG_ERR, "sensocampus: %s", error.what());
    }
    return MOSQ_ERR_SUCCESS;
}
