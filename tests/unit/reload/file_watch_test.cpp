// Real files, real inotify; each way in which files are saved.
#include "reload/file_watch.h"

#include <doctest/doctest.h>

#include <fstream>

#include "support/captured_log.h"
#include "support/temp_dir.h"

using namespace presenced;
using reload::FileWatch;
namespace fs = std::filesystem;

namespace {

struct Watching {
  test::TempDir dir;
  fs::path home = dir.path();
  boost::asio::io_context loop{1};
  support::CapturedLog log;
  std::vector<fs::path> told;
  FileWatch watch{loop, log,
                  [this](const std::vector<fs::path>& files) { told.insert(told.end(), files.begin(), files.end()); }};

  // Runs until something was told (a broken program reaches the limit), and forgets it again.
  std::vector<fs::path> next() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (told.empty() && std::chrono::steady_clock::now() < end) loop.run_one_for(std::chrono::milliseconds(100));
    return std::exchange(told, {});
  }

  void write(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }
  void replace(const fs::path& file, const std::string& text) {
    write(file.string() + ".new", text);
    fs::rename(file.string() + ".new", file);
  }
  void swap_link(const fs::path& link, const fs::path& target) {
    fs::create_symlink(target, link.string() + ".new");
    fs::rename(link.string() + ".new", link);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Watching, "a file written in place, renamed over, deleted and made again is told of") {
  const fs::path file = home / "watchlist.yaml";
  const std::vector<fs::path> just_it{file};
  write(file, "1");
  watch.watch({file});
  write(file, "2");
  CHECK(next() == just_it);
  replace(file, "3");
  CHECK(next() == just_it);
  write(file, "4");  // the new file is watched as the old one was
  CHECK(next() == just_it);
  fs::remove(file);
  CHECK(next() == just_it);
  write(file, "5");
  CHECK(next() == just_it);
  fs::permissions(file, fs::perms::none);
  CHECK(next() == just_it);
  CHECK(log.lines().empty());
}

TEST_CASE_FIXTURE(Watching, "links that are swapped are told of, the file's own and that of its directory") {
  fs::create_directory(home / "..1");
  fs::create_directory(home / "..2");
  write(home / "..1/watchlist.yaml", "1");
  write(home / "..2/watchlist.yaml", "2");
  fs::create_symlink("..1", home / "..data");
  const fs::path file = home / "watchlist.yaml";
  fs::create_symlink("..data/watchlist.yaml", file);
  watch.watch({file});
  swap_link(home / "..data", "..2");
  CHECK(next() == std::vector<fs::path>{file});
  fs::remove_all(home / "..1");
  write(home / "..2/watchlist.yaml", "3");
  CHECK(next() == std::vector<fs::path>{file});
  write(home / "other.yaml", "4");
  swap_link(file, "other.yaml");
  CHECK(next() == std::vector<fs::path>{file});
  write(home / "other.yaml", "5");
  CHECK(next() == std::vector<fs::path>{file});
}

TEST_CASE_FIXTURE(Watching, "a directory that vanishes and comes back is followed") {
  fs::create_directory(home / "config");
  const fs::path file = home / "config" / "watchlist.yaml";
  write(file, "1");
  watch.watch({file});
  fs::rename(home / "config", home / "old");
  CHECK(next() == std::vector<fs::path>{file});
  fs::create_directory(home / "config");
  CHECK(next() == std::vector<fs::path>{file});
  write(file, "2");
  CHECK(next() == std::vector<fs::path>{file});
  fs::remove_all(home / "config");
  CHECK(next() == std::vector<fs::path>{file});
}

TEST_CASE_FIXTURE(Watching, "other files are none of its business, and two that are watched are told apart") {
  const fs::path one = home / "one.yaml";
  const fs::path two = home / "two.yaml";
  write(one, "1");
  watch.watch({one, two});
  write(home / "history.db", "x");
  write(two, "2");
  CHECK(next() == std::vector<fs::path>{two});
  watch.watch({one});
  write(two, "3");
  write(one, "4");
  CHECK(next() == std::vector<fs::path>{one});
}

TEST_CASE_FIXTURE(Watching, "many steps of one save are told once") {
  const fs::path file = home / "watchlist.yaml";
  write(file, "1");
  watch.watch({file});
  for (int i = 0; i < 200; ++i) replace(file, std::to_string(i));
  write(file, "last");
  CHECK(next() == std::vector<fs::path>{file});
  CHECK(told.empty());
}
