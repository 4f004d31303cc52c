#include "arch/modules.h"

#include <doctest/doctest.h>

namespace presenced::arch {
namespace {

TEST_CASE("the order is that of the add_subdirectory lines, comments apart") {
  const auto order = order_of("# add_subdirectory(old)\nadd_subdirectory(base)  # first\nadd_subdirectory(net)\n");
  CHECK(order == std::vector<std::string>{"base", "net"});
}

TEST_CASE("the declared modules are those of DEPS and PRIVATE_DEPS, over all lines of the call") {
  const auto deps = deps_of(
      "# presenced::comment\nadd_library(presenced::alias ALIAS x)\n"
      "presenced_module(net SOURCES url.cpp\n  DEPS presenced::base fmt::fmt\n  PRIVATE_DEPS presenced::history)\n");
  CHECK(deps == std::set<std::string>{"base", "history"});
}

TEST_CASE("a module that declares nothing depends on nothing") { CHECK(deps_of("presenced_module(base)\n").empty()); }

TEST_CASE("a module outside of the order stands above all others") {
  const Modules modules{{"base", "net"}, {{"base", {}}, {"net", {}}}};
  CHECK(modules.height("base") == 0);
  CHECK(modules.height("net") == 1);
  CHECK(modules.height("other") == 2);
}

}  // namespace
}  // namespace presenced::arch
