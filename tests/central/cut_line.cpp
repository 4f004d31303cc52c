#include "central/cut_line.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include "files/descriptor.h"

namespace presenced::test {
namespace {

constexpr const char* kName = ".s.PGSQL.5432";  // where libpq looks in a folder
constexpr int kLookEveryMs = 20;                // whether to stop

sockaddr_un address_of(const std::filesystem::path& file) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string text = file.string();
  if (text.size() >= sizeof address.sun_path) throw std::system_error(ENAMETOOLONG, std::generic_category(), text);
  std::memcpy(address.sun_path, text.c_str(), text.size() + 1);
  return address;
}

bool send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

CutLine::CutLine(std::filesystem::path server) : server_(std::move(server)) {
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un here = address_of(folder_ / kName);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0 || ::listen(listener_, 8) != 0)
    throw std::system_error(errno, std::generic_category(), "the socket of a cut line");
  thread_ = std::thread([this] { serve(); });
}

CutLine::~CutLine() {
  stopping_ = true;
  thread_.join();
  ::close(listener_);
}

std::string CutLine::address(const std::string& database) const {
  return "postgresql:///" + database + "?user=test&host=" + folder_.path().string();
}

void CutLine::cut_after(Way way, std::uint64_t bytes) {
  const std::lock_guard lock(guard_);
  cut_at_[static_cast<std::size_t>(way)] = bytes;
}

void CutLine::lose_answer_to(std::string text) {
  const std::lock_guard lock(guard_);
  unanswered_ = std::move(text);
}

void CutLine::fall_silent() { silent_ = true; }

void CutLine::serve() {
  while (!stopping_) {
    pollfd waited{listener_, POLLIN, 0};
    if (::poll(&waited, 1, kLookEveryMs) <= 0) continue;
    const files::Descriptor client(::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
    if (client.ok()) serve(client.number());
  }
}

// Until one of the two ends it, or it is cut: both sockets are closed then.
void CutLine::serve(int client) {
  const files::Descriptor server(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const sockaddr_un there = address_of(server_);
  if (::connect(server.number(), reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0) return;
  for (auto& passed : passed_) passed = 0;
  Pass pass = Pass::on;
  while (pass == Pass::on && !stopping_) {
    std::array<pollfd, 2> waited{{{client, POLLIN, 0}, {server.number(), POLLIN, 0}}};
    if (::poll(waited.data(), silent_ ? 0 : waited.size(), kLookEveryMs) <= 0) continue;
    if (waited[0].revents != 0) pass = pass_on(client, server.number(), Way::to_server);
    if (pass == Pass::on && waited[1].revents != 0) pass = pass_on(server.number(), client, Way::to_client);
  }
  if (pass == Pass::cut) ++cuts_;
}

CutLine::Pass CutLine::pass_on(int from, int to, Way way) {
  std::array<char, 16 * 1024> buffer{};
  const ssize_t got = ::recv(from, buffer.data(), buffer.size(), 0);
  if (got <= 0) return Pass::over;
  std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
  auto& passed = passed_[static_cast<std::size_t>(way)];
  bool cut = false;
  {
    const std::lock_guard lock(guard_);
    if (way == Way::to_client && std::exchange(asked_, false)) return Pass::cut;
    if (way == Way::to_server && !unanswered_.empty() && bytes.find(unanswered_) != std::string_view::npos) {
      unanswered_.clear();
      asked_ = true;
    }
    std::uint64_t& at = cut_at_[static_cast<std::size_t>(way)];
    if (passed + bytes.size() > at) {
      bytes = bytes.substr(0, at > passed ? at - passed : 0);
      at = UINT64_MAX;
      cut = true;
    }
  }
  passed += bytes.size();
  if (!send_all(to, bytes)) return Pass::over;
  return cut ? Pass::cut : Pass::on;
}

}  // namespace presenced::test
