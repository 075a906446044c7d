#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>

#include "app/commands/commands.h"
#include "app/control_client.h"
#include "app/data_guard.h"
#include "core/random.h"
#include "service/user_service.h"
#include "wire/json_reader.h"
#include "wire/json_writer.h"

namespace soc::commands {
namespace {

constexpr seconds patience{10};
constexpr int look_again_ms = 100;

/// Twenty characters that are not mistaken for one another: 100 bits.
std::string make_password() {
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789XYZ";
    static_assert(letters.size() >= 32);
    SystemRandom random;
    std::array<std::uint8_t, 20> bytes{};
    random.fill(bytes);
    std::string password;
    for (const std::uint8_t byte : bytes) password += letters[byte % 32];
    return password;
}

struct ChosenPassword {
    std::string text;
    bool made_up = false;
};

/// The first line of the file or of standard input, or a made-up one.
std::optional<ChosenPassword> choose_password(const std::string& file) {
    if (file.empty()) return ChosenPassword{make_password(), true};
    ChosenPassword chosen;
    if (file == "-") {
        std::getline(std::cin, chosen.text);
        return chosen;
    }
    std::ifstream stream{file};
    if (!std::getline(stream, chosen.text)) {
        fmt::print(stderr, "sensocampus: {} cannot be read, or is empty\n", file);
        return std::nullopt;
    }
    return chosen;
}

/// A problem of the server as an error of ours, so that both ways print alike.
Error problem_of(const ControlClient::Answer& answer) {
    Error error = Error::internal("answer_" + std::to_string(answer.status));
    const auto object = wire::read_object(answer.body);
    if (!object) return error;
    if (const auto reason = wire::find_text(*object, "reason")) error.reason = *reason;
    if (const auto field = wire::find_text(*object, "field")) error.field = *field;
    if (const auto allowed = wire::find_text(*object, "allowed")) error.allowed = *allowed;
    return error;
}

/// The three things that can be done with people, either way (R24).
class People {
public:
    virtual ~People() = default;
    virtual Status add(const std::string& name, Role role, const std::string& password) = 0;
    virtual Status set_password(const std::string& name, const std::string& password) = 0;
    /// Lines `name role last-login`.
    virtual Result<std::vector<std::array<std::string, 3>>> list() = 0;
};

/// Through the running server.
class PeopleOfServer final : public People {
public:
    explicit PeopleOfServer(ControlClient client) : client_{std::move(client)} {}

    Status add(const std::string& name, Role role, const std::string& password) override {
        return send("POST", "/api/v1/users",
                    {{"name", name}, {"role", to_word(role)}, {"password", password}});
    }
    Status set_password(const std::string& name, const std::string& password) override {
        return send("PUT", "/api/v1/users/" + name + "/password", {{"password", password}});
    }
    Result<std::vector<std::array<std::string, 3>>> list() override {
        const auto answer = client_.request("GET", "/api/v1/users", "");
        if (!answer) return answer.error();
        if (answer->status != 200) return problem_of(*answer);
        const auto object = wire::read_object(answer->body, {limits::control_answer_bytes_max});
        if (!object) return object.error();
        std::vector<std::array<std::string, 3>> lines;
        const auto* items = object->if_contains("items");
        if (items == nullptr || !items->is_array()) return Error::internal("answer_not_understood");
        for (const auto& item : items->get_array()) {
            if (!item.is_object()) continue;
            const auto text = [&](std::string_view member) {
                return std::string{wire::find_text(item.get_object(), member).value_or("never")};
            };
            lines.push_back({text("name"), text("role"), text("last_login_at")});
        }
        return lines;
    }

private:
    Status send(const char* method, const std::string& path, const boost::json::object& body) {
        const auto answer = client_.request(method, path, wire::serialize(body));
        if (!answer) return answer.error();
        if (answer->status / 100 != 2) return problem_of(*answer);
        return {};
    }

    ControlClient client_;
};

/// In the database itself, while no server runs on it.
class PeopleOfDatabase final : public People {
public:
    explicit PeopleOfDatabase(DataGuard guard) : guard_{std::move(guard)} {}
    ~PeopleOfDatabase() override { guard_.release(clock_.now().wall); }

