#include "net/http_date.h"

#include <doctest/doctest.h>

using namespace presenced;
using net::http_date;

TEST_CASE("the Date header of HTTP is read to the second") {
  CHECK(http_date("Sun, 06 Nov 1994 08:49:37 GMT") == base::wall_from_unix_ms(784'111'777'000));
  CHECK(http_date("Thu, 01 Jan 1970 00:00:00 GMT") == base::wall_from_unix_ms(0));
  CHECK(http_date("Thu, 29 Feb 2024 23:59:59 GMT") == base::wall_from_unix_ms(1'709'251'199'000));
}

TEST_CASE("a Date that is in another form, or does not exist, is not read") {
  for (const char* text :
       {"", "now", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 6 Nov 1994 08:49:37 GMT", "Thu, 30 Feb 2023 00:00:00 GMT", "Sun, 06 Noc 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 06 Nov -994 08:49:37 GMT"})
    CHECK_MESSAGE(!http_date(text), text);
}
