#include <cstdio>
#include <exception>

#include "app/command_line.h"

int main(int argc, char** argv) {
    try {
        return soc::run_command_line(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "sensocampus: %s\n", error.what());
        return 1;
    }
}
