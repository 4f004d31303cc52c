#include "access/token_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "access/private_file.h"
#include "support/temp_dir.h"

using namespace presenced::access;
using presenced::test::TempDir;

namespace {

mode_t mode_of(const std::filesystem::path& file) {
  struct stat info {};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  return info.st_mode & 07777;
}

const std::vector<Token> kOne{{"dana", {}, {}, std::string(64, 'a'), std::string(64, 'b')}};

}  // namespace

TEST_CASE("a missing file holds no tokens, and a new one is for its owner and group") {
  const TempDir dir;
  const TokenFile file(dir / "tokens");
  CHECK(file.read().value().empty());
  CHECK(file.write(kOne).empty());
  CHECK(file.read().value() == kOne);
  CHECK(mode_of(file.path()) == 0640);
}

TEST_CASE("a file that is replaced keeps its mode, and is another file then") {
  const TempDir dir;
  const TokenFile file(dir / "tokens");
  REQUIRE(file.write(kOne).empty());
  REQUIRE(::chmod(file.path().c_str(), 0600) == 0);
  const auto before = mark_of(file.path());
  REQUIRE(before);
  CHECK(file.write({}).empty());
  CHECK(mode_of(file.path()) == 0600);
  CHECK(mark_of(file.path()) != before);
  CHECK(file.read().value().empty());
}

TEST_CASE("a file that everybody can use is refused, with what to do") {
  const TempDir dir;
  const TokenFile file(dir / "tokens");
  REQUIRE(file.write(kOne).empty());
  REQUIRE(::chmod(file.path().c_str(), 0644) == 0);
  const auto read = file.read();
  REQUIRE_FALSE(read.ok());
  CHECK(read.error().ends_with("everybody on this machine can use it (mode 0644); chmod 0640 it"));
}

TEST_CASE("of two writers at a time one is refused, and the file stays whole") {
  const TempDir dir;
  const TokenFile file(dir / "tokens");
  REQUIRE(file.write(kOne).empty());
  dir.write("tokens.new", "of the other writer");
  CHECK(file.write({}).find("is being written by another program") != std::string::npos);
  CHECK(file.read().value() == kOne);
}

TEST_CASE("the error of an unusable file names file and line") {
  const TempDir dir;
  const TokenFile file(dir / "tokens");
  REQUIRE(replace_private_file(file.path(), text_of(kOne) + "half a li").empty());
  CHECK(file.read().error().starts_with((dir / "tokens").string() + ", line 3: is not a token"));
  CHECK(TokenFile(dir / "none/tokens").write(kOne).find("No such file or directory") != std::string::npos);
}
