#include "presencectl/page_process.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "integration/free_port.h"

namespace presenced::commands::test {
namespace {

constexpr base::Millis kPatience{30'000};  // with a busy machine

std::vector<std::string> arguments(const std::filesystem::path& history, std::uint16_t port,
                                   const std::vector<std::string>& words) {
  std::vector<std::string> all{
      "serve", "--db", history.string(), "--tz", "UTC", "--listen", "127.0.0.1:" + std::to_string(port)};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

}  // namespace

PageConnection::PageConnection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  REQUIRE(socket_ >= 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
}

PageConnection::~PageConnection() { ::close(socket_); }

bool PageConnection::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string PageConnection::read_until(std::string_view part, base::Millis limit) const {
  const auto end = std::chrono::steady_clock::now() + limit;
  std::string got;
  std::array<char, 65536> buffer{};
  while (part.empty() || got.find(part) == std::string::npos) {
    const auto left = std::chrono::ceil<base::Millis>(end - std::chrono::steady_clock::now()).count();
    pollfd ready{socket_, POLLIN, 0};
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) break;
    const ssize_t bytes = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (bytes <= 0) break;
    got.append(buffer.data(), static_cast<std::size_t>(bytes));
  }
  return got;
}

PageProcess::PageProcess(const std::filesystem::path& history, const std::filesystem::path& log,
                         const std::vector<std::string>& words)
    : port_(presenced::test::free_port()), process_(PRESENCED_PRESENCECTL, arguments(history, port_, words), log) {
  const bool begun = presenced::test::eventually(
      [&] { return process_.log().find("the page is ") != std::string::npos || process_.wait(base::Millis{0}); });
  REQUIRE_MESSAGE(begun, process_.log());
  REQUIRE_MESSAGE(!process_.wait(base::Millis{0}), process_.log());
}

void allow_many_files() {
  rlimit files{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &files) == 0);
  files.rlim_cur = std::min<rlim_t>(files.rlim_max, 4096);
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &files) == 0);
}

PageReply PageProcess::get(const std::string& target, const std::string& fields) const {
  return ask("GET", target, fields);
}

std::string PageProcess::request(const std::string& target, const std::string& method,
                                 const std::string& fields) const {
  const std::string host = fields.starts_with("Host:") ? "" : "Host: 127.0.0.1:" + std::to_string(port_) + "\r\n";
  return method + " " + target + " HTTP/1.1\r\n" + host + fields + "\r\n";
}

PageReply PageProcess::ask(const std::string& method, const std::string& target, const std::string& fields) const {
  const PageConnection connection(port_);
  connection.send(request(target, method, fields));
  const std::string got = connection.read_until("", kPatience);
  const std::size_t end = got.find("\r\n\r\n");
  if (!got.starts_with("HTTP/1.1 ") || end == std::string::npos) return {};
  return {std::stoi(got.substr(9, 3)), got.substr(0, end + 2), got.substr(end + 4)};
}

std::int64_t PageProcess::resident_kb() const {
  std::ifstream status("/proc/" + std::to_string(process_.pid()) + "/status");
  for (std::string word; status >> word;)
    if (word == "VmRSS:") {
      std::int64_t kb = 0;
      status >> kb;
      return kb;
    }
  return -1;
}

std::string escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
      out += c;
    else
      out += {'%', kHex[byte >> 4], kHex[byte & 0xF]};
  }
  return out;
}

}  // namespace presenced::commands::test
