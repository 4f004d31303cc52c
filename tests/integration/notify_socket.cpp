#include "integration/notify_socket.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <system_error>

namespace presenced::test {

NotifySocket::NotifySocket(const std::filesystem::path& path)
    : descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  if (descriptor_ < 0 || ::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::system_error(errno, std::generic_category(), path.string());
}

NotifySocket::~NotifySocket() { ::close(descriptor_); }

const std::vector<std::string>& NotifySocket::heard() {
  std::array<char, 8192> datagram{};
  for (;;) {
    const ssize_t size = ::recv(descriptor_, datagram.data(), datagram.size(), 0);
    if (size < 0) return lines_;
    std::istringstream text(std::string(datagram.data(), static_cast<std::size_t>(size)));
    for (std::string line; std::getline(text, line);)
      if (!line.empty()) lines_.push_back(line);
  }
}

std::size_t NotifySocket::count(const std::string& beginning) {
  const auto& lines = heard();
  return static_cast<std::size_t>(
      std::count_if(lines.begin(), lines.end(), [&](const std::string& line) { return line.starts_with(beginning); }));
}

}  // namespace presenced::test
