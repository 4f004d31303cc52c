#include "integration/terminal_process.h"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

#include "integration/daemon_process.h"

namespace presenced::test {

TerminalProcess::TerminalProcess(const std::filesystem::path& binary, const std::vector<std::string>& arguments) {
  std::vector<std::string> words{binary.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "forkpty");
  if (pid_ > 0) return;
  ::execv(argv.front(), argv.data());
  ::_exit(127);
}

TerminalProcess::~TerminalProcess() {
  if (!status_) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(terminal_);
}

void TerminalProcess::read_for(base::Millis span) {
  pollfd ready{terminal_, POLLIN, 0};
  if (::poll(&ready, 1, static_cast<int>(span.count())) <= 0) return;
  std::array<char, 4096> part{};
  const ssize_t count = ::read(terminal_, part.data(), part.size());
  if (count > 0) shown_.append(part.data(), static_cast<std::size_t>(count));
  if (count <= 0) look_again_later();  // the program has closed its side
}

bool TerminalProcess::shows(const std::string& text, base::Millis limit) {
  return eventually(
      [&] {
        read_for(base::Millis{20});
        const std::size_t at = shown_.find(text, waited_for_);
        if (at != shown_.npos) waited_for_ = at + text.size();
        return at != shown_.npos;
      },
      limit);
}

void TerminalProcess::type(const std::string& keys) const {
  if (::write(terminal_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size()))
    throw std::system_error(errno, std::generic_category(), "typing");
}

bool TerminalProcess::echoes() const {
  termios settings{};
  return ::tcgetattr(terminal_, &settings) == 0 && (settings.c_lflag & ECHO) != 0;
}

std::optional<int> TerminalProcess::wait(base::Millis limit) {
  eventually(
      [this] {
        read_for(base::Millis{20});
        int status = 0;
        if (status_ || ::waitpid(pid_, &status, WNOHANG) != pid_) return status_.has_value();
        status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        return true;
      },
      limit);
  for (std::size_t before = 1; before != shown_.size();) {
    before = shown_.size();
    read_for(base::Millis{20});
  }
  return status_;
}

}  // namespace presenced::test
