#include "central/months.h"

#include <doctest/doctest.h>

#include "store/replica.h"

namespace presenced::central {
namespace {

constexpr std::int64_t kNovemberEnds = 1'796'083'200'000;  // 2026-12-01T00:00:00Z

TEST_CASE("A month begins and ends with its first millisecond in UTC") {
  CHECK(month_of(kNovemberEnds) == month_of(kNovemberEnds - 1) + 1);
  CHECK(month_of(kNovemberEnds) == 2026 * 12 + 11);
  CHECK(month_of(0) == 1970 * 12);
  CHECK(month_of(-1) == 1969 * 12 + 11);
}

TEST_CASE("Each month that was seen is named once") {
  Months months;
  for (const std::int64_t at :
       {kNovemberEnds - 5, kNovemberEnds - 1, kNovemberEnds, kNovemberEnds + 7, std::int64_t{3}})
    months.see(at);
  CHECK(months.moments().size() == 3);
}

TEST_CASE("A stretch is cut at the last mark that is near enough, and at the next one if none is") {
  const std::vector<store::SeqMark> marks{{1000, 10, 11}, {2000, 20, 21}, {3000, 30, 31}, {9000, 90, 91}};
  CHECK(store::stretch_after(marks, 0, 10'000, 2'500) == store::Stretch{0, 2000, INT64_MIN, 21});
  CHECK(store::stretch_after(marks, 1000, 10'000, 2'500) == store::Stretch{1000, 3000, 10, 31});
  CHECK(store::stretch_after(marks, 3000, 10'000, 2'500) == store::Stretch{3000, 9000, 30, 91});
  CHECK(store::stretch_after(marks, 9500, 10'000, 2'500) == store::Stretch{9500, 10'000, 90, INT64_MAX});
  CHECK(store::stretch_after({}, 0, 7, 2'500) == store::Stretch{0, 7, INT64_MIN, INT64_MAX});
}

}  // namespace
}  // namespace presenced::central
