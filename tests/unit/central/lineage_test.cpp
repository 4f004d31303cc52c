#include "central/lineage.h"

#include <doctest/doctest.h>

namespace presenced::central {
namespace {

const Position kPosition{"abc", 100, 2, 3, "mark3", 5'000};
Lineage going_on() { return {"abc", 120, 2, false, {{3, "mark3", 6'000, 40}, {4, "mark4", 9'000, 110}}}; }

TEST_CASE("A history that has only grown goes on") {
  CHECK(!parted(kPosition, going_on()));
  CHECK(!parted({"abc", 0, 0, 0, "", 0}, {"abc", 0, 0, false, {}}));
  CHECK(!parted({"abc", 0, 0, 0, "", 0}, {"abc", 50, 0, false, {{1, "", 10, std::nullopt}}}));
}

TEST_CASE("Another history is told from this one") {
  Lineage now = going_on();
  now.history = "def";
  CHECK(parted(kPosition, now));
}

TEST_CASE("A backup that is behind is found by its seq, its deletions or its mark of life") {
  Lineage now = going_on();
  now.last_seq = 99;
  CHECK(parted(kPosition, now));
  now = going_on();
  now.last_deletion = 1;
  CHECK(parted(kPosition, now));
  now = going_on();
  now.runs = {{3, "mark3", 4'999, 40}};
  CHECK(parted(kPosition, now));
  now.set_aside = true;  // rows from the future went, and the marks of life with them
  CHECK(!parted(kPosition, now));
}

TEST_CASE("A backup that has overtaken the centre is found by its runs") {
  Lineage now = going_on();
  now.runs.front().mark = "another";
  CHECK(parted(kPosition, now));
  now = going_on();
  now.runs.erase(now.runs.begin());
  CHECK(parted(kPosition, now));
  now = going_on();
  now.runs.back().seq_before = 99;  // it began where the centre had come further already
  CHECK(parted(kPosition, now));
}

}  // namespace
}  // namespace presenced::central
