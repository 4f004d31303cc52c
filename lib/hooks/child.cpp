#include "hooks/child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace presenced::hooks {
namespace {

[[noreturn]] void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw_errno("pipe2");
    reading = ends[0];
    writing = ends[1];
  }
  int reading = -1;
  int writing = -1;
};

// Between fork and exec: system calls only.
[[noreturn]] void become(char* const* words, pid_t parent, int input, int report) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // it died before the line above
  sigset_t none{};
  sigemptyset(&none);
  std::signal(SIGPIPE, SIG_DFL);  // what is ignored stays ignored over exec
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (dup2(input, STDIN_FILENO) >= 0) execvp(words[0], words);
  const int error = errno;
  [[maybe_unused]] const ssize_t written = write(report, &error, sizeof error);
  _exit(127);
}

}  // namespace

Child::Child(const std::string& program) {
  const Pipe input;
  const Pipe report;
  input_ = input.writing;
  report_ = report.reading;
  std::string name = program;
  std::array<char*, 2> words{name.data(), nullptr};
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) become(words.data(), parent, input.reading, report.writing);
  const int fork_error = errno;
  close(input.reading);
  close(report.writing);
  if (pid_ > 0) {
    setpgid(pid_, pid_);  // whoever of the two comes first
    process_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
    if (process_ >= 0 && fcntl(input_, F_SETFL, O_NONBLOCK) == 0) return;
  }
  const int error = pid_ > 0 ? errno : fork_error;
  close(input_);
  close(report_);
  if (pid_ > 0) {
    kill(-pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    if (process_ >= 0) close(process_);
  }
  throw std::system_error(error, std::generic_category(), "cannot start a process");
}

Child::~Child() {
  if (!reaped_) {
    signal(SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close_input();
  close(report_);
  close(process_);
}

Child::Event Child::wait(std::string_view& text, int ending, base::Millis limit) {
  if (text.empty()) close_input();
  std::array<pollfd, 3> fds{{{process_, POLLIN, 0}, {input_, POLLOUT, 0}, {ending, POLLIN, 0}}};
  const int ready = poll(fds.data(), fds.size(), static_cast<int>(std::max<base::Millis::rep>(0, limit.count())));
  if (ready < 0 && errno != EINTR) throw_errno("poll");
  if (ready <= 0) return Event::none;
  if (fds[0].revents != 0) return Event::ended;
  if (fds[1].revents != 0) write_some(text);
  return fds[2].revents != 0 ? Event::end_is_wished : Event::none;
}

void Child::write_some(std::string_view& text) {
  const ssize_t written = write(input_, text.data(), text.size());
  if (written >= 0) {
    text.remove_prefix(static_cast<std::size_t>(written));
  } else if (errno != EAGAIN && errno != EINTR) {
    text = {};  // it does not want to read: its exit status counts, nothing else
  }
  if (text.empty()) close_input();
}

void Child::close_input() {
  if (input_ >= 0) close(input_);
  input_ = -1;
}

void Child::signal(int number) const { kill(-pid_, number); }

int Child::status() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  reaped_ = true;
  return status;
}

int Child::start_error() const {
  int error = 0;
  return read(report_, &error, sizeof error) == sizeof error ? error : 0;
}

}  // namespace presenced::hooks
