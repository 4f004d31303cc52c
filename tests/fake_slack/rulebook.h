// What the client did that it must not do. Each breach is remembered as one line whose first word names the rule:
//   frame-rate       more than one frame a second, beyond the tolerance
//   frame-size       a frame over 16,384 bytes
//   frame-ids        more than 500 ids in a presence_sub or presence_query, or an id twice
//   frame-form       not JSON, not an object, an unknown type, an id that is not text, a binary message
//   frame-early      anything sent before hello
//   ping-id          not a positive integer, or one that was used before on this socket
//   url-reused       a socket url was dialled a second time
//   url-expired      a socket url was dialled more than 30 s after it was handed out
//   url-altered      a socket url that was never handed out like this
//   retry-after      a method was called again before its Retry-After had passed
//   tier             a method was called more often than its tier allows
//   cookie           the `d` cookie of a browser session is missing, not URL-encoded, or encoded twice
//   ack              an acknowledgement of what was never sent, or not on this socket
//   token-in-url     (server) the token travelled where logs keep it
//   http-form        (server) not a POST, or not form encoded
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace presenced::fake_slack {

class Rulebook {
 public:
  void breach(std::string_view rule, std::string_view what) { breaches_.push_back(fmt::format("{}: {}", rule, what)); }
  const std::vector<std::string>& breaches() const { return breaches_; }

 private:
  std::vector<std::string> breaches_;
};

}  // namespace presenced::fake_slack
