#include "app/server.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <optional>
#include <thread>

#include "app/data_guard.h"
#include "app/housekeeping.h"
#include "app/instance.h"
#include "app/version.h"
#include "app/web_directory.h"
#include "core/log.h"
#include "http/handlers/board_handlers.h"
#include "http/handlers/broker_handlers.h"
#include "http/handlers/event_handlers.h"
#include "http/handlers/fleet_handlers.h"
#include "http/handlers/health_handlers.h"
#include "http/handlers/login_handlers.h"
#include "http/handlers/user_handlers.h"
#include "http/http_server.h"
#include "http/routes.h"
#include "mqtt/mqtt_thread.h"
#include "service/access_directory.h"
#include "service/credential_ledger.h"
#include "service/fleet_loader.h"
#include "service/ingest_loop.h"
#include "service/use_queue.h"
#include "service/user_service.h"
#include "store/setting_store.h"
#include "vault/key_holder.h"

namespace soc {
namespace {

constexpr std::chrono::milliseconds drain_patience{3'000};

/// What the start reads of the database.
struct Loaded {
    std::shared_ptr<const PlaceDirectory> places;
    std::vector<std::optional<WallTime>> last_canaries;
    std::vector<std::vector<BrokerPath::PastBlindness>> blindness;
    std::int64_t revision = 0;
    bool demonstration = false;
};

Result<Loaded> load_places_and_paths(Transaction& tx, const std::vector<std::string>& brokers) {
    Loaded loaded;
    Result<Places> places = load_places(tx);
    if (!places) return places.error();
    loaded.places = PlaceDirectory::make(*std::move(places));
    auto canaries = load_last_canaries(tx, brokers);
    if (!canaries) return canaries.error();
    loaded.last_canaries = *std::move(canaries);
    auto blindness = load_blindness(tx, brokers);
    if (!blindness) return blindness.error();
    loaded.blindness = *std::move(blindness);
    const auto demonstration = setting_store::find(tx, "demonstration");
    if (!demonstration) return demonstration.error();
    loaded.demonstration = demonstration->has_value();
    return loaded;
}

/// The brokers as the ingest loop knows them. A site code that no site has is told and matches
/// nothing: then no device is alive through that broker.
std::vector<IngestBroker> ingest_brokers(const std::vector<BrokerConfig>& brokers,
                                         const PlaceDirectory& places) {
    std::vector<IngestBroker> list;
    for (const BrokerConfig& broker : brokers) {
        IngestBroker entry{broker.name, std::nullopt, {}};
        entry.path.proves = !broker.read_only;
        if (!broker.site_code.empty()) {
            entry.site = SiteId{};
            for (const Site& site : places.sites()) {
                if (site.code == broker.site_code) entry.site = site.id;
            }
            if (entry.site->is_nil()) {
                log::error("broker is bound to a site that does not exist",
                           {{"broker", broker.name}, {"site", broker.site_code}});
            }
        }
        list.push_back(std::move(entry));
    }
    return list;
}

Result<std::string> instance_of(const Config& config, RandomSource& random) {
    if (config.read_only) return borrow_instance(config.instance, config.data, random);
    std::error_code ignored;  // the file that cannot be written tells
    std::filesystem::create_directories(config.data, ignored);
    return find_instance(config.instance, config.data, random);
}

std::vector<std::string> names_of(const std::vector<BrokerConfig>& brokers) {
    std::vector<std::string> names;
    names.reserve(brokers.size());
    for (const BrokerConfig& broker : brokers) names.push_back(broker.name);
    return names;
}

}  // namespace

/// Members in the order in which they are made; they go in the opposite one.
class Server::Content {
public:
    /// What the process owns before any part of the server does.
    struct Ground {
        Config config;
        std::unique_ptr<metrics::Registry> metrics;  ///< the database of `guard` counts in it
        DataGuard guard;
        std::string instance;
    };

    Content(Ground ground, Clock& clock, RandomSource& random)
        : config_{std::move(ground.config)},
          registry_{std::move(ground.metrics)},
          metrics_{*registry_},
          guard_{std::move(ground.guard)},
          instance_{std::move(ground.instance)},
          clock_{clock},
          random_{random},
          lost_{eventfd(0, EFD_CLOEXEC)} {}

    ~Content() {
        stop();
        close(lost_);
    }

