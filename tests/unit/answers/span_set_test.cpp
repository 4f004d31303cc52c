#include "answers/span_set.h"

#include <doctest/doctest.h>

#include "unit/answers/samples.h"

namespace presenced::answers {
namespace {

using namespace time;
using history::intersection;
using history::Span;
using history::Window;

TEST_CASE("a set holds its moments once, whatever the order and overlap of the spans") {
  const SpanSet set{span(50, 60), span(10, 20), span(20, 30), span(55, 70), span(5, 5), span(9, 3)};
  CHECK(set.spans() == std::vector<Span>{span(10, 30), span(50, 70)});
  CHECK(set.length() == base::Millis{40});
}

TEST_CASE("a span contains its first moment and not its last") {
  const SpanSet set{span(10, 20), span(30, 40)};
  CHECK_FALSE(set.contains(ms(9)));
  CHECK(set.contains(ms(10)));
  CHECK(set.contains(ms(19)));
  CHECK_FALSE(set.contains(ms(20)));
  CHECK(set.contains(ms(30)));
  CHECK_FALSE(set.contains(ms(40)));
  CHECK_FALSE(SpanSet{}.contains(ms(0)));
}

TEST_CASE("union, intersection, difference and complement") {
  const SpanSet a{span(0, 10), span(20, 30)};
  const SpanSet b{span(5, 25)};
  CHECK(union_of(a, b) == SpanSet{span(0, 30)});
  CHECK(intersection(a, b) == SpanSet{span(5, 10), span(20, 25)});
  CHECK(difference(a, b) == SpanSet{span(0, 5), span(25, 30)});
  CHECK(difference(b, a) == SpanSet{span(10, 20)});
  CHECK(difference({}, a).empty());
  CHECK(clip(a, span(8, 22)) == SpanSet{span(8, 10), span(20, 22)});
  CHECK(complement(a, span(-5, 40)) == SpanSet{span(-5, 0), span(10, 20), span(30, 40)});
  CHECK(complement(a, span(2, 8)).empty());
  CHECK(complement({}, span(2, 8)) == SpanSet{span(2, 8)});
}

TEST_CASE("filling closes the holes that are shorter, and no others") {
  const SpanSet set{span(0, 10), span(15, 20), span(30, 40)};
  CHECK(filled(set, base::Millis{6}) == SpanSet{span(0, 20), span(30, 40)});
  CHECK(filled(set, base::Millis{5}) == set);
  CHECK(filled(set, base::Millis{11}) == SpanSet{span(0, 40)});
}

}  // namespace
}  // namespace presenced::answers
