#include "arch/includes.h"

#include <doctest/doctest.h>

namespace presenced::arch {
namespace {

TEST_CASE("includes are read with their lines and their kind, however they are spaced") {
  const auto includes =
      includes_of(source_file("a.cpp", "#include <vector>\n\n  #  include \"net/url.h\"  // why\nint include = 1;\n"));
  REQUIRE(includes.size() == 2);
  CHECK(includes[0].line == 1);
  CHECK(includes[0].name == "vector");
  CHECK_FALSE(includes[0].quoted);
  CHECK(includes[1].line == 3);
  CHECK(includes[1].name == "net/url.h");
  CHECK(includes[1].quoted);
}

TEST_CASE("an include inside of a comment or a raw string is none") {
  CHECK(includes_of(source_file("a.cpp", "// #include <a>\n/*\n#include <b>\n*/\n")).empty());
  CHECK(includes_of(source_file("a.cpp", "auto s = R\"(\n#include <c>\n)\";\n")).empty());
}

}  // namespace
}  // namespace presenced::arch
