#include "pager.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string_view>

namespace presenced::presencectl {
namespace {

bool is_installed(const std::string& program) {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (::access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  return false;
}

// A command line for the shell; empty: none.
std::string pager_command() {
  const char* const named = std::getenv("PAGER");
  if (named == nullptr) return is_installed("less") ? "less" : "";
  const std::string_view command = named;
  return command.find_first_not_of(' ') == std::string_view::npos || command == "cat" ? "" : std::string(command);
}

// In the child. Never returns.
[[noreturn]] void become(const std::string& command, const std::array<int, 2>& pipe) {
  dup2(pipe[0], STDIN_FILENO);
  close(pipe[0]);
  close(pipe[1]);
  setenv("LESS", "FRX", 0);  // quit when it fits, show colours, leave the text on the screen
  execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
  _exit(127);
}

}  // namespace

std::unique_ptr<Pager> Pager::start() {
  const std::string command = pager_command();
  std::array<int, 2> pipe{};
  if (command.empty() || ::pipe(pipe.data()) != 0) return nullptr;
  const pid_t process = fork();
  if (process == 0) become(command, pipe);
  if (process > 0) {
    dup2(pipe[1], STDOUT_FILENO);
    // The user may leave the pager before the end, and Ctrl-C belongs to the pager.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGINT, SIG_IGN);
  }
  close(pipe[0]);
  close(pipe[1]);
  return process > 0 ? std::unique_ptr<Pager>(new Pager(process)) : nullptr;
}

Pager::~Pager() {
  std::fclose(stdout);
  while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) continue;
}

}  // namespace presenced::presencectl
