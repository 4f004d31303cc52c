// presencectl on a terminal, here the far end of a pseudo terminal: the pager, and tables that are redrawn.
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <map>
#include <sstream>

#include "presencectl/small_history.h"

namespace presenced::commands::test {
namespace {

using Clock = std::chrono::steady_clock;

// Runs presencectl on a terminal of 100 columns and 30 lines.
class OnTerminal {
 public:
  OnTerminal(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment = {}) {
    const winsize size{.ws_row = 30, .ws_col = 100, .ws_xpixel = 0, .ws_ypixel = 0};
    process_ = forkpty(&terminal_, nullptr, nullptr, &size);
    REQUIRE(process_ >= 0);
    if (process_ != 0) return;
    for (const char* name : {"COLUMNS", "NO_COLOR", "PAGER", "LESS"}) unsetenv(name);
    setenv("TERM", "xterm", 1);
    setenv("TZ", "UTC", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> arguments{const_cast<char*>("presencectl")};  // execv(3) takes them so, and leaves them alone
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execv(PRESENCED_PRESENCECTL, arguments.data());
    _exit(126);
  }
  ~OnTerminal() {
    if (process_ > 0) kill(process_, SIGKILL);
    if (process_ > 0) waitpid(process_, nullptr, 0);
    close(terminal_);
  }
  OnTerminal(const OnTerminal&) = delete;
  OnTerminal& operator=(const OnTerminal&) = delete;

  void type(std::string_view keys) { CHECK(write(terminal_, keys.data(), keys.size()) > 0); }

  // Reads on until the screen has got this, at most for 20 s.
  bool shows(std::string_view part) {
    const auto end = Clock::now() + std::chrono::seconds{20};
    while (text_.find(part) == std::string::npos)
      if (Clock::now() > end || !read_some()) return false;
    return true;
  }
  // What came before counts no more.
  void forget() { text_.clear(); }
  // Everything, and how it ended.
  std::pair<std::string, int> finished() {
    while (read_some()) continue;
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = 0;
    return {text_, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)};
  }

 private:
  bool read_some() {
    pollfd one{terminal_, POLLIN, 0};
    if (poll(&one, 1, 20'000) <= 0) return false;
    std::array<char, 4096> part{};
    const ssize_t size = read(terminal_, part.data(), part.size());  // fails when the other end is closed
    if (size > 0) text_.append(part.data(), static_cast<std::size_t>(size));
    return size > 0;
  }

  pid_t process_ = 0;
  int terminal_ = -1;
  std::string text_;
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("on a terminal an answer goes through the pager, with its colours") {
  WrittenHistory history;
  write_friday(history);
  const std::vector<std::string> log{"--db", history.file().string(), "log", "--since", "2026-11-20"};
  const auto [paged, status] = OnTerminal(log, {{"PAGER", "sed 's/^/paged: /'"}}).finished();
  CHECK(status == 0);
  CHECK(has(paged, "paged: \x1b[1mTIME"));
  CHECK(has(paged, "paged: 2026-11-20 12:00:00  Dana"));
  auto plain = log;
  plain.emplace_back("--no-pager");
  const auto [alone, ended] = OnTerminal(plain, {{"PAGER", "sed 's/^/paged: /'"}}).finished();
  CHECK(ended == 0);
  CHECK(has(alone, "TIME"));
  CHECK_FALSE(has(alone, "paged: "));
}

TEST_CASE("a pager that is left early ends presencectl without a word") {
  WrittenHistory history;
  write_small_history(history);
  const auto [text, status] =
      OnTerminal({"--db", history.file().string(), "log", "--since", "2026-10-22"}, {{"PAGER", "head -n 1"}})
          .finished();
  CHECK(status == 0);
  CHECK(has(text, "TIME"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 1);
  CHECK_FALSE(has(text, "presencectl:"));
}

TEST_CASE("an error is seen whether there is a pager or not") {
  WrittenHistory history;
  write_friday(history);
  const auto [text, status] =
      OnTerminal({"--db", history.file().string(), "log", "nobody-here"}, {{"PAGER", "cat >/dev/null"}}).finished();
  CHECK(status == 4);
  CHECK(has(text, "presencectl: nobody is called 'nobody-here'"));
}

TEST_CASE("now --watch redraws its table when a state changes, until Ctrl-C") {
  const auto clock = [] {
    return std::chrono::floor<base::Millis>(std::chrono::system_clock::now()).time_since_epoch().count();
  };
  WrittenHistory history;
  const std::int64_t begun = clock() - 60'000;
  history.script.seen({base::UserId{"U0LEE0001"}, "lee", "", "", false, false})
      .watched("U0LEE0001", "")
      .session(1, begun)
      .ready(1, begun)
      .cover("U0LEE0001", begun)
      .first("U0LEE0001", begun, base::Presence::active);
  history.commit(clock());
  OnTerminal watched({"--db", history.file().string(), "now", "--watch", "--color", "never", "lee"});
  REQUIRE(watched.shows("lee  active"));
  watched.forget();
  history.script.turn("U0LEE0001", clock(), base::Presence::away);
  history.commit(clock());
  CHECK(watched.shows("\x1b[H\x1b[J"));
  CHECK(watched.shows("lee  away"));
  watched.type("\x03");
  const int ended = watched.finished().second;
  CHECK((ended == 0 || ended == 128 + SIGINT));  // while it waits, or while it draws
}

TEST_CASE("on a terminal help keeps to its width") {
  const auto [text, status] = OnTerminal({"help", "log"}, {{"COLUMNS", "60"}}).finished();
  CHECK(status == 0);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    CHECK_MESSAGE(line.size() <= 61, line);  // with its carriage return
}

TEST_CASE("colours and pictures follow --color, NO_COLOR and the locale") {
  WrittenHistory history;
  write_friday(history);
  const std::vector<std::string> timeline{
      "--db", history.file().string(), "timeline", "--since", "2026-11-20", "--until", "2026-11-21", "--no-pager"};
  CHECK(has(OnTerminal(timeline).finished().first, "\x1b[32m"));
  CHECK_FALSE(has(OnTerminal(timeline, {{"NO_COLOR", "1"}}).finished().first, "\x1b["));
  auto never = timeline;
  never.insert(never.end(), {"--color", "never"});
  CHECK_FALSE(has(OnTerminal(never).finished().first, "\x1b["));
  const std::string ascii = OnTerminal(never, {{"LC_ALL", "C"}}).finished().first;
  CHECK(has(ascii, "# active"));
  CHECK(ascii.find_first_of("\xE2\xC2") == std::string::npos);
}

}  // namespace
}  // namespace presenced::commands::test
