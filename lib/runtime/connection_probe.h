// Asks Slack what the tokens of one workspace can do, once and without an engine: for `check --connect`. Opens no
// socket and no history: a url that Slack gives for one is dropped.
//
// One call at a time. Where Slack asks for a pause or does not answer, the call is made again, a few times. Lives on
// the loop's thread. `done` is called once, from the loop; the probe may be destroyed later, not in it. Destroying it
// drops its calls.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <unordered_set>

#include "runtime/access.h"
#include "runtime/resolver.h"
#include "setup/findings.h"

namespace presenced::runtime {

class ConnectionProbe {
 public:
  // `findings` as it begins: workspace, tuning and watchlist.
  ConnectionProbe(boost::asio::io_context& loop, Access access, setup::Findings findings, std::uint64_t seed,
                  std::function<void()> done);
  ConnectionProbe(const ConnectionProbe&) = delete;
  ConnectionProbe& operator=(const ConnectionProbe&) = delete;

  void start();
  const setup::Findings& findings() const { return findings_; }
  std::size_t calls() const { return calls_made_ + resolver_.calls(); }

 private:
  using Answered = std::function<void(const slack::Reply&)>;

  // The steps, in this order.
  void test_token();
  void test_app_token();
  void try_rtm();
  void try_socket_mode();
  void resolve_names();
  void names_resolved();
  void list_members(const std::string& cursor);
  void finish();

  void ask(slack::Request request, Answered answered);
  void ask_with(slack::Credential credential, slack::Request request, Answered answered);
  void after(base::Millis pause, std::function<void()> next);

  boost::asio::io_context& loop_;
  Access access_;
  setup::Findings findings_;
  std::function<void()> done_;
  Resolver resolver_;
  boost::asio::steady_timer timer_;
  std::unique_ptr<net::HttpCall> call_;
  std::unordered_set<base::UserId> unseen_;  // on the watchlist, and on no page so far
  std::size_t calls_made_ = 0;
  int tries_ = 0;  // of the call that is being made
};

}  // namespace presenced::runtime
