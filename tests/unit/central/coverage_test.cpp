#include "central/coverage.h"

#include <doctest/doctest.h>

namespace presenced::central {
namespace {

constexpr std::int64_t kShutdown = 7;

Span open_span(std::int64_t from) { return {from, std::nullopt, 0, std::nullopt, 1}; }
Span closed(std::int64_t from, std::int64_t until) { return {from, until, 0, kShutdown, 1}; }

TEST_CASE("Everything is new to a centre that has nothing") {
  const SpanChanges changes = compare(std::nullopt, {closed(10, 20), open_span(30)}, 0);
  CHECK(!changes.gone);
  CHECK(changes.written == std::vector<Span>{closed(10, 20), open_span(30)});
}

TEST_CASE("What the centre has already is not written again") {
  CHECK(compare(open_span(10), {open_span(10)}, 50).written.empty());
  CHECK(compare(closed(10, 20), {closed(10, 20)}, 50).written.empty());
  CHECK(!compare(open_span(10), {open_span(10)}, 50).gone);
}

TEST_CASE("An open span that has ended is written, and the spans after it") {
  const SpanChanges changes = compare(open_span(10), {closed(10, 20), closed(20, 30), open_span(40)}, 15);
  CHECK(!changes.gone);
  CHECK(changes.written == std::vector<Span>{closed(10, 20), closed(20, 30), open_span(40)});
}

TEST_CASE("Another session that keeps an open span up is written") {
  Span moved = open_span(10);
  moved.session = 2;
  CHECK(compare(open_span(10), {moved}, 50).written == std::vector<Span>{moved});
}

TEST_CASE("After a span that has ended only later spans are new") {
  CHECK(compare(closed(10, 20), {closed(10, 20), open_span(20)}, 50).written == std::vector<Span>{open_span(20)});
}

TEST_CASE("A span that a crash left unproven is gone") {
  const SpanChanges alone = compare(open_span(10), {}, 15);
  CHECK(alone.gone == 10);
  CHECK(alone.written.empty());
  const SpanChanges followed = compare(open_span(10), {closed(2, 9), open_span(30)}, 15);
  CHECK(followed.gone == 10);
  CHECK(followed.written == std::vector<Span>{open_span(30)});
}

TEST_CASE("A retention that moved the beginning of an open span, here or there, makes no second span") {
  CHECK(compare(open_span(10), {open_span(40)}, 50).written.empty());  // the source's
  CHECK(compare(open_span(40), {open_span(10)}, 50).written.empty());  // the centre's
  const SpanChanges ended = compare(open_span(10), {closed(40, 60)}, 50);
  CHECK(!ended.gone);
  CHECK(ended.written == std::vector<Span>{closed(10, 60)});
}

}  // namespace
}  // namespace presenced::central
