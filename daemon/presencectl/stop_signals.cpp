#include "stop_signals.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace presenced::presencectl {

std::function<bool()> stop_when_asked() {
  sigset_t ending{};
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  if (const int error = pthread_sigmask(SIG_BLOCK, &ending, nullptr); error != 0)
    throw std::system_error(error, std::generic_category(), "pthread_sigmask");
  return [] {
    sigset_t pending{};
    sigpending(&pending);
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1;
  };
}

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

}  // namespace presenced::presencectl
