#include "access/limit.h"

#include <doctest/doctest.h>

using presenced::access::both;
using presenced::access::Limit;

TEST_CASE("a limit includes its groups, in every workspace or in one") {
  const Limit anywhere{{"on-call", "sales"}};
  CHECK(anywhere.includes("acme", "sales"));
  CHECK(anywhere.includes("beta", "sales"));
  CHECK_FALSE(anywhere.includes("acme", "sale"));
  const Limit in_acme{{"sales"}, "acme"};
  CHECK(in_acme.includes("acme", "sales"));
  CHECK_FALSE(in_acme.includes("beta", "sales"));
}

TEST_CASE("two limits allow what both of them allow, which may be nothing") {
  const Limit one{{"a", "b"}};
  CHECK_FALSE(both({}, {}));
  CHECK(both(one, {}) == one);
  CHECK(both({}, one) == one);
  CHECK(both(one, Limit{{"b", "c"}, "acme"}) == Limit{{"b"}, "acme"});
  CHECK(both(Limit{{"a"}, "acme"}, Limit{{"a"}, "beta"})->groups.empty());
  CHECK_FALSE(both(one, Limit{{"c"}})->includes("acme", "c"));
}
