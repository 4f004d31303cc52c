#include "change_wait.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string_view>
#include <system_error>

#include "store/file_name.h"

namespace presenced::presencectl {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono_literals::operator""ms;

constexpr auto kLongest = 1000ms;
// A daemon that commits all the time is looked at this often: what came meanwhile is told together.
constexpr auto kShortest = 50ms;

int descriptor_or_throw(int descriptor, const char* what) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), what);
  return descriptor;
}

int milliseconds_until(Clock::time_point end) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
  return left > 0 ? static_cast<int>(left) : 0;
}

void block(const sigset_t& signals, sigset_t* before) {
  if (const int error = pthread_sigmask(SIG_BLOCK, &signals, before); error != 0)
    throw std::system_error(error, std::generic_category(), "pthread_sigmask");
}

}  // namespace

ChangeWait::ChangeWait(const std::filesystem::path& database, Reader reader)
    : database_(store::followed(database)), reader_(reader) {
  sigemptyset(&ending_);
  sigaddset(&ending_, SIGINT);
  sigaddset(&ending_, SIGTERM);
  signals_ = descriptor_or_throw(signalfd(-1, &ending_, SFD_CLOEXEC), "signalfd");
  // A reader that has gone ends a follower, and that is no failure; in the middle of writing a signal tells of it.
  const bool hook = reader == Reader::hook;
  if (std::signal(
          SIGPIPE, hook ? SIG_IGN : [](int) { _exit(0); }) == SIG_ERR)
    throw std::system_error(errno, std::generic_category(), "signal");
  if (hook) block(ending_, nullptr);
  watch();
}

ChangeWait::~ChangeWait() {
  close(signals_);
  if (news_ >= 0) close(news_);
}

// The folder, and not the -wal file: that one may be made anew.
void ChangeWait::watch() {
  news_ = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (news_ < 0) return;  // no more of them to be had: the second has to do
  const std::filesystem::path folder = database_.has_parent_path() ? database_.parent_path() : ".";
  if (inotify_add_watch(news_, folder.c_str(), IN_MODIFY) >= 0) return;
  close(news_);
  news_ = -1;
}

bool ChangeWait::read_news() const {
  alignas(inotify_event) std::array<char, 4096> buffer{};
  const std::string wanted = database_.filename().string() + "-wal";
  bool found = false;
  for (ssize_t size = 0; (size = read(news_, buffer.data(), buffer.size())) > 0;) {
    for (std::size_t at = 0; at + sizeof(inotify_event) <= static_cast<std::size_t>(size);) {
      inotify_event event{};
      std::memcpy(&event, buffer.data() + at, sizeof event);
      const std::string_view name(event.len > 0 ? buffer.data() + at + sizeof event : "");
      found = found || (event.mask & IN_Q_OVERFLOW) != 0 || name.substr(0, name.find('\0')) == wanted;
      at += sizeof event + event.len;
    }
  }
  return found;
}

bool ChangeWait::operator()() {
  sigset_t before{};
  block(ending_, &before);
  const auto begin = Clock::now();
  auto end = begin + kLongest;
  // Standard output is asked for no event: poll tells of a pipe whose reader has gone without.
  std::array<pollfd, 3> fds{
      {{signals_, POLLIN, 0}, {reader_ == Reader::hook ? -1 : STDOUT_FILENO, 0, 0}, {news_, POLLIN, 0}}};
  while (true) {
    const int ready = poll(fds.data(), fds.size(), milliseconds_until(end));
    if (ready < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
    if (ready > 0 && (fds[0].revents != 0 || (fds[1].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0))
      return false;  // the signals stay blocked: the one that was sent is not to end the program in the middle of its
                     // end
    if (ready == 0) break;
    if (fds[2].revents != 0 && read_news()) {
      end = std::min(end, begin + kShortest);
      fds[2].fd = -1;  // enough is known
    }
  }
  if (const int error = pthread_sigmask(SIG_SETMASK, &before, nullptr); error != 0)
    throw std::system_error(error, std::generic_category(), "pthread_sigmask");
  return true;
}

}  // namespace presenced::presencectl
