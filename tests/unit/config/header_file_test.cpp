#include "config/header_file.h"

#include <doctest/doctest.h>

#include "support/temp_dir.h"

namespace presenced::config {
namespace {

using test::TempDir;

std::string error_in(const std::filesystem::path& file,
                     const std::optional<std::filesystem::path>& credentials = std::nullopt) {
  const auto read = read_header_file(file, credentials);
  REQUIRE_FALSE(read.ok());
  CHECK(read.error().message.find("s3cret") == std::string::npos);
  return read.error().message;
}

TEST_CASE("a file of header lines gives names and secrets") {
  const TempDir dir;
  const auto file = dir.write("headers", "Authorization: Bearer s3cret\r\n\n  X-Key:  a b  \n");
  const auto read = read_header_file(file, std::nullopt);
  REQUIRE(read.ok());
  REQUIRE(read.value().size() == 2);
  CHECK(read.value()[0].first == "Authorization");
  CHECK(read.value()[0].second == Secret("Bearer s3cret"));
  CHECK(read.value()[1].first == "X-Key");
  CHECK(read.value()[1].second == Secret("a b"));
}

TEST_CASE("what is not a header line is refused by its number, without being shown") {
  const TempDir dir;
  const std::string name = (dir / "h").string();
  const std::string what =
      ": is not a header line; expected a name, a colon and a value of visible ASCII, such as Authorization: Bearer "
      "...";
  for (const std::string line :
       {"s3cret", ": s3cret", "X Key: s3cret", "X-Key:", "X-Key: s3cret\x01", "X\xc3\xa9: s3cret"}) {
    CAPTURE(line);
    CHECK(error_in(dir.write("h", "X-First: 1\n" + line + "\n")) == name + ":2" + what);
  }
  CHECK(error_in(dir.write("h", "\n\n")) == name + " is empty; expected header lines");
  CHECK(error_in(dir / "nothing") ==
        (dir / "nothing").string() + " cannot be read: No such file or directory; expected a file with header lines");
}

TEST_CASE("a file of headers that others can read is refused; systemd's own credentials may show a group") {
  const TempDir dir;
  const auto file = dir.write("h", "X-Key: s3cret\n", 0440);
  CHECK(error_in(file) == file.string() + " is accessible to other users (mode 0440); run: chmod 600 " + file.string());
  CHECK(read_header_file(file, dir.path()).ok());
  CHECK(error_in(file, dir.path() / "elsewhere").find("accessible") != std::string::npos);
  CHECK(error_in(dir.write("h", "X-Key: s3cret\n", 0444), dir.path()).find("accessible") != std::string::npos);
}

}  // namespace
}  // namespace presenced::config
