// The urls that rtm.connect and apps.connections.open hand out: each opens one socket, once, within 30 s.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/time.h"

namespace presenced::fake_slack {

class Tickets {
 public:
  enum class Verdict : std::uint8_t { valid, expired, reused, unknown };
  enum class Opens : std::uint8_t { rtm, link };  // which kind of socket; link: Socket Mode
  struct Redeemed {
    Verdict verdict = Verdict::unknown;
    Opens opens = Opens::rtm;
    bool batch_aware = false;         // what the client told rtm.connect
    bool expired_on_purpose = false;  // it was handed out expired: the client is not to blame
    bool debug_reconnects = false;    // the client added this to a link
  };

  explicit Tickets(base::Millis life) : life_(life) {}

  // A path with a query string. `already_expired`: as if it had been handed out long ago.
  std::string issue(base::MonoTime now, base::Random& random, bool batch_aware, bool already_expired);
  std::string issue_link(base::MonoTime now, base::Random& random, bool already_expired);
  // `path_and_query` must be, to the letter, what was handed out; of a link, with &debug_reconnects=true or without.
  Redeemed redeem(base::MonoTime now, std::string_view path_and_query);

 private:
  struct Ticket {
    base::MonoTime issued;
    Opens opens = Opens::rtm;
    bool batch_aware = false;
    bool expired_on_purpose = false;
    bool used = false;
  };
  void forget_old(base::MonoTime now);

  base::Millis life_;
  std::map<std::string, Ticket, std::less<>> tickets_;
};

}  // namespace presenced::fake_slack
