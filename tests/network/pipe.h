// One way of a connection through the proxy: reads what one side sends and passes it on as its Flow says.
// Belongs to the proxy's thread. Nothing of it runs after both sockets were closed but handlers that do nothing.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "base/random.h"
#include "network/flow.h"

namespace presenced::test {

struct PipeEvents {
  std::function<void(std::size_t bytes)> came;  // something was read
  std::function<void()> ended;                  // the end of TCP was passed on, in order or by a cut
  std::function<void()> broke;                  // a side is gone
};

class Pipe : public std::enable_shared_from_this<Pipe> {
 public:
  using Socket = boost::asio::ip::tcp::socket;

  // The sockets must be there as long as the pipe: `keep` holds them.
  Pipe(Socket& from, Socket& to, std::shared_ptr<void> keep, base::Random random, PipeEvents events);

  void start() { read(); }
  void set(const Flow& flow);  // for what has not been written yet; at once
  void forget();               // no event comes any more: the last call, which an event may make

 private:
  using Clock = std::chrono::steady_clock;
  struct Piece {
    std::string bytes;
    Clock::time_point due;
  };

  void read();
  void got(const boost::system::error_code& error, std::size_t bytes);
  void write();
  void write_when(Clock::time_point moment);
  void finish();
  std::string next_bytes();

  Socket& from_;
  Socket& to_;
  std::shared_ptr<void> keep_;
  base::Random random_;
  PipeEvents events_;
  Flow flow_;
  boost::asio::steady_timer timer_;
  std::array<char, 16 * 1024> buffer_{};
  std::deque<Piece> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::string current_;             // what is being written
  Clock::time_point next_write_{};  // when the rate allows more
  bool reading_ = false;
  bool writing_ = false;
  bool at_end_ = false;    // the sender has ended its side
  bool finished_ = false;  // and so has this pipe
};

}  // namespace presenced::test
