#include "base/result.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

using presenced::base::Result;

TEST_CASE("a result holds its value or its error, never both") {
  const Result<int, std::string> value{5};
  CHECK(value.ok());
  CHECK(value);
  CHECK(value.value() == 5);

  const Result<int, std::string> error{std::string("why")};
  CHECK_FALSE(error.ok());
  CHECK_FALSE(error);
  CHECK(error.error() == "why");
}

TEST_CASE("what can only be moved goes through a result") {
  Result<std::unique_ptr<int>, std::string> result{std::make_unique<int>(5)};
  const std::unique_ptr<int> taken = std::move(result.value());
  CHECK(*taken == 5);
}
