#include "net/gzip.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "support/temp_dir.h"

using presenced::net::gzip;

TEST_CASE("what is made smaller is what gzip(1) makes whole again") {
  const presenced::test::TempDir dir;
  std::string rows;
  for (int i = 0; i < 50'000; ++i)
    rows += "{\"user_id\":\"U" + std::to_string(i * 7919 % 100'003) + "\",\"active\":true},\n";
  std::string noise;
  for (std::uint64_t i = 1, n = 88172645463325252; i < 200'000; ++i) {
    n ^= n << 13, n ^= n >> 7, n ^= n << 17;
    noise += static_cast<char>(n & 0xFF);
  }
  for (const std::string& text : {std::string(), std::string("a"), rows, noise}) {
    const std::string made = gzip(text);
    const auto plain = dir.write("plain", text);
    const auto small = dir.write("small.gz", made);
    CHECK(std::system(("gzip -dc '" + small.string() + "' | cmp - '" + plain.string() + "'").c_str()) == 0);
    CHECK(made.size() < text.size() + text.size() / 1000 + 100);
  }
  CHECK(gzip(rows).size() * 5 < rows.size());
}