    Status start() {
        // Beside the fleet: each reads the whole registry, and a start is to be short.
        access_.emplace(AccessDirectory::Parts{guard_.database(), random_, metrics_});
        std::future<Status> known =
            std::async(std::launch::async, [this] { return access_->load(); });
        const Status loaded = load();
        if (const Status access_loaded = known.get(); !access_loaded) return access_loaded;
        if (!loaded) return loaded;
        start_listening_to_brokers();
        return start_http();
    }

    void stop() {
        if (stopped_) return;
        stopped_ = true;
        if (http_) http_->stop();
        if (mqtt_) mqtt_->stop(drain_patience);
        if (housekeeping_) housekeeping_->stop();
        ingest_thread_.request_stop();
        if (ingest_thread_.joinable()) ingest_thread_.join();
        guard_.release(clock_.now().wall);
    }

    [[nodiscard]] std::uint16_t port() const { return http_->port(); }
    [[nodiscard]] int lost() const { return lost_; }

private:
    Status load() {
        const Moment now = clock_.now();
        const std::vector<std::string> names = names_of(config_.brokers);
        Database& database = guard_.database();
        Result<Loaded> loaded = database.read(
            [&](Transaction& tx) { return load_places_and_paths(tx, names); });
        if (!loaded) return loaded.error();
        demonstration_ = loaded->demonstration;

        const std::string start_id = Uuid::v7(now.wall, random_).to_string().substr(0, 18);
        IngestOptions options{instance_, start_id,
                              ingest_brokers(config_.brokers, *loaded->places), guard_.epoch(),
                              config_.read_only};
        std::vector<BrokerPath> paths;
        std::vector<std::optional<SiteId>> sites;
        for (std::size_t i = 0; i < options.brokers.size(); ++i) {
            paths.emplace_back(options.brokers[i].path, now, loaded->last_canaries[i]);
            paths.back().remember(loaded->blindness[i], now);
            sites.push_back(options.brokers[i].site);
        }
        read_model_.emplace(loaded->places);
        FleetState fleet{loaded->places, std::move(paths), std::move(sites)};
        Result<std::vector<TransitionRow>> corrections = database.read(
            [&](Transaction& tx) { return load_fleet(tx, names, {fleet, *read_model_}, now); });
        if (!corrections) return corrections.error();
        const Status remembered = database.read([&](Transaction& tx) {
            return observations_.transitions.with(
                [&](TransitionLog& log) { return load_transitions(tx, log, now); });
        });
        if (!remembered) return remembered.error();
        changes_.emplace(database, inbox_, loaded->places, read_model_->revision());
        live_.emplace(start_id, *read_model_, observations_, metrics_);
        ingest_.emplace(std::move(options),
                        IngestParts{database, inbox_, outbound_, *read_model_, *live_,
                                    observations_, metrics_, readiness_},
                        std::move(fleet), *corrections);
        return {};
    }

    void start_listening_to_brokers() {
        for (BrokerConfig& broker : config_.brokers) broker.instance = instance_;
        mqtt_.emplace(config_.brokers,
                      MqttThread::Parts{inbox_, outbound_, clock_, random_, metrics_});
        ingest_thread_ = std::jthread{[this](const std::stop_token& stop) {
            if (ingest_->run(clock_, stop)) return;
            const std::uint64_t one = 1;
            static_cast<void>(write(lost_, &one, sizeof one));
        }};
        mqtt_->start();
    }

    Status start_http() {
        Database& database = guard_.database();
        logins_.emplace(LoginService::Parts{database, random_, metrics_});
        users_.emplace(UserService::Parts{database, *logins_, random_});
        streams_.emplace(EventStreams::Options{.instance = instance_},
                         EventStreams::Parts{*live_, *logins_, random_, metrics_});
        start_ledger();
        Result<StaticFiles> files = StaticFiles::load(web_directory(config_.web));
        if (files) {
            files_ = *std::move(files);
        } else {
            log::warning("no web pages", {{"directory", web_directory(config_.web)}});
        }
        health_handlers_.emplace(readiness_, metrics_, std::string{program_version});
        login_handlers_.emplace(*logins_, clock_,
                                Installation{instance_, std::string{program_version},
                                             demonstration_});
        user_handlers_.emplace(*users_, clock_);
        event_handlers_.emplace(*streams_);
        fleet_handlers_.emplace(*read_model_, observations_, database, clock_);
        board_handlers_.emplace(*ledger_, clock_, metrics_);
        broker_handlers_.emplace(BrokerHandlers::Parts{*access_, *uses_, clock_, metrics_});

        HttpOptions options;
        options.listen = {config_.listen};
        // Of a read-only server it would take the place of the one that owns the data.
        if (!config_.read_only) options.control_socket = config_.data + "/control.sock";
        options.trusted_proxies = config_.trusted_proxies;
        options.auth_clients = config_.auth_clients;
        pipeline_.emplace(options,
                          make_routes({*health_handlers_, *login_handlers_, *user_handlers_,
                                       *event_handlers_, *fleet_handlers_, *board_handlers_,
                                       *broker_handlers_}),
                          PipelineParts{*logins_, files_, clock_, random_, metrics_});
        Result<std::unique_ptr<HttpServer>> http =
            HttpServer::start(options, *pipeline_, metrics_);
        if (!http) return http.error();
        http_ = *std::move(http);
        housekeeping_.emplace(Housekeeping::Parts{database, *changes_, *access_, *uses_,
                                                  *read_model_, *logins_, metrics_, readiness_,
                                                  clock_, config_.read_only});
        housekeeping_->start();
        return {};
    }

