// `presencectl serve` as a child process, and requests to it over a real connection.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "integration/daemon_process.h"

namespace presenced::commands::test {

struct PageReply {
  int status = 0;  // 0: none came
  std::string head;
  std::string body;
};

// A connection of a test's own, TCP to 127.0.0.1. REQUIREs that it can be made.
class PageConnection {
 public:
  explicit PageConnection(std::uint16_t port);
  ~PageConnection();
  PageConnection(const PageConnection&) = delete;
  PageConnection& operator=(const PageConnection&) = delete;

  bool send(std::string_view bytes) const;  // false: the other side takes no more
  // What comes until it says `part`, or ends, or for so long.
  std::string read_until(std::string_view part, base::Millis limit) const;

 private:
  int socket_;
};

// A thousand connections need more descriptors than a shell gives.
void allow_many_files();

class PageProcess {
 public:
  // Serves this history on a port of its own, with these words after `serve`. REQUIREs that it begins.
  PageProcess(const std::filesystem::path& history, const std::filesystem::path& log,
              const std::vector<std::string>& words = {});

  std::uint16_t port() const { return port_; }
  presenced::test::DaemonProcess& process() { return process_; }

  // `fields`: lines of the head, each with its "\r\n"; a Host is added unless they begin with one.
  std::string request(const std::string& target, const std::string& method = "GET",
                      const std::string& fields = "") const;  // for a PageConnection
  PageReply get(const std::string& target, const std::string& fields = "") const;
  PageReply ask(const std::string& method, const std::string& target, const std::string& fields) const;
  std::int64_t resident_kb() const;  // VmRSS

 private:
  std::uint16_t port_;
  presenced::test::DaemonProcess process_;
};

// As in a query.
std::string escaped(std::string_view text);

}  // namespace presenced::commands::test
