#include "text/wrapped.h"

#include <doctest/doctest.h>

using presenced::text::wrapped;

namespace {

TEST_CASE("lines that fit stay as they are, empty ones included") {
  CHECK(wrapped("", 20).empty());
  CHECK(wrapped("one two\n\n  three\n", 20) == "one two\n\n  three\n");
}

TEST_CASE("a long line is broken at spaces, and its rest stands under its beginning") {
  CHECK(wrapped("  one two three four five\n", 14) == "  one two\n  three four\n  five\n");
}

TEST_CASE("the rest of a long line stands under its last column") {
  CHECK(wrapped("  --since TIME  start of the window (default: today)\n", 40) ==
        "  --since TIME  start of the window\n"
        "                (default: today)\n");
}

TEST_CASE("a word that is longer than the line is not broken") {
  CHECK(wrapped("see https://example.com/a/very/long/address now\n", 20) ==
        "see\nhttps://example.com/a/very/long/address\nnow\n");
}

TEST_CASE("wide letters count twice") {
  CHECK(wrapped("\u674e\u5c0f\u9f99 \u674e\u5c0f\n", 8) == "\u674e\u5c0f\u9f99\n\u674e\u5c0f\n");
}

}  // namespace
