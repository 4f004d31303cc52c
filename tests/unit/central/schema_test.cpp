// The texts of the centre's schema; that PostgreSQL takes them, tests/central shows.
#include "central/schema.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "store/schema.h"

namespace presenced::central {
namespace {

TEST_CASE("The centre has every view of the source") {
  const std::vector<std::string> statements = view_statements();
  for (const store::View& view : store::views()) {
    CAPTURE(view.name);
    const std::string begin = "VIEW " + std::string(view.name) + " ";
    CHECK(std::count_if(statements.begin(), statements.end(),
                        [&](const std::string& statement) { return statement.find(begin) != std::string::npos; }) == 1);
  }
}

TEST_CASE("Every facet has a row, in order, with as many columns as the source hands over") {
  REQUIRE(facets().size() == store::facet_tables().size());
  for (std::size_t i = 0; i < facets().size(); ++i) {
    const Facet& facet = facets()[i];
    CAPTURE(facet.source->word);
    CHECK(facet.source == &store::facet_tables()[i]);
    CHECK(facet.turns.size() == facet.source->turns.size());
    REQUIRE(facet.interval_columns.size() == facet.source->interval_columns.size());
    for (std::size_t column = 0; column < facet.interval_columns.size(); ++column)
      CHECK(facet.interval_columns[column].name == facet.source->interval_columns[column].name);
  }
}

}  // namespace
}  // namespace presenced::central
