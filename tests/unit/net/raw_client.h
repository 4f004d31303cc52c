// A client that sends bytes as a test wants them, over a Unix socket or loopback, and keeps what comes back.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace presenced::net::test {

// Its reading runs on the test's loop, which must not outlive it.
class RawClient {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;

  RawClient(boost::asio::io_context& loop, const std::filesystem::path& path) : socket_(loop) {
    socket_.connect(boost::asio::local::stream_protocol::endpoint(path.string()));
    read();
  }
  RawClient(boost::asio::io_context& loop, std::uint16_t port) : socket_(loop) {
    socket_.connect(boost::asio::ip::tcp::endpoint(boost::asio::ip::address_v4::loopback(), port));
    read();
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // Small enough for the kernel's buffers, or the test's one thread would wait for itself.
  // False: the server takes no more.
  bool send(std::string_view bytes) {
    boost::system::error_code error;
    boost::asio::write(socket_, boost::asio::buffer(bytes), error);
    return !error;
  }
  void end_sending() { socket_.shutdown(Socket::shutdown_send); }
  void stop_reading() { socket_.cancel(); }

  const std::string& got() const { return got_; }
  bool ended() const { return ended_; }  // by the server, or for want of reading
  int status() const { return got_.starts_with("HTTP/1.1 ") ? std::stoi(got_.substr(9, 3)) : 0; }
  std::string body() const {
    const auto at = got_.find("\r\n\r\n");
    return at == std::string::npos ? "" : got_.substr(at + 4);
  }

 private:
  void read() {
    socket_.async_read_some(boost::asio::buffer(part_), [this](boost::system::error_code error, std::size_t bytes) {
      got_.append(part_.data(), bytes);
      if (error)
        ended_ = true;
      else
        read();
    });
  }

  Socket socket_;
  std::array<char, 65536> part_{};
  std::string got_;
  bool ended_ = false;
};

}  // namespace presenced::net::test
