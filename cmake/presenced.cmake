# How a module, a program and a unit test of this project are declared: one line each.

# presenced_module(NAME SOURCES a.cpp... DEPS presenced::base fmt::fmt...): lib/NAME as presenced::NAME.
function(presenced_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  if(ARG_SOURCES)
    add_library(presenced_${name} STATIC ${ARG_SOURCES})
    target_include_directories(presenced_${name} PUBLIC ${PROJECT_SOURCE_DIR}/lib)
    target_link_libraries(presenced_${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS} presenced_warnings)
  else()
    add_library(presenced_${name} INTERFACE)
    target_include_directories(presenced_${name} INTERFACE ${PROJECT_SOURCE_DIR}/lib)
    target_link_libraries(presenced_${name} INTERFACE ${ARG_DEPS})
  endif()
  add_library(presenced::${name} ALIAS presenced_${name})
endfunction()

# presenced_program(NAME SOURCES... DEPS...): lands in build/<preset>/bin.
function(presenced_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} presenced_warnings)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endfunction()

# The programs of the unit tests alone: what a second compiler is asked to build.
add_custom_target(unit_tests)

# presenced_test(NAME SOURCES... DEPS...): a doctest program, known to ctest as NAME. It keeps a core busy, so it takes two
# of the places that scripts/test gives ctest: tests that mostly wait take one. COST: the longest begin first, so that none
# of them runs alone at the end. Without PRESENCED_TESTS nothing is made.
function(presenced_test name)
  if(NOT PRESENCED_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPS" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} doctest::doctest presenced_test_main presenced_warnings)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/lib)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} COST ${ARG_TIMEOUT} PROCESSORS 2)
  if(name MATCHES "^unit_")
    add_dependencies(unit_tests ${name})
  endif()
endfunction()
