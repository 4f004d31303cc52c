// A service manager's end of sd_notify(3): the datagram socket that a daemon finds in $NOTIFY_SOCKET.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace presenced::test {

class NotifySocket {
 public:
  explicit NotifySocket(const std::filesystem::path& path);
  ~NotifySocket();
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  // Every line so far ("READY=1"), in order. Does not wait.
  const std::vector<std::string>& heard();
  // So many lines that begin with this have come.
  std::size_t count(const std::string& beginning);
  void forget() { lines_.clear(); }

 private:
  int descriptor_ = -1;
  std::vector<std::string> lines_;
};

}  // namespace presenced::test
