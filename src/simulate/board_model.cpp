#include "simulate/board_model.h"

#include <array>

namespace soc::simulate {
namespace {

constexpr Sensor temperature{"temperature", "0x40", "celsius", 21.0, 4.0};
constexpr Sensor humidity{"humidity", "0x40", "%r.H.", 45.0, 15.0};
constexpr Sensor luminosity{"luminosity", "0x38", "lux", 320.0, 300.0};
constexpr Sensor noise{"noise", "36", "dB", 48.0, 18.0};
constexpr Sensor air{"airquality", "CO2", "ppm", 650.0, 350.0};
constexpr Sensor presence{"digital", "pir_1", "any", 0.5, 0.5};
constexpr Sensor display{"display", "", "", 0, 0};
constexpr Sensor clock_face{"neoclock", "", "", 0, 0};

constexpr std::array comfort_sensors{temperature, humidity, luminosity};
constexpr std::array air_sensors{temperature, humidity, air};
constexpr std::array noise_sensors{noise, presence};
constexpr std::array display_sensors{clock_face, display};
constexpr std::array old_sensors{temperature};

constexpr std::array models{
    BoardModel{"neOSensor ambiance", "neOSensor", "esp32", 1, 231027, 158'000, comfort_sensors},
    BoardModel{"neOSensor qualité de l'air", "neOSensor", "esp32", 2, 231027, 151'000,
               air_sensors},
    BoardModel{"neOSensor bruit et présence", "neOSensor", "esp8266", 1, 230914, 23'000,
               noise_sensors},
    BoardModel{"neOClock afficheur", "neOClock", "esp32", 1, 231027, 162'000, display_sensors},
    BoardModel{"Raspberry première génération", "raspberry", "pi3", 1, 180312, 0, old_sensors,
               true},
};
constexpr BoardModel plain{"", "neOSensor", "esp32", 1, 231027, 158'000, comfort_sensors};

}  // namespace

const BoardModel& model_of(std::string_view type_name) {
    for (const BoardModel& model : models) {
        if (model.type_name == type_name) return model;
    }
    return plain;
}

std::span<const BoardModel> demonstration_models() { return models; }

}  // namespace soc::simulate
