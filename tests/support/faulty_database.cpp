#include "support/faulty_database.h"

#include <utility>

namespace soc::testing {

void FaultSwitch::fail(FaultAt place, Error error) {
    state_.with([&](State& state) {
        state.place = place;
        state.error = std::move(error);
    });
}

void FaultSwitch::heal() {
    state_.with([](State& state) { state.place.reset(); });
}

std::optional<Error> FaultSwitch::strike(FaultAt place) {
    return state_.with([&](State& state) -> std::optional<Error> {
        if (state.place != place) return std::nullopt;
        ++state.strikes;
        return state.error;
    });
}

int FaultSwitch::strikes() const {
    return state_.with([](const State& state) { return state.strikes; });
}

namespace {

class FaultyConnection final : public DatabaseConnection {
public:
    FaultyConnection(std::unique_ptr<DatabaseConnection> real, std::shared_ptr<FaultSwitch> faults)
        : real_{std::move(real)}, faults_{std::move(faults)} {}

    Status begin(AccessMode mode, Durability durability) override {
        if (auto error = faults_->strike(FaultAt::statement)) return *error;
        return real_->begin(mode, durability);
    }
    Status commit() override {
        if (auto error = faults_->strike(FaultAt::commit)) return *error;
        Status done = real_->commit();
        if (!done) return done;
        if (auto error = faults_->strike(FaultAt::after_commit)) {
            lost_ = true;
            return *error;
        }
        return done;
    }
    void rollback() override { real_->rollback(); }
    Result<Rows> run(std::string_view sql, std::span<const Argument> arguments) override {
        if (auto error = faults_->strike(FaultAt::statement)) return *error;
        return real_->run(sql, arguments);
    }
    Status run_many(std::string_view sql, std::span<const Arguments> batch) override {
        if (auto error = faults_->strike(FaultAt::statement)) return *error;
        return real_->run_many(sql, batch);
    }
    Status run_script(const std::string& sql) override { return real_->run_script(sql); }
    [[nodiscard]] bool usable() const override { return !lost_ && real_->usable(); }
    [[nodiscard]] bool worth_retrying() const override { return real_->worth_retrying(); }

private:
    const std::unique_ptr<DatabaseConnection> real_;
    const std::shared_ptr<FaultSwitch> faults_;
    bool lost_ = false;
};

class FaultyDriver final : public DatabaseDriver {
public:
    FaultyDriver(std::unique_ptr<DatabaseDriver> real, std::shared_ptr<FaultSwitch> faults)
        : real_{std::move(real)}, faults_{std::move(faults)} {}

    Result<std::unique_ptr<DatabaseConnection>> connect(AccessMode mode) override {
        if (auto error = faults_->strike(FaultAt::connect)) return *error;
        Result<std::unique_ptr<DatabaseConnection>> connection = real_->connect(mode);
        if (!connection) return connection.error();
        return std::unique_ptr<DatabaseConnection>{
            std::make_unique<FaultyConnection>(*std::move(connection), faults_)};
    }
    [[nodiscard]] const Dialect& dialect() const override { return real_->dialect(); }
    [[nodiscard]] std::string describe() const override { return real_->describe(); }

private:
    const std::unique_ptr<DatabaseDriver> real_;
    const std::shared_ptr<FaultSwitch> faults_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_faulty_database(const std::string& url,
                                                       std::shared_ptr<FaultSwitch> faults,
                                                       const DatabaseOptions& options) {
    Result<std::unique_ptr<DatabaseDriver>> real = open_driver(url, options);
    if (!real) return real.error();
    return open_database(std::make_unique<FaultyDriver>(*std::move(real), std::move(faults)),
                         options);
}

}  // namespace soc::testing
