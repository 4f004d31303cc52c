#include "web/wrong_tokens.h"

#include <doctest/doctest.h>

using namespace presenced;

TEST_CASE("wrong tokens are answered up to a number within a minute, and then again") {
  web::WrongTokens wrong;
  const base::MonoTime start{base::Millis{5'000}};
  for (std::size_t i = 0; i < web::kWrongTokensAtOnce; ++i) CHECK(wrong.came(start + base::Millis{100 * i}));
  CHECK_FALSE(wrong.came(start + base::Millis{2'000}));
  CHECK_FALSE(wrong.came(start + web::kWrongTokensWithin - base::Millis{1}));
  CHECK(wrong.came(start + web::kWrongTokensWithin));
  CHECK_FALSE(wrong.came(start + web::kWrongTokensWithin));
}
