#include "access/opened_links.h"

#include <doctest/doctest.h>

#include "access/private_file.h"
#include "support/temp_dir.h"

using namespace presenced::access;
using presenced::test::TempDir;

TEST_CASE("an opened link is remembered with its cookie, also by the next process") {
  const TempDir dir;
  OpenedLinks links(dir / "opened");
  CHECK(links.read().empty());
  CHECK_FALSE(links.opened("l1"));
  CHECK(links.open("l1", "c1", {"l1", "l2"}).empty());
  OpenedLinks again(dir / "opened");
  REQUIRE(again.read().empty());
  CHECK(again.opened("l1"));
  CHECK_FALSE(again.opened("l2"));
  CHECK(again.link_of("c1") == "l1");
  CHECK_FALSE(again.link_of("c2"));
}

TEST_CASE("links of tokens that are gone are forgotten") {
  const TempDir dir;
  OpenedLinks links(dir / "opened");
  REQUIRE(links.open("l1", "c1", {"l1"}).empty());
  REQUIRE(links.open("l2", "c2", {"l2"}).empty());
  CHECK_FALSE(links.opened("l1"));
  CHECK(links.opened("l2"));
}

TEST_CASE("what cannot be remembered on disk is not remembered at all") {
  const TempDir dir;
  OpenedLinks links(dir / "missing/opened");
  CHECK_FALSE(links.open("l1", "c1", {"l1"}).empty());
  CHECK_FALSE(links.opened("l1"));
  REQUIRE(replace_private_file(dir / "half", "l1 c1\nl2").empty());
  CHECK(OpenedLinks(dir / "half").read().find("ends in the middle") != std::string::npos);
}
