# Our own targets only: third-party headers come in as system headers.
add_library(soc_warnings INTERFACE)
target_compile_options(soc_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these inside its own library at -O2 (GCC bugs 105329, 107852).
  target_compile_options(soc_warnings INTERFACE
    -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds -Wno-maybe-uninitialized)
endif()
