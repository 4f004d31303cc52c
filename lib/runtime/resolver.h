// Looks up the names of one watchlist once, with an engine's roster and without an engine: for `check --resolve`.
// Opens no socket and no history.
//
// Lives on the loop's thread. `done` is called once, from the loop; the resolver may be destroyed later, not in it.
// Destroying it drops its calls.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "roster/roster.h"
#include "runtime/access.h"

namespace presenced::runtime {

class Resolver {
 public:
  // An answer that does not come is waited for no longer, and after so many failures in a row it gives up: somebody is
  // sitting in front of it.
  static constexpr base::Millis kCallLimit{10'000};
  static constexpr int kMostFailures = 5;

  // `access` must outlive it.
  Resolver(boost::asio::io_context& loop, const Access& access, watch::SharedWatchlist watchlist, std::uint64_t seed,
           std::function<void()> done);
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  void start();

  const roster::Roster& roster() const { return roster_; }
  // Everything is known: no name is unresolved, and it has not given up.
  bool complete() const { return finished_ && !gave_up_ && roster_.unresolved().empty(); }
  const std::vector<std::string>& warnings() const { return warnings_; }
  std::size_t calls() const { return calls_made_; }
  std::string name_of(const base::UserId& user) const;  // as Slack has it; empty where no answer held it

 private:
  void go_on();
  void replied(slack::Method method, const slack::HttpReply& http);
  void learn(const slack::User& user) { names_[user.id] = user.shown_name(); }
  void take();
  void finish();

  boost::asio::io_context& loop_;
  const Access& access_;
  watch::SharedWatchlist watchlist_;
  std::function<void()> done_;
  roster::Roster roster_;
  roster::MethodPace pace_;
  boost::asio::steady_timer timer_;
  std::map<slack::Method, std::unique_ptr<net::HttpCall>> open_;
  std::unordered_map<base::UserId, std::string> names_;
  std::vector<std::string> warnings_;
  std::size_t calls_made_ = 0;
  int failures_ = 0;  // in a row
  bool finished_ = false;
  bool gave_up_ = false;
};

}  // namespace presenced::runtime
