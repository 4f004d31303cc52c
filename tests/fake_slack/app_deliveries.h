// The events of a modern app on their way to it: when each is sent, what waits for its acknowledgement, what is sent
// again and when Slack gives up. Which socket gets an event is not decided here.
//
//   sent -- acknowledged within 3 s, on the socket that got it --> done
//        -- not --> sent again at once, 1 minute later, 5 minutes later --> lost
//
// No socket open counts as "not", without the wait.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/time.h"
#include "fake_slack/app_event.h"
#include "fake_slack/options.h"
#include "fake_slack/rulebook.h"

namespace presenced::fake_slack {

class AppDeliveries {
 public:
  using Index = std::size_t;  // of an event in `events`

  struct Pending {
    AppLetter letter;
    base::MonoTime due;
    bool awaited = false;     // it was sent, and `due` is when its acknowledgement must have come
    int attempt = 0;          // of the delivery that comes next, or is awaited
    std::string envelope_id;  // of the last delivery; empty: there was none
  };

  AppDeliveries(const Options& options, Rulebook& rulebook) : options_(options), rulebook_(rulebook) {}

  void add(AppEvent event, AppLetter letter, base::MonoTime first_due);
  void add_lost(base::MonoTime now, AppEvent event);  // one that Slack never sends

  // An event that is to be sent now. The caller then says `sent`, `sent_into_the_void`, `swallowed` or `not_sent`.
  std::optional<Index> next_to_send(base::MonoTime now);
  std::optional<base::MonoTime> next_due() const;
  const Pending& pending(Index event) const { return pending_.at(event); }

  void sent(base::MonoTime now, Index event, SocketId socket, const std::string& envelope_id);
  void sent_into_the_void(base::MonoTime now, Index event);  // on a socket that nobody reads
  void swallowed(base::MonoTime now, Index event);           // by a second program
  void not_sent(base::MonoTime now, Index event);            // no socket is open
  void copied(base::MonoTime now, Index event, SocketId socket, const std::string& envelope_id);  // a duplicate

  // A breach: an id that was never sent, or not on this socket. To be late, or to say it twice, is not a breach.
  void acknowledge(base::MonoTime now, SocketId socket, std::string_view envelope_id, std::string response);

  const std::vector<AppEvent>& events() const { return events_; }  // in the order in which they happened
  std::uint64_t late_acknowledgements() const { return late_; }

 private:
  struct Delivery {
    SocketId socket{};
    Index event = 0;
    base::MonoTime deadline;
  };
  void schedule(Index event, base::MonoTime due);
  void expect(base::MonoTime now, Index event, SocketId socket, const std::string& envelope_id);
  void failed(base::MonoTime now, Index event);
  void settle(base::MonoTime now, Index event, AppEvent::Fate fate);

  const Options& options_;
  Rulebook& rulebook_;
  std::vector<AppEvent> events_;
  std::map<Index, Pending> pending_;
  std::set<std::pair<base::MonoTime, Index>> due_;
  std::unordered_map<std::string, std::vector<Delivery>> by_envelope_;  // that a client of ours could acknowledge
  std::uint64_t late_ = 0;
};

}  // namespace presenced::fake_slack
