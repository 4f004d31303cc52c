#include "terminal.h"

#include <fmt/format.h>
#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include "commands/request.h"

namespace presenced::presencectl {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

bool locale_is_utf8() {
  std::setlocale(LC_CTYPE, "");
  return std::string_view(nl_langinfo(CODESET)) == "UTF-8";
}

bool wants_colour(commands::ColourChoice choice) {
  if (choice != commands::ColourChoice::automatic) return choice == commands::ColourChoice::always;
  return terminal_reads_answer() && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
}

}  // namespace

StandardOutput::~StandardOutput() {
  pager_.reset();
  for (const std::string& line : std::exchange(held_back_, {})) say(line);
}

void StandardOutput::write(std::string_view text) {
  if (std::exchange(paged_, false)) pager_ = Pager::start();
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return;
  const int error = errno;
  if (pager_ && error == EPIPE) {  // the user has seen enough
    pager_.reset();
    std::_Exit(0);
  }
  throw commands::Refused(commands::ExitStatus::failed,
                          fmt::format("cannot write the answer: {}", std::strerror(error)));
}

void StandardOutput::say(std::string_view line) {
  if (pager_)
    held_back_.emplace_back(line);
  else
    fmt::print(stderr, "presencectl: {}\n", line);
}

std::size_t width_of_standard_output() {
  constexpr std::size_t kWithoutTerminal = 80;
  const std::string_view columns = environment("COLUMNS");
  std::size_t width = 0;
  const auto [end, error] = std::from_chars(columns.data(), columns.data() + columns.size(), width);
  if (error == std::errc{} && end == columns.data() + columns.size() && width > 0) return width;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kWithoutTerminal;
}

bool terminal_reads_answer() { return isatty(STDOUT_FILENO) == 1; }

rendering::Style style_of_standard_output(commands::ColourChoice colour) {
  return {.width = width_of_standard_output(),
          .colour = wants_colour(colour),
          .terminal = terminal_reads_answer(),
          .ascii = !locale_is_utf8()};
}

std::function<bool(const std::string&)> confirm_on_terminal() {
  if (isatty(STDIN_FILENO) != 1 || isatty(STDERR_FILENO) != 1) return {};
  return [](const std::string& question) {
    fmt::print(stderr, "{}", question);
    std::string answer;
    for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) answer += static_cast<char>(c);
    return answer == "y" || answer == "Y" || answer == "yes";
  };
}

std::function<void(const std::string&)> progress_on_terminal() {
  if (isatty(STDERR_FILENO) != 1) return {};
  return [](const std::string& doing) {
    fmt::print(stderr, "\r\x1b[K{}", doing);
    std::fflush(stderr);
  };
}

}  // namespace presenced::presencectl
