# Warnings are errors, for our own code only (system headers are exempt). The list: what stays quiet with Boost 1.81.
# Off for code that is broken on purpose, and for other optimizations, with which g++ 12 doubts what is certain
# (scripts/mutants).
option(PRESENCED_WARNINGS_ARE_ERRORS "Stop at warnings" ON)
add_library(presenced_warnings INTERFACE)
target_compile_options(presenced_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor $<$<BOOL:${PRESENCED_WARNINGS_ARE_ERRORS}>:-Werror>)

if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # Compiled together, a source is an included file to g++, and a type of its anonymous namespace looks like a header's.
  add_compile_options(-Wno-subobject-linkage)
endif()

add_compile_options("-ffile-prefix-map=${PROJECT_SOURCE_DIR}=." "-ffile-prefix-map=${PROJECT_BINARY_DIR}=/build")
# A compiler's cache with a base directory names the sources from the build directory. What is packaged must not show it.
file(RELATIVE_PATH from_build "${PROJECT_BINARY_DIR}" "${PROJECT_SOURCE_DIR}")
string(REGEX REPLACE "/$" "" from_build "${from_build}")
add_compile_options("$<$<CONFIG:Release>:-ffile-prefix-map=${from_build}=.>")

# Asio and Beast are compiled once, in lib/net/boost_asio.cpp and boost_beast.cpp, not in every file that includes them.
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)

if(PRESENCED_SANITIZE)
  add_compile_options(-fsanitize=${PRESENCED_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${PRESENCED_SANITIZE})
  if(PRESENCED_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    add_compile_options(-Wno-tsan)  # Asio's atomic_thread_fence, which g++ says it cannot follow
  endif()
  if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    add_compile_options(-fno-sanitize=function)  # clang 14 cannot compile coroutines with it
  endif()
endif()

if(PRESENCED_HARDENING)
  # -U and -D together in the options: CMake puts definitions before them.
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS -fstack-protector-strong
    -fstack-clash-protection -fcf-protection=full -ftrivial-auto-var-init=zero)
  add_link_options(-pie -Wl,-z,relro,-z,now)
endif()

# What no program calls is left out of it: 18 % of presenced's code, and 0.4 MB of it less in memory.
if(CMAKE_BUILD_TYPE STREQUAL Release)
  add_compile_options(-ffunction-sections -fdata-sections)
  add_link_options(-Wl,--gc-sections)
endif()
