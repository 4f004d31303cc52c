// A TCP proxy between presenced and the fake Slack that is as bad as the networks there are: slow, thin, choppy, deaf
// on one side, broken off. It knows nothing of TLS but what Treatment says of turns.
//
// Threads: a thread of its own runs everything; the functions here are for one other thread, the test's.
// Errors: the constructor throws; afterwards a failure on a connection resets both of its sides.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "network/flow.h"

namespace presenced::test {

class Proxy {
 public:
  // Listens on a free port of 127.0.0.1 and passes on to `target_port` there.
  explicit Proxy(std::uint16_t target_port, std::uint64_t seed = 1);
  ~Proxy();
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;

  std::uint16_t port() const;

  void treat_all(const Treatment& treatment);   // connections that are open, and those to come
  void treat_open(const Treatment& treatment);  // those that are open alone
  void treat_next(const Treatment& treatment);  // one that is to come; each call speaks of the one after the last
  void reset();                                 // every open connection, both sides

  std::size_t accepted() const;              // connections so far
  std::size_t open() const;                  // connections that are there now
  std::uint64_t bytes(Way from_whom) const;  // that came from those who send this way

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace presenced::test
