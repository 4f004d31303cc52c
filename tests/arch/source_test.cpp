#include "arch/source.h"

#include <doctest/doctest.h>

namespace presenced::arch {
namespace {

TEST_CASE("comments become blanks and keep their lines") {
  CHECK(code_of("a // b\nc /* d\ne */ f") == "a     \nc     \n     f");
}

TEST_CASE("what stands in quotes becomes blanks, escaped quotes included") {
  CHECK(code_of("f(\"a\\\"b\", 'c', '\\'') + g") == "f(      ,    ,     ) + g");
}

TEST_CASE("a comment sign inside of quotes opens no comment") {
  CHECK(code_of("f(\"http://x\"); g") == "f(          ); g");
}

TEST_CASE("a raw string ends at its own delimiter") {
  CHECK(code_of("s = R\"x(a)\" // )x\"; g") == "s =               ; g");
}

TEST_CASE("the separators of a number open no quotes") { CHECK(code_of("60'000 + a + 1'0") == "60'000 + a + 1'0"); }

TEST_CASE("lines are counted with and without a last line break") {
  CHECK(lines_of("").empty());
  CHECK(lines_of("a").size() == 1);
  CHECK(lines_of("a\n").size() == 1);
  CHECK(lines_of("a\n\nb").size() == 3);
}

}  // namespace
}  // namespace presenced::arch
