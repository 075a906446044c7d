#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "support/ingest_bench.h"
#include "support/store_fixture.h"

namespace soc::testing {

/// The loop with its real database, which holds two boards of two sites, on both databases.
class LoopFixture : public ::testing::TestWithParam<DatabaseKind> {
protected:
    LoopFixture() { begin(bench); }

    void begin(IngestBench& with) {
        with.load(campus_of(campus, {board, other}));
        with.start();
    }
    [[nodiscard]] std::vector<BlindIntervalRow> blind_rows() {
        const auto rows = bench.witness->read(
            [](Transaction& tx) { return path_store::list_blind(tx, "main", 10); });
        EXPECT_TRUE(rows);
        return rows ? *rows : std::vector<BlindIntervalRow>{};
    }
    [[nodiscard]] std::vector<Presence> stored_presences(const Device& device) {
        std::vector<Presence> list;
        for (const auto& interval : bench.stored_intervals(device)) {
            list.push_back(interval.presence);
        }
        return list;
    }

    SmallCampus campus;
    Device board = campus.a_board(0, 1);
    Device other = campus.a_board(2, 2);  // of the other site
    IngestBench bench{GetParam()};
};

}  // namespace soc::testing
