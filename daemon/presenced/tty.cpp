#include "tty.h"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string_view>

namespace presenced {
namespace {

constexpr char kInterrupt = 3;   // Ctrl-C
constexpr char kEndOfInput = 4;  // Ctrl-D
constexpr char kKillLine = 21;   // Ctrl-U
constexpr char kBackspace = 8;   // Ctrl-H
constexpr char kDelete = 127;    // what the backspace key sends
constexpr std::size_t kLongest = 4096;

// Key by key and without echo, until it goes out of scope. Ctrl-C comes as a key, so that the echo is always restored.
class WithoutEcho {
 public:
  WithoutEcho() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    changed_ = ::tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet) == 0;
  }
  WithoutEcho(const WithoutEcho&) = delete;
  WithoutEcho& operator=(const WithoutEcho&) = delete;
  ~WithoutEcho() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
  }
  bool in_force() const { return changed_; }

 private:
  termios before_{};
  bool changed_ = false;
};

// Byte by byte: nothing is read ahead that belongs to the next question.
std::optional<char> next_key() {
  char key = 0;
  ssize_t count = 0;
  do count = ::read(STDIN_FILENO, &key, 1);
  while (count < 0 && errno == EINTR);
  if (count <= 0) return std::nullopt;
  return key;
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r";
  const std::size_t begin = text.find_first_not_of(kSpaces);
  if (begin == text.npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(kSpaces) + 1 - begin));
}

// What is typed up to Enter; empty: given up.
std::optional<std::string> typed_in_silence() {
  std::string text;
  for (;;) {
    const auto key = next_key();
    if (!key || *key == kInterrupt || (*key == kEndOfInput && text.empty())) return std::nullopt;
    if (*key == '\n' || *key == '\r' || *key == kEndOfInput) return trimmed(text);
    if (*key == kKillLine)
      text.clear();
    else if (*key == kBackspace || *key == kDelete)
      text.resize(text.empty() ? 0 : text.size() - 1);
    else if (text.size() < kLongest)
      text += *key;
  }
}

}  // namespace

bool on_a_terminal() { return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0; }

void Tty::say(const std::string& text) {
  fmt::print("{}", text);
  std::fflush(stdout);
}

std::optional<std::string> Tty::line(const std::string& prompt) {
  say(prompt);
  std::string text;
  for (;;) {
    const auto key = next_key();
    if (!key) return std::nullopt;
    if (*key == '\n') return trimmed(text);
    if (text.size() < kLongest) text += *key;
  }
}

std::optional<base::Secret> Tty::secret(const std::string& prompt) {
  const WithoutEcho silence;
  if (!silence.in_force()) return std::nullopt;
  say(prompt);
  auto typed = typed_in_silence();
  say(typed && !typed->empty() ? fmt::format("({} characters)\n", typed->size()) : "\n");
  if (!typed) return std::nullopt;
  return base::Secret(*std::move(typed));
}

}  // namespace presenced
