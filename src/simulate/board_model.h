#pragma once

#include <span>
#include <string_view>

namespace soc::simulate {

/// A module of a board beside `device`. One without a unit publishes nothing (displays).
struct Sensor {
    std::string_view module;
    std::string_view sub_id;
    std::string_view unit;
    double mean = 0;
    double swing = 0;  ///< values stay within mean +- swing
};

/// What a kind of board says of itself, and how old its firmware is.
struct BoardModel {
    std::string_view type_name;  ///< the device type of a campus that it stands for
    std::string_view board;
    std::string_view hardware;
    int board_rev = 1;
    int firmware = 231027;       ///< yymmdd
    int heap_bytes = 158'000;
    std::span<const Sensor> sensors;
    /// Raspberry-class: sends only `unitID`, in upper case, and `status`; understands `reset`.
    bool old_generation = false;
};

/// The model that plays devices of a type; types of other names are played by a plain neOSensor.
[[nodiscard]] const BoardModel& model_of(std::string_view type_name);

/// All models that stand for a type of the demonstration campus.
[[nodiscard]] std::span<const BoardModel> demonstration_models();

}  // namespace soc::simulate
