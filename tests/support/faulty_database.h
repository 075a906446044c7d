#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/guarded.h"
#include "store/database.h"

namespace soc::testing {

/// Where the line to a real database is cut.
enum class FaultAt {
    connect,       ///< no new connection
    statement,     ///< nothing begins and no statement runs
    commit,        ///< COMMIT fails, nothing of the transaction stays
    after_commit,  ///< COMMIT works and its answer is lost: `commit_unknown`
};

/// The switch; shared by the test, which turns it, and the connections. Any thread may call.
class FaultSwitch {
public:
    /// From now on `place` fails with `error`, until `heal`.
    void fail(FaultAt place, Error error);
    void heal();
    /// The error to give at `place`, if there is one. Counts it.
    [[nodiscard]] std::optional<Error> strike(FaultAt place);
    /// How many calls have failed so far.
    [[nodiscard]] int strikes() const;

private:
    struct State {
        std::optional<FaultAt> place;
        Error error;
        int strikes = 0;
    };
    Guarded<State> state_;
};

/// Opens the database at `url` with `faults` in the line; everything else is real.
[[nodiscard]] Result<std::unique_ptr<Database>> open_faulty_database(
    const std::string& url, std::shared_ptr<FaultSwitch> faults,
    const DatabaseOptions& options = {});

}  // namespace soc::testing
