// A document's tree: what stands in it, and where.
#include "config/tree.h"

#include <doctest/doctest.h>

#include <string>

#include "config/document.h"

namespace presenced::config {
namespace {

// Flow style, each value with its place: "[a@1:3]@1:1".
std::string written(Tree::Node node) {
  std::string text;
  if (node.is_null()) text = "~";
  if (node.is_scalar()) text = node.scalar();
  if (node.is_sequence()) {
    node.items([&](Tree::Node item) { text += (text.empty() ? "" : " ") + written(item); });
    text = '[' + text + ']';
  }
  if (node.is_mapping()) {
    node.pairs([&](Tree::Node key, Tree::Node value) {
      text += (text.empty() ? "" : " ") + written(key) + "=" + written(value);
    });
    text = '{' + text + '}';
  }
  return text + '@' + std::to_string(node.line()) + ':' + std::to_string(node.column());
}

std::string tree_of(const std::string& text) {
  const auto tree = parse(text, "f");
  REQUIRE(tree.ok());
  return written(tree.value().root());
}

TEST_CASE("a tree has every value in its order, with its place") {
  CHECK(tree_of("a: 1\nb: [x, {c: d}, []]\n") == "{a@1:1=1@1:4 b@2:1=[x@2:5 {c@2:9=d@2:12}@2:8 []@2:16]@2:4}@1:1");
  CHECK(tree_of("- a\n- - b\n  - c\n- d\n") == "[a@1:3 [b@2:5 c@3:5]@2:3 d@4:3]@1:1");
}

TEST_CASE("quoted words keep their text, and equal keys are both there") {
  CHECK(tree_of("{a: \"x\\ty\", a: ''}") == "{a@1:2=x\ty@1:5 a@1:13=@1:16}@1:1");
}

TEST_CASE("an alias is what it refers to, with the place of that") {
  CHECK(tree_of("a: &x [1, 2]\nb: *x\nc: [*x, &y z, *y]\n") ==
        "{a@1:1=[1@1:8 2@1:11]@1:4 b@2:1=[1@1:8 2@1:11]@1:4 "
        "c@3:1=[[1@1:8 2@1:11]@1:4 z@3:9 z@3:9]@3:4}@1:1");
  CHECK(tree_of("- &x a\n- *x\n- b\n") == "[a@1:3 a@1:3 b@3:3]@1:1");
}

TEST_CASE("a key may be an alias or a collection") {
  CHECK(tree_of("a: &x k\n*x : 1\n") == "{a@1:1=k@1:4 k@1:4=1@2:6}@1:1");
  CHECK(tree_of("? [a, b]\n: c\n") == "{[a@1:4 b@1:7]@1:3=c@2:3}@1:1");
}

}  // namespace
}  // namespace presenced::config
