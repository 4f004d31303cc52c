// The real program, asked of a real file: its exit statuses, its two outputs, its JSON.
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

#include "presencectl/small_history.h"

namespace presenced::commands::test {
namespace {

struct Said {
  int status = 0;  // 128 and more: it was ended by a signal
  std::string text;
};

// `command` as a shell takes it; what it says on standard output.
Said run(const std::string& command) {
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
  REQUIRE(pipe);
  Said said;
  std::array<char, 4096> part{};
  while (const std::size_t bytes = std::fread(part.data(), 1, part.size(), pipe.get()))
    said.text.append(part.data(), bytes);
  const int ended = ::pclose(pipe.release());
  said.status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
  return said;
}

Said presencectl(const std::string& words) { return run(PRESENCED_PRESENCECTL " " + words); }

TEST_CASE("presencectl alone prints the help, and a command its own with examples") {
  const Said alone = presencectl("");
  CHECK(alone.status == 0);
  CHECK(alone.text.find("\nCommands:\n") != std::string::npos);
  CHECK(presencectl("--help").text == alone.text);
  CHECK(presencectl("help").text == alone.text);
  CHECK(presencectl("--db x help --tz UTC").text == alone.text);
  CHECK(presencectl("help summary").text == presencectl("summary --help").text);
  const Said one = presencectl("summary --help");
  CHECK(one.status == 0);
  CHECK(one.text.find("--by PERIOD") != std::string::npos);
  CHECK(one.text.find("Examples:\n  presencectl summary ") != std::string::npos);
}

TEST_CASE("wrong usage is two lines on standard error, nothing on the other, and 2") {
  for (const std::string words : {"sumary", "--strct now", "now --outptu json", "summary --by moth", "at", "now -o xml",
                                  "summary --since", "now --since today", "overlap", "-o json -o csv now"}) {
    CAPTURE(words);
    const Said out = presencectl(words + " 2>/dev/null");
    CHECK(out.text.empty());
    CHECK(out.status == 2);
    const Said told = presencectl(words + " 2>&1 >/dev/null");
    CHECK(told.text.starts_with("presencectl: "));
    CHECK(std::count(told.text.begin(), told.text.end(), '\n') <= 2);
    CHECK(told.text.size() < 200);
  }
  CHECK(presencectl("sumary 2>&1").text.find("did you mean summary?") != std::string::npos);
  CHECK(presencectl("now --outptu json 2>&1").text.find("did you mean --output?") != std::string::npos);
}

// A script of this folder, with the packages of scripts/setup; what it says is told.
void check_with(const std::string& script, const std::filesystem::path& history, const std::string& folder) {
  const std::string sources = PRESENCED_SOURCE_DIR;
  const Said said = run(PRESENCED_PYTHON " " + sources + "/tests/presencectl/" + script +
                        " " PRESENCED_PRESENCECTL " " + history.string() + " " + sources + folder + " 2>&1");
  CHECK_MESSAGE(said.status == 0, said.text);
  MESSAGE(said.text);
}

TEST_CASE("pictures to keep are well-formed XML, whatever people are called") {
  WrittenHistory history;
  write_two_workspaces(history);
  for (const std::string command : {"timeline", "heatmap", "summary"}) {
    const std::string file = history.beside(command + ".svg");
    REQUIRE(presencectl("--db " + history.file().string() + " " + command +
                        " --since 2026-10-22 --until 2026-10-26 --to " + file)
                .status == 0);
    const Said checked = run(
        PRESENCED_PYTHON " -c 'import sys, xml.etree.ElementTree as tree; tree.parse(sys.argv[1])' " + file + " 2>&1");
    CHECK_MESSAGE(checked.status == 0, checked.text);
  }
}

TEST_CASE("every command's JSON is as its schema in docs/schema says") {
  WrittenHistory history;
  write_small_history(history);
  check_with("validate.py", history.file(), "/docs/schema");
}

TEST_CASE("the manual page and the completions have every command and option of --help, and nothing more") {
  WrittenHistory history;
  write_small_history(history);
  check_with("documents.py", history.file(), "/docs");
}

}  // namespace
}  // namespace presenced::commands::test
