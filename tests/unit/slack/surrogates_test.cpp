#include "slack/surrogates.h"

#include <doctest/doctest.h>

#include <string_view>

using presenced::slack::replace_lone_surrogates;

TEST_CASE("what has no lone surrogate is left alone") {
  for (const std::string_view json :
       {R"()", R"({"a":"b"})", R"("\ud83d\ude00")", R"("\uD83D\uDE00 \u00e9")", R"("\\ud83d")", R"("\)", R"("\u)",
        R"("\ud8)", R"("\ud83)", R"("\u-83d")", R"("\uxyzw")", R"("\"")"}) {
    CAPTURE(json);
    CHECK_FALSE(replace_lone_surrogates(json).has_value());
  }
}

TEST_CASE("each half without its other half is replaced, and nothing else") {
  CHECK(replace_lone_surrogates(R"("x\ud83d")") == R"("x\ufffd")");
  CHECK(replace_lone_surrogates(R"("\ude00 y")") == R"("\ufffd y")");
  CHECK(replace_lone_surrogates(R"("\uDBFF\uD800\udc00\uDFFF")") == R"("\ufffd\uD800\udc00\ufffd")");
  CHECK(replace_lone_surrogates(R"("\ude00\ud83d")") == R"("\ufffd\ufffd")");
  CHECK(replace_lone_surrogates(R"("\ud83d\u0041\n")") == R"("\ufffd\u0041\n")");
  CHECK(replace_lone_surrogates(R"("\\\ud83d\\ude00")") == R"("\\\ufffd\\ude00")");
  CHECK(replace_lone_surrogates(R"(\ud83d)") == R"(\ufffd)");
}
