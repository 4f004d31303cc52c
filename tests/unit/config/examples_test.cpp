// The example files that are shipped are right, but for the token that only the user has.
#include <doctest/doctest.h>

#include <filesystem>

#include "config/load.h"
#include "support/temp_dir.h"

namespace presenced::config {
namespace {

TEST_CASE("the examples lack a token and nothing else") {
  const presenced::test::TempDir dir;
  for (const std::string name : {"presenced.yaml", "watchlist.yaml"}) {
    std::filesystem::copy(std::filesystem::path(PRESENCED_CONFIG_DIR) / name, dir / name);
  }
  const auto without = load(dir / "presenced.yaml", Environment{});
  REQUIRE_FALSE(without.ok());
  REQUIRE(without.error().size() == 1);
  CHECK(without.error()[0].key == "workspaces[0].token_file");
  CHECK(without.error()[0].message ==
        (dir / "acme.token").string() +
            " cannot be read: No such file or directory; expected a file that holds the secret");

  dir.write("acme.token", "xoxb-1\n");
  const auto with = load(dir / "presenced.yaml", Environment{});
  REQUIRE(with.ok());
  CHECK(with.value().files[0].watchlist->groups.size() == 2);
}

}  // namespace
}  // namespace presenced::config
