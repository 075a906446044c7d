# soc_module(<folder> SOURCES ... [TESTS ...] [DEPENDS <folder>...] [LIBRARIES <target>...])
#
# One static library per folder of src/, called soc_<folder>, and one test program
# <folder>_test for the tests beside its sources. DEPENDS names other folders, so the link
# graph is the layer diagram; LIBRARIES are third-party and stay private where they can.
function(soc_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;TESTS;DEPENDS;LIBRARIES;TEST_LIBRARIES" ${ARGN})
  add_library(soc_${name} STATIC ${ARG_SOURCES})
  target_include_directories(soc_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(soc_${name} PRIVATE soc_warnings)
  foreach(dependency IN LISTS ARG_DEPENDS)
    target_link_libraries(soc_${name} PUBLIC soc_${dependency})
  endforeach()
  target_link_libraries(soc_${name} PUBLIC ${ARG_LIBRARIES})

  if(SOC_BUILD_TESTS AND ARG_TESTS)
    add_executable(${name}_test ${ARG_TESTS})
    target_link_libraries(${name}_test PRIVATE
      soc_${name} soc_support soc_warnings ${ARG_TEST_LIBRARIES} GTest::gtest_main)
    add_test(NAME ${name} COMMAND ${name}_test)
  endif()
endfunction()
