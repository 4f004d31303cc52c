#include "slack/entities.h"

#include <doctest/doctest.h>

#include <string>

using presenced::slack::decode_entities;

TEST_CASE("the three entities are decoded") {
  CHECK(decode_entities("") == "");
  CHECK(decode_entities("&amp;&lt;&gt;") == "&<>");
  CHECK(decode_entities("R&amp;D &lt;ops&gt;") == "R&D <ops>");
}

TEST_CASE("decoding is one pass: what was escaped twice is unescaped once") {
  CHECK(decode_entities("&amp;lt;") == "&lt;");
  CHECK(decode_entities("&amp;amp;amp;") == "&amp;amp;");
}

TEST_CASE("everything else stays as it is") {
  for (const std::string text : {"&quot; &nbsp; &#39; &AMP; &lt &amp", "&", "&&", "a & b", "&am p;", "&l", "café &"})
    CHECK(decode_entities(text) == text);
}
