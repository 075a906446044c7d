#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulate/board.h"

namespace soc::simulate::testing {

inline Moment bench_start() {
    return {*parse_rfc3339("2026-11-22T09:00:00Z"), SteadyTime{seconds{1'000}}};
}

/// The plan of `30:ae:a4:0c:11:9f` in `u4/300`.
inline BoardPlan bench_plan(std::string_view zone = "Europe/Paris") {
    static LocalTime paris{"Europe/Paris"};
    static LocalTime toronto{"America/Toronto"};
    BoardPlan plan;
    plan.mac = *MacAddress::parse("30:ae:a4:0c:11:9f");
    plan.model = &model_of("neOSensor ambiance");
    plan.clock_face = zone == "Europe/Paris" ? &paris : &toronto;
    plan.base_topic = "u4/300";
    plan.sends_data = false;
    return plan;
}

/// One board on a network that the test switches, under simulated time.
class BoardBench {
public:
    struct Event {
        microseconds at;  ///< since the start
        BoardAction action;
    };

    explicit BoardBench(BoardPlan plan, std::uint64_t seed = 1)
        : board{std::move(plan), Dice{seed, 0}} {}

    void boot() {
        board.boot(now_, actions_);
        deliver();
    }
    void begin(Affliction affliction) {
        board.begin(affliction, now_, actions_);
        deliver();
    }
    void end(Affliction affliction) {
        board.end(affliction, now_, actions_);
        deliver();
    }
    void order(std::string_view payload, std::string_view topic = "u4/300/device/command") {
        board.receive(topic, payload, now_);
    }
    void drop_link(std::uint8_t link) {
        board.link_lost(link, now_, actions_);
        deliver();
    }

    /// Lets time pass, doing what falls due.
    void run_for(microseconds span) {
        const SteadyTime end = now_.steady + span;
        while (board.next_due() <= end) {
            now_ = now_ + std::max(board.next_due() - now_.steady, microseconds{0});
            board.advance(now_, actions_);
            deliver();
        }
        now_ = now_ + (end - now_.steady);
    }

    [[nodiscard]] std::vector<Event> of(BoardAction::Kind kind) const {
        std::vector<Event> found;
        std::copy_if(events.begin(), events.end(), std::back_inserter(found),
                     [kind](const Event& event) { return event.action.kind == kind; });
        return found;
    }
    /// The `status` words of the status messages since the last `forget`.
    [[nodiscard]] std::vector<std::string> status_words() const {
        std::vector<std::string> words;
        for (const Event& event : of(BoardAction::Kind::publish_status)) {
            const std::string& text = event.action.payload;
            const std::size_t at = text.find("\"status\":\"") + 10;
            words.push_back(text.substr(at, text.find('"', at) - at));
        }
        return words;
    }
    void forget() { events.clear(); }
    [[nodiscard]] microseconds elapsed() const { return now_.steady - bench_start().steady; }

    Board board;
    bool broker_answers = true;
    std::vector<Event> events;

private:
    /// Plays the network: connections succeed or fail at once.
    void deliver() {
        while (!actions_.empty()) {
            BoardActions batch;
            batch.swap(actions_);
            for (BoardAction& action : batch) {
                const auto kind = action.kind;
                const std::uint8_t link = action.link;
                events.push_back({elapsed(), std::move(action)});
                if (kind != BoardAction::Kind::connect) continue;
                if (broker_answers) board.link_up(link, now_, actions_);
                if (!broker_answers) board.link_lost(link, now_, actions_);
            }
        }
    }

    Moment now_ = bench_start();
    BoardActions actions_;
};

}  // namespace soc::simulate::testing
