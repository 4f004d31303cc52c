#include "hooks/cursor_file.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "support/temp_dir.h"

namespace presenced::hooks {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::string error_of(const fs::path& file) {
  const auto opened = CursorFile::open(file);
  REQUIRE_FALSE(opened.ok());
  return opened.error();
}

const Cursor kCursor{42, base::wall_from_unix_ms(1'790'000'000'000)};

TEST_CASE("a cursor that was moved is there when the file is opened again") {
  const test::TempDir dir;
  const fs::path file = dir / "cursor";
  {
    auto opened = CursorFile::open(file);
    REQUIRE(opened.ok());
    CHECK(opened.value()->cursor() == std::nullopt);
    CHECK_FALSE(fs::exists(file));
    CHECK(opened.value()->move({7, std::nullopt}) == std::nullopt);
    CHECK(opened.value()->move(kCursor) == std::nullopt);
    CHECK(opened.value()->cursor() == kCursor);
  }
  CHECK(text_of(file) == cursor_text(kCursor));
  CHECK_FALSE(fs::exists(dir / "cursor.new"));
  const auto again = CursorFile::open(file);
  REQUIRE(again.ok());
  CHECK(again.value()->cursor() == kCursor);
}

TEST_CASE("a cursor file may be named from the current directory") {
  const test::TempDir dir;
  const fs::path before = fs::current_path();
  fs::current_path(dir.path());
  auto opened = CursorFile::open("cursor");
  fs::current_path(before);
  REQUIRE(opened.ok());
  CHECK(opened.value()->move(kCursor) == std::nullopt);
  CHECK(text_of(dir / "cursor") == cursor_text(kCursor));
}

TEST_CASE("a half-written new cursor, as a crash leaves it, changes nothing") {
  const test::TempDir dir;
  dir.write("cursor", cursor_text(kCursor));
  dir.write("cursor.new", "{\"schema\":1,\"se");
  auto opened = CursorFile::open(dir / "cursor");
  REQUIRE(opened.ok());
  CHECK(opened.value()->cursor() == kCursor);
  CHECK(opened.value()->move({43, std::nullopt}) == std::nullopt);
  CHECK(text_of(dir / "cursor") == cursor_text({43, std::nullopt}));
}

TEST_CASE("one cursor file serves one hook at a time, also under another name") {
  const test::TempDir dir;
  auto first = CursorFile::open(dir / "cursor");
  REQUIRE(first.ok());
  REQUIRE(first.value()->move(kCursor) == std::nullopt);
  const std::string refusal = fs::canonical(dir / "cursor").string() +
                              ": is in use by another `presencectl log`; give each hook a cursor file of its own";
  CHECK(error_of(dir / "cursor") == refusal);
  fs::create_symlink("cursor", dir / "link");
  CHECK(error_of(dir / "link") == refusal);
  first.value().reset();
  CHECK(CursorFile::open(dir / "link").ok());
}

TEST_CASE("a symbolic link stays one when the cursor moves") {
  const test::TempDir dir;
  dir.write("there", cursor_text(kCursor));
  fs::create_symlink("there", dir / "link");
  auto opened = CursorFile::open(dir / "link");
  REQUIRE(opened.ok());
  CHECK(opened.value()->move({43, std::nullopt}) == std::nullopt);
  CHECK(fs::is_symlink(dir / "link"));
  CHECK(text_of(dir / "there") == cursor_text({43, std::nullopt}));
}

TEST_CASE("what is not a cursor file is refused, with what to do, and left as it is") {
  const test::TempDir dir;
  const std::string name = fs::canonical(dir.path()).string() + "/cursor";
  dir.write("cursor", "notes of mine");
  CHECK(error_of(dir / "cursor") ==
        name +
            ": is not a cursor file: it is not a JSON object; if it is another file, name a new one. If it was a "
            "cursor, remove it and say with --after SEQ where to begin");
  CHECK(text_of(dir / "cursor") == "notes of mine");
  dir.write("cursor", "");
  CHECK(error_of(dir / "cursor").starts_with(name + ": is not a cursor file: it is not a JSON object; "));
  fs::remove(dir / "cursor");
  fs::create_directory(dir / "cursor");
  CHECK(error_of(dir / "cursor") == name + ": is not a file; name a file, which may be a new one");
  fs::remove(dir / "cursor");
  REQUIRE(mkfifo(name.c_str(), 0600) == 0);
  CHECK(error_of(dir / "cursor") == name + ": is not a file; name a file, which may be a new one");
}

TEST_CASE("a folder that is not there is named") {
  const test::TempDir dir;
  CHECK(error_of(dir / "no/cursor").find("/no/cursor.lock: cannot be made") != std::string::npos);
}

TEST_CASE("a cursor that cannot be written says so, and the old one stays") {
  const test::TempDir dir;
  auto opened = CursorFile::open(dir / "cursor");
  REQUIRE(opened.ok());
  REQUIRE(opened.value()->move(kCursor) == std::nullopt);
  fs::create_directory(dir / "cursor.new");  // for root, modes forbid nothing
  const auto failed = opened.value()->move({43, std::nullopt});
  REQUIRE(failed);
  CHECK(*failed == fs::canonical(dir.path()).string() + "/cursor.new: cannot be written: Is a directory");
  CHECK(opened.value()->cursor() == kCursor);
  CHECK(text_of(dir / "cursor") == cursor_text(kCursor));
  fs::remove(dir / "cursor.new");
  // A disk without room, as a limit of the size of files has it.
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit none{10, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &none);
  const auto full = opened.value()->move({43, std::nullopt});
  setrlimit(RLIMIT_FSIZE, &before);
  REQUIRE(full);
  CHECK(full->ends_with("/cursor.new: cannot be written: File too large"));
  CHECK(text_of(dir / "cursor") == cursor_text(kCursor));
}

}  // namespace
}  // namespace presenced::hooks
