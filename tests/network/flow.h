// How a bad network treats bytes: what a pipe (pipe.h) does to one way of a connection, and both ways together.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace presenced::test {

enum class Way : std::uint8_t { up, down };  // towards Slack, towards presenced

struct Flow {
  base::Millis latency{};      // of every piece; they keep their order
  std::size_t rate = 0;        // bytes a second; 0: as fast as they come
  std::size_t slice = 0;       // written in pieces of 1 to so many bytes, each a segment of its own; 0: as they come
  bool stopped = false;        // nothing is passed on, the end of TCP included; TCP itself goes on to acknowledge
  bool cut_in_record = false;  // what comes next is passed on but for its last byte, and then TCP ends: FIN
};

struct Treatment {
  Flow up = {};
  Flow down = {};
  // From when on; before that, bytes pass as they come. 1: from the beginning. n: from the moment when the client
  // speaks for the n-th time after having heard the other side. With TLS 1.3 the first turn is the TLS handshake, and
  // from the second on it is the request and its answer.
  int from_turn = 1;
};

}  // namespace presenced::test