    void start_ledger() {
        const bool is_ours = config_.master_key_file.empty();
        const std::string path = is_ours ? config_.data + "/master.key" : config_.master_key_file;
        keys_.emplace(path, is_ours && !config_.read_only, random_);
        ledger_.emplace(CredentialLedger::Parts{guard_.database(), *access_, *keys_, random_,
                                                metrics_});
        uses_.emplace(*ledger_, metrics_);
        std::error_code ignored;
        if (is_ours && !std::filesystem::exists(path, ignored)) return;  // made when needed
        // Said now and not at the first board: whoever starts a server looks at its log (R36).
        if (const auto key = keys_->key(); !key) {
            log::error("master key not usable: no secret can be delivered",
                       {{"reason", key.error().reason}, {"detail", key.error().detail},
                        {"wanted", key.error().allowed}});
        }
    }

    Config config_;
    const std::unique_ptr<metrics::Registry> registry_;
    metrics::Registry& metrics_;
    DataGuard guard_;
    const std::string instance_;
    Clock& clock_;
    RandomSource& random_;
    const int lost_;
    bool stopped_ = false;
    bool demonstration_ = false;

    Readiness readiness_;
    Observations observations_;
    IngestInbox inbox_;
    OutboundQueue outbound_;
    std::optional<ReadModel> read_model_;
    std::optional<LiveFeed> live_;
    std::optional<ChangeFeed> changes_;
    std::optional<AccessDirectory> access_;
    std::optional<IngestLoop> ingest_;
    std::optional<MqttThread> mqtt_;
    std::jthread ingest_thread_;

    std::optional<LoginService> logins_;
    std::optional<UserService> users_;
    std::optional<KeyHolder> keys_;
    std::optional<CredentialLedger> ledger_;
    std::optional<UseQueue> uses_;
    std::optional<EventStreams> streams_;
    StaticFiles files_;
    std::optional<HealthHandlers> health_handlers_;
    std::optional<LoginHandlers> login_handlers_;
    std::optional<UserHandlers> user_handlers_;
    std::optional<EventHandlers> event_handlers_;
    std::optional<FleetHandlers> fleet_handlers_;
    std::optional<BoardHandlers> board_handlers_;
    std::optional<BrokerHandlers> broker_handlers_;
    std::optional<RequestPipeline> pipeline_;
    std::unique_ptr<HttpServer> http_;
    std::optional<Housekeeping> housekeeping_;
};

Server::Server(std::unique_ptr<Content> content) : content_{std::move(content)} {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::start(const Config& config, Clock& clock,
                                              RandomSource& random) {
    Result<std::string> instance = instance_of(config, random);
    if (!instance) return instance.error();
    const std::string address = config.listen.host + ':' + std::to_string(config.listen.port);
    auto metrics = std::make_unique<metrics::Registry>();
    Result<DataGuard> guard = DataGuard::take(
        {config.data, config.database, *instance, address, config.read_only, metrics.get()},
        clock.now().wall, random);
    if (!guard) return guard.error();
    auto content = std::make_unique<Content>(
        Content::Ground{config, std::move(metrics), *std::move(guard), *std::move(instance)},
        clock, random);
    if (const Status started = content->start(); !started) return started.error();
    return std::make_unique<Server>(std::move(content));
}

std::uint16_t Server::port() const { return content_->port(); }
int Server::lost_descriptor() const { return content_->lost(); }
void Server::stop() { content_->stop(); }

}  // namespace soc
