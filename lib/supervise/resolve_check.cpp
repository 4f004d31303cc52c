#include "supervise/resolve_check.h"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <random>
#include <unordered_set>

#include "reload/access_of.h"
#include "runtime/resolver.h"

namespace presenced::supervise {

namespace {

constexpr base::Millis kProgressInterval{1'000};

// Everybody in the group, with the member of the watchlist that brings them in.
void print_group(const watch::Group& group, const watch::Watchlist& watchlist, const runtime::Resolver& resolver) {
  std::unordered_set<base::UserId> shown(watchlist.exclude.begin(), watchlist.exclude.end());
  std::string lines;
  std::size_t people = 0;
  const auto show = [&](const base::UserId& user, std::string label, const watch::Member& member) {
    if (!shown.insert(user).second) return;
    ++people;
    if (label.empty()) label = resolver.name_of(user);
    const std::string from =
        std::holds_alternative<watch::Id>(member.who) ? "" : "from " + watch::describe(member.who) + ", ";
    lines += fmt::format("  {}{}  ({}{})\n", user.text, label.empty() ? "" : "  " + label, from,
                         watch::place_of(watchlist, member));
  };
  for (const watch::Member& member : group.members) {
    if (const auto* named = std::get_if<watch::Id>(&member.who))
      show(named->id, named->label, member);
    else if (const auto* users = resolver.roster().known(member.who))
      for (const base::UserId& user : *users) show(user, "", member);
  }
  fmt::print("{}: {} people\n{}", group.name, people, lines);
}

// One workspace after the other, on one loop.
class Check {
 public:
  explicit Check(const config::Loaded& loaded) : loaded_(loaded) {}

  ExitStatus run() {
    signals_.async_wait([this](const boost::system::error_code& error, int) {
      if (!error) end("interrupted");
    });
    limit_.expires_after(kResolveLimit);
    limit_.async_wait([this](const boost::system::error_code& error) {
      if (!error) end(fmt::format("not done within {} minutes", kResolveLimit / std::chrono::minutes{1}));
    });
    next();
    loop_.run();
    return good_ ? ExitStatus::stopped : ExitStatus::failed;
  }

 private:
  void next() {
    if (index_ == loaded_.files.size()) return loop_.stop();
    auto access = reload::access_of(loaded_, index_);
    if (!access) return end(access.error());
    resolver_ = std::make_unique<runtime::Resolver>(loop_, std::move(access.value()), loaded_.files[index_].watchlist,
                                                    std::random_device{}(), [this] { finished(); });
    resolver_->start();
    progress();
  }
  void progress() {
    if (isatty(STDERR_FILENO) == 0) return;
    fmt::print(stderr, "\r\x1b[K{}: asking Slack about {} names, {} calls made", name(), resolver_->roster().names(),
               resolver_->calls());
    ticker_.expires_after(kProgressInterval);
    ticker_.async_wait([this](const boost::system::error_code& error) {
      if (!error) progress();
    });
  }
  void clear_progress() {
    ticker_.cancel();
    if (isatty(STDERR_FILENO) != 0) fmt::print(stderr, "\r\x1b[K");
  }
  void finished() {
    clear_progress();
    if (!resolver_->complete()) good_ = false;
    report();
    ++index_;
    next();
  }
  void report() {
    fmt::print("workspace {}\n", name());
    const watch::Watchlist& watchlist = *loaded_.files[index_].watchlist;
    for (const watch::Group& group : watchlist.groups) print_group(group, watchlist, *resolver_);
    std::fflush(stdout);
    for (const std::string& warning : resolver_->warnings()) fmt::print(stderr, "{}: {}\n", name(), warning);
  }
  // What is known until then is still of use.
  void end(const std::string& why) {
    clear_progress();
    good_ = false;
    if (resolver_) report();
    fmt::print(stderr, "{}: {}\n", name(), why);
    loop_.stop();
  }
  const std::string& name() const { return loaded_.settings.workspaces[index_].name; }

  const config::Loaded& loaded_;
  boost::asio::io_context loop_{1};
  boost::asio::signal_set signals_{loop_, SIGINT, SIGTERM};
  boost::asio::steady_timer limit_{loop_};
  boost::asio::steady_timer ticker_{loop_};
  std::unique_ptr<runtime::Resolver> resolver_;
  std::size_t index_ = 0;
  bool good_ = true;
};

}  // namespace

ExitStatus check_names(const config::Loaded& loaded) { return Check(loaded).run(); }

}  // namespace presenced::supervise
