#include "config/problem.h"

#include <doctest/doctest.h>

namespace presenced::config {
namespace {

TEST_CASE("a problem names file, line, column and key, as far as it has them") {
  CHECK(render(Problem{"a.yaml", 3, 7, "log.level", "is empty; expected info"}) ==
        "a.yaml:3:7: log.level: is empty; expected info");
  CHECK(render(Problem{"a.yaml", 3, 7, "", "x"}) == "a.yaml:3:7: x");
  CHECK(render(Problem{"a.yaml", 0, 0, "", "x"}) == "a.yaml: x");
  CHECK(render(Problems{{"a", 1, 1, "", "x"}, {"b", 0, 0, "", "y"}}) == "a:1:1: x\nb: y\n");
  CHECK(render(Problems{}) == "");
}

TEST_CASE("a report gives its problems in the order of the file, each once") {
  Report report("f");
  report.add({9, 1, "z"}, "last");
  report.add({2, 5, "b"}, "second");
  report.add({2, 1, "a"}, "first");
  report.add({2, 5, "b"}, "second");
  report.add({2, 5, "b"}, "third");
  CHECK(render(report.take()) == "f:2:1: a: first\nf:2:5: b: second\nf:2:5: b: third\nf:9:1: z: last\n");
  CHECK(report.take().empty());
}

}  // namespace
}  // namespace presenced::config