    Status add(const std::string& name, Role role, const std::string& password) override {
        const Result<User> user =
            users_.add({name, role, Secret{password}}, local_administrator(), clock_.now());
        if (!user) return user.error();
        return {};
    }
    Status set_password(const std::string& name, const std::string& password) override {
        return users_.set_password(name, Secret{password}, local_administrator(), clock_.now());
    }
    Result<std::vector<std::array<std::string, 3>>> list() override {
        const auto users = users_.list();
        if (!users) return users.error();
        std::vector<std::array<std::string, 3>> lines;
        for (const User& user : *users) {
            lines.push_back({user.name, std::string{to_word(user.role)},
                             user.last_login_at ? to_rfc3339(*user.last_login_at) : "never"});
        }
        return lines;
    }

private:
    SystemClock clock_;
    SystemRandom random_;
    DataGuard guard_;
    metrics::Registry metrics_;
    LoginService logins_{{guard_.database(), random_, metrics_}};
    UserService users_{{guard_.database(), logins_, random_}};
};

Result<std::unique_ptr<People>> try_people(const Config& config, bool begins) {
    if (auto client = ControlClient::connect(config.data)) {
        return std::unique_ptr<People>{std::make_unique<PeopleOfServer>(*std::move(client))};
    }
    Result<DataGuard> guard = take_data(config, "user", begins);
    if (!guard) return guard.error();
    return std::unique_ptr<People>{std::make_unique<PeopleOfDatabase>(*std::move(guard))};
}

/// A server that is starting has its data before it answers: this waits for it.
Result<std::unique_ptr<People>> open_people(const Config& config, bool begins) {
    const SystemClock clock;
    const SteadyTime until = clock.now().steady + patience;
    for (;;) {
        Result<std::unique_ptr<People>> people = try_people(config, begins);
        const bool is_held = !people && (people.error().reason == "data_in_use" ||
                                         people.error().reason == "command_at_work");
        if (!is_held || clock.now().steady >= until) return people;
        poll(nullptr, 0, look_again_ms);
    }
}

int report(const Status& status) {
    if (status) return done;
    print_error(status.error());
    return failed;
}

/// Runs `action(People&, password)` and shows a made-up password once it holds. `begins`: it may
/// be the first person of a new database.
template <class Action>
int with_password(const UserCommand& command, bool begins, Action&& action) {
    const std::optional<Config> config = load_config(command.source);
    if (!config) return misused;
    const std::optional<ChosenPassword> password = choose_password(command.password_file);
    if (!password) return misused;
    const auto people = open_people(*config, begins);
    if (!people) return report(people.error());
    Status acted = action(**people, password->text);
    if (!acted) {
        Error error = acted.error();
        error.field = command.name + (error.field.empty() ? "" : ": " + error.field);
        acted = error;
    }
    if (acted && password->made_up) {
        fmt::print("password of {}: {}\n", command.name, password->text);
    }
    return report(acted);
}

}  // namespace

int user_add(const UserCommand& command) {
    const std::optional<Role> role = parse_role(command.role);
    if (!role) {
        print_error(Error::invalid("--role", "unknown_role", "viewer, operator, administrator"));
        return misused;
    }
    return with_password(command, true, [&](People& people, const std::string& password) {
        return people.add(command.name, *role, password);
    });
}

int user_passwd(const UserCommand& command) {
    return with_password(command, false, [&](People& people, const std::string& password) {
        return people.set_password(command.name, password);
    });
}

int user_list(const UserCommand& command) {
    const std::optional<Config> config = load_config(command.source);
    if (!config) return misused;
    const auto people = open_people(*config, false);
    if (!people) return report(people.error());
    const auto lines = (*people)->list();
    if (!lines) return report(lines.error());
    fmt::print("{:<32} {:<14} {}\n", "NAME", "ROLE", "LAST SIGN-IN");
    for (const auto& [name, role, last] : *lines) {
        fmt::print("{:<32} {:<14} {}\n", name, role, last);
    }
    return done;
}

}  // namespace soc::commands
