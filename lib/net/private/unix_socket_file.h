// The file of a listening Unix socket: made where nobody listens, and removed by whoever made it. Private to lib/net.
#pragma once

#include <sys/types.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "base/socket_access.h"

namespace presenced::net {

using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol>;

class UnixSocketFile {
 public:
  // Binds the acceptor to the path and listens; the file has its mode and group before anybody can connect. The error
  // says what is wrong and what to do; the acceptor is closed then.
  static base::Result<UnixSocketFile, std::string> listen(Acceptor& acceptor, const std::filesystem::path& path,
                                                          const base::SocketAccess& access);

  // Removes the file, unless another one has taken its place.
  void remove() const;

 private:
  std::filesystem::path path_;
  dev_t device_{};
  ino_t inode_{};
};

// What is wrong with the path, in words, or empty: longer than the 107 bytes that the kernel's address has room for.
std::string fault_in_socket_path(const std::filesystem::path& path);

}  // namespace presenced::net
