// A reader that is told to give up.
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

constexpr const char* kForEver = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

TEST_CASE("a question that would take for ever fails soon after its reader is to give up") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  auto reader = Reader::open(folder / "h.db");
  REQUIRE(reader.ok());
  int looks = 0;
  reader.value()->give_up_when([&] { return ++looks == 3; });
  CHECK_THROWS_AS(reader.value()->database().integer(kForEver), StoreError);
  CHECK(looks == 3);
  CHECK(reader.value()->database().integer("SELECT 7") == 7);  // a short one is not looked at
}

}  // namespace
}  // namespace presenced::store::test
