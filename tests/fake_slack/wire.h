// What the model wants done on its sockets, in order per socket, and the record of what each was told and when.
// A socket can be slow: what is sent on it then waits here until its time has come.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "base/time.h"

namespace presenced::fake_slack {

enum class SocketId : std::uint64_t {};

enum class Deed : std::uint8_t {
  text,              // send a text message
  binary,            // send a binary message
  premade,           // send these bytes as they are: whole WebSocket frames
  close,             // send a close frame with `code`, finish the handshake, end TCP
  close_and_linger,  // send a close frame, then neither read nor end TCP
  fin,               // end TCP, no close frame
  reset,             // reset TCP
  stall,             // from now on neither read, nor answer pings, nor end; the model says nothing more either
};

struct Output {
  SocketId socket{};
  Deed deed = Deed::text;
  std::string payload;
  std::uint16_t code = 0;
};

// One thing that a client was told of a person. `at`: when it left the model.
struct Told {
  SocketId socket{};
  base::WallTime at;
  base::UserId user;
  base::State what;
};

struct SentFrame {
  SocketId socket{};
  base::WallTime at;
  std::string text;
};

class Wire {
 public:
  using Facts = std::vector<std::pair<base::UserId, base::State>>;

  explicit Wire(bool keep_frames) : keep_frames_(keep_frames) {}

  // Everything sent to this socket from now on is `delay` late, and never overtakes what was sent before.
  void set_delay(SocketId socket, base::Millis delay);
  void send(base::Instant now, Output output, Facts facts = {});
  void forget(SocketId socket);  // it is gone: what still waits for it is dropped

  void release(base::Instant now);  // what has waited long enough
  std::optional<base::MonoTime> next_due() const;
  std::vector<Output> take() { return std::exchange(ready_, {}); }

  const std::vector<Told>& told() const { return told_; }
  const std::vector<SentFrame>& frames() const { return frames_; }

 private:
  struct Waiting {
    Output output;
    Facts facts;
  };
  struct Lane {
    base::Millis delay{};
    base::MonoTime last_due = base::MonoTime::min();
  };
  void let_go(base::Instant now, Waiting waiting);

  bool keep_frames_;
  std::vector<Output> ready_;
  std::map<std::pair<base::MonoTime, std::uint64_t>, Waiting> waiting_;  // by due time, then in order
  std::uint64_t next_number_ = 0;
  std::unordered_map<SocketId, Lane> lanes_;  // only of sockets that are slow
  std::vector<Told> told_;
  std::vector<SentFrame> frames_;
};

}  // namespace presenced::fake_slack
