#include "arch/class_size.h"

#include <doctest/doctest.h>

namespace presenced::arch {
namespace {

std::string lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "  work();\n";
  return text;
}

TEST_CASE("a class is as long as its definition and its functions in all files of the folder") {
  const Sources sources{
      source_file("lib/a/thing.cpp", "namespace n {\n\nThing::Thing()\n    : a_(1) {\n" + lines(3) +
                                         "}\n\nvoid helper() {\n" + lines(9) + "}\n\nint Thing::one() { return 1; }\n"),
      source_file("lib/a/thing.h", "class Thing;\n\nclass Thing {\n public:\n  Thing();\n  int one();\n};\n"),
      source_file("lib/a/thing_more.cpp", "base::Result<int, std::string> Thing::more(\n    int a) const {\n" +
                                              lines(2) + "}\n\nstruct Thing::Inside {\n  int a;\n};\n"),
      source_file("lib/b/thing.cpp", "void Thing::other() {\n" + lines(50) + "}\n")};
  const auto sizes = class_sizes(sources);
  REQUIRE(sizes.size() == 1);
  CHECK(sizes[0].name == "Thing");
  CHECK(sizes[0].path == "lib/a/thing.h");
  CHECK(sizes[0].lines == 5 + 6 + 1 + 5 + 3);
}

TEST_CASE("a class that is too long over its files is found, though no file is") {
  const Sources sources{source_file("lib/a/one.cpp", "void Big::one() {\n" + lines(250) + "}\n"),
                        source_file("lib/a/big.h", "class Big {\n  void one();\n  void two();\n};\n"),
                        source_file("lib/a/two.cpp", "void Big::two() {\n" + lines(150) + "}\n")};
  const auto findings = long_classes(sources);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0] == "lib/a/big.h:1: Big has 408 lines over all its files, more than 400: several classes?");
}

}  // namespace
}  // namespace presenced::arch
