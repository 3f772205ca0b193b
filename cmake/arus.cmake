# SPDX-License-Identifier: Apache-2.0
# Compiler settings shared by every target, and arus_module(): one static library per module, its tests beside it.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(ARUS_SANITIZE "" CACHE STRING "value of -fsanitize=, empty for none")

find_program(ARUS_CCACHE ccache)
if(ARUS_CCACHE)
  # Precompiled headers are cached only with these; see "Precompiled headers" in ccache's manual.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${ARUS_CCACHE})
endif()
find_program(ARUS_MOLD mold)

add_library(arus_options INTERFACE)
target_compile_options(arus_options INTERFACE -Wall -Wextra -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False alarm on the frames of Boost.Asio's awaitables, whose allocator is found in the promise (GCC bug 109224).
  target_compile_options(arus_options INTERFACE -Wno-mismatched-new-delete)
endif()
target_include_directories(arus_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(arus_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  ARUS_VERSION="${PROJECT_VERSION}")
if(ARUS_MOLD)
  target_link_options(arus_options INTERFACE -fuse-ld=mold)
endif()
if(ARUS_SANITIZE)
  # GCC sees empty optionals of Boost as uninitialized once they are instrumented (see its manual, -fsanitize).
  # -O1: instrumented coroutines take GCC twice as long with -O2.
  target_compile_options(arus_options INTERFACE
    -O1 -fsanitize=${ARUS_SANITIZE} -fno-omit-frame-pointer -Wno-maybe-uninitialized)
  target_link_options(arus_options INTERFACE -fsanitize=${ARUS_SANITIZE})
  if(ARUS_SANITIZE STREQUAL "thread")
    # GCC warns that it does not instrument fences (used inside Boost.Asio).
    target_compile_options(arus_options INTERFACE -Wno-tsan)
  endif()
endif()

# arus_module(<name> [BOOST] [TESTS_ALONE] [SOURCES …] [DEPENDS <modules> …] [LINKS <targets> …] [TESTS …_test.cpp …] [TEST_LINKS …])
# TESTS_ALONE: its tests share something outside the process and run one at a time.
# BOOST: the module's .cpp files reuse the precompiled Boost.Asio/Beast/JSON headers.
function(arus_module name)
  cmake_parse_arguments(M "BOOST;TESTS_ALONE" "" "SOURCES;DEPENDS;LINKS;TESTS;TEST_LINKS" ${ARGN})
  if(M_SOURCES)
    set(scope PUBLIC)
    add_library(arus_${name} STATIC ${M_SOURCES})
    if(M_BOOST)
      target_precompile_headers(arus_${name} REUSE_FROM arus_async)
    endif()
  else()
    set(scope INTERFACE)
    add_library(arus_${name} INTERFACE)
  endif()
  list(TRANSFORM M_DEPENDS PREPEND arus_)
  target_link_libraries(arus_${name} ${scope} arus_options ${M_DEPENDS} ${M_LINKS})
  if(ARUS_TESTS AND M_TESTS)
    if(M_TESTS_ALONE)
      set(lock LOCK ${name})
    endif()
    arus_test(${name}_test SOURCES ${M_TESTS} LINKS arus_${name} ${M_TEST_LINKS} ${lock})
  endif()
endfunction()

# arus_test(<name> SOURCES … LINKS … [LOCK <name>]): a GoogleTest program, each of its cases known to ctest.
function(arus_test name)
  cmake_parse_arguments(T "" "LOCK" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE ${T_LINKS} GTest::gtest_main GTest::gmock)
  set(properties TIMEOUT 300)
  if(T_LOCK)
    list(APPEND properties RESOURCE_LOCK ${T_LOCK})
  endif()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} PROPERTIES ${properties})
endfunction()
