#include "reload/path_trail.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/temp_dir.h"

using namespace presenced;
using reload::PathTrail;
using reload::trail_to;
namespace fs = std::filesystem;

namespace {

bool leads_by(const PathTrail& trail, const fs::path& directory, const std::string& name) {
  const reload::TrailStep step{directory, name};
  return std::find(trail.steps.begin(), trail.steps.end(), step) != trail.steps.end();
}

struct Folder : test::TempDir {
  fs::path home = fs::canonical(path());
};

}  // namespace

TEST_CASE("the trail to a file is its name in its directory, and those of its directories up to the root") {
  const Folder dir;
  dir.write("watchlist.yaml", "");
  const PathTrail trail = trail_to(dir.home / "x" / ".." / "." / "watchlist.yaml");
  CHECK(trail.end.empty());  // "x" is not there
  const PathTrail straight = trail_to(dir.home / "." / "watchlist.yaml");
  CHECK(straight.end == dir.home / "watchlist.yaml");
  CHECK(leads_by(straight, dir.home, "watchlist.yaml"));
  CHECK(leads_by(straight, dir.home.parent_path(), dir.home.filename().string()));
  CHECK(leads_by(straight, "/", (*++dir.home.begin()).string()));
}

TEST_CASE("links are steps of their own, of files and of directories") {
  const Folder dir;
  fs::create_directory(dir.home / "..2026_01");
  dir.write("..2026_01/watchlist.yaml", "");
  fs::create_directory_symlink("..2026_01", dir.home / "..data");
  fs::create_symlink("..data/watchlist.yaml", dir.home / "watchlist.yaml");
  const PathTrail trail = trail_to(dir.home / "watchlist.yaml");
  CHECK(leads_by(trail, dir.home, "watchlist.yaml"));
  CHECK(leads_by(trail, dir.home, "..data"));
  CHECK(leads_by(trail, dir.home / "..2026_01", "watchlist.yaml"));
  CHECK(trail.end == dir.home / "..2026_01" / "watchlist.yaml");
}

TEST_CASE("a trail that cannot be followed ends where it breaks off") {
  const Folder dir;
  const PathTrail absent = trail_to(dir.home / "gone" / "watchlist.yaml");
  CHECK(absent.end.empty());
  CHECK(leads_by(absent, dir.home, "gone"));
  CHECK_FALSE(leads_by(absent, dir.home / "gone", "watchlist.yaml"));
  fs::create_symlink("b", dir.home / "a");
  fs::create_symlink("a", dir.home / "b");
  CHECK(trail_to(dir.home / "a").end.empty());
}
