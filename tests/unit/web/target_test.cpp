#include "web/target.h"

#include <doctest/doctest.h>

using presenced::web::Parameters;
using presenced::web::parse_target;

TEST_CASE("path and parameters are decoded, each by itself") {
  const auto target = parse_target("/api/now?who=%40on-call&who=Dana%20D&since=2+hours&grep=a%2Bb%26c&any");
  REQUIRE(target);
  CHECK(target->path == "/api/now");
  CHECK(target->parameters ==
        Parameters{{"who", "@on-call"}, {"who", "Dana D"}, {"since", "2 hours"}, {"grep", "a+b&c"}, {"any", ""}});
  CHECK(parse_target("/now?")->parameters.empty());
  CHECK(parse_target("/a%2Fb+c")->path == "/a/b+c");
}

TEST_CASE("what is not the path and query of an address is refused") {
  for (const char* text : {"", "now", "http://evil.example/now", "*", "/now?a=%", "/now?a=%zz", "/n%ow", "/now?a=%00",
                           "/%00", "/a b", "/now#x", "/\"", "/<script>"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_target(text));
  }
}
