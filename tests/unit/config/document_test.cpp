#include "config/document.h"

#include <doctest/doctest.h>

#include <string>

namespace presenced::config {
namespace {

std::string problem_of(std::string_view text) {
  const auto tree = parse(text, "f");
  return tree ? "(accepted)" : render(tree.error());
}

std::string repeated(std::string_view part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

TEST_CASE("a syntax error has its place") {
  CHECK(problem_of("a: 1\n") == "(accepted)");
  CHECK(problem_of("a:\n  - b\n c: d") == "f:3:2: not valid YAML: end of map not found");
  CHECK(problem_of("a: \"x") == "f:1:6: not valid YAML: illegal EOF in scalar");
  CHECK(problem_of("a: b: c") == "f:1:5: not valid YAML: illegal map value");
  CHECK(problem_of("a: [1, 2") == "f:1:1: not valid YAML: end of sequence flow not found");
  CHECK(problem_of("a: *x") == "f:1:4: not valid YAML: the referenced anchor is not defined");
}

TEST_CASE("a name that starts with @ outside of quotes is explained") {
  CHECK(problem_of("m: {handle: @kim}") ==
        "f:1:13: not valid YAML: unknown token; text that starts with @ must be in quotes");
}

TEST_CASE("old bug: what stands after a backslash was repeated as it was, be it a line's end or half of a letter") {
  for (const std::string_view text : {"a: \"b\\d\"", "a: \"b\\", "a: \"b\\\r\"", "a: \"b\\\u00fc\""})
    CHECK(problem_of(text) ==
          "f:1:6: a backslash in double quotes starts an escape, and this one is not valid; write two of them, or use "
          "single "
          "quotes");
}

TEST_CASE("old bug: a token where the version of YAML should stand was repeated") {
  CHECK(problem_of("%YAML xoxb-1-abc\n---\na: 1\n") == "f:1:1: not valid YAML: bad YAML version");
}

TEST_CASE("nothing of a file is ignored in silence") {
  CHECK(problem_of("a: 1\n---\nb: 2\n") == "f:2:1: not valid YAML: a second document starts here; expected one");
  CHECK(problem_of("---\na: 1\n...\n") == "(accepted)");
  CHECK(problem_of("a: 1\nb: \x04\nc: 3\n") == "f:2:4: there is a control character here; expected text in UTF-8");
  CHECK(problem_of(std::string_view("a: 1\0b", 6)) ==
        "f:1:5: there is a control character here; expected text in UTF-8");
  CHECK(problem_of("a: 1\nb: \xff\n") == "f:2:1: this line is not valid UTF-8; expected text in UTF-8");
  CHECK(problem_of("\xef\xbb\xbf"
                   "a: 1\r\n\tb") != "(accepted)");
  CHECK(problem_of("\xef\xbb\xbf"
                   "a: \xc3\xa9\r\n") == "(accepted)");
}

TEST_CASE("an empty file is an empty document") {
  for (const std::string text : {"", "\n", "# a comment\n", "---\n"}) {
    CAPTURE(text);
    const auto tree = parse(text, "f");
    REQUIRE(tree.ok());
    CHECK(tree.value().root().is_null());
  }
}

TEST_CASE("deep nesting is refused and does not exhaust the stack") {
  for (const std::string part : {"[", "{a: ", "- ", "? ", "[{", "&a ["}) {
    CAPTURE(part);
    CHECK(problem_of(repeated(part, 100'000)).find("this is nested too deeply; expected a few levels") !=
          std::string::npos);
  }
}

TEST_CASE("aliases that multiply are refused before they are written out") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(last + ", ", 9) + last + "]\n";
  }
  CHECK(problem_of(bomb) ==
        "f:6:15: not valid YAML: there are more than 250000 values up to here, aliases written out; expected "
        "fewer");
}

TEST_CASE("an alias of what it stands in is refused") {
  CHECK(problem_of("a: &x [*x]\n") == "f:1:8: not valid YAML: this alias is inside the value that it refers to");
  CHECK(problem_of("a: &x {<<: *x}\n") == "f:1:12: not valid YAML: this alias is inside the value that it refers to");
}

TEST_CASE("a file with more values than any watchlist has is refused") {
  CHECK(problem_of("[" + repeated("a,", 249'000) + "a]") == "(accepted)");
  CHECK(problem_of(repeated("- a\n", 300'000)) ==
        "f:250000:3: not valid YAML: there are more than 250000 values up to here, aliases written out; "
        "expected fewer");
}

}  // namespace
}  // namespace presenced::config
