#include "supervise/resolve_check.h"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/counted.h"
#include "reload/access_of.h"
#include "runtime/resolver.h"
#include "supervise/check_loop.h"

namespace presenced::supervise {

namespace {

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
  fmt::print("{}: {}\n{}", group.name, base::counted_people(people), lines);
}

// One workspace after the other, on one loop.
class Check {
 public:
  explicit Check(const config::Loaded& loaded) : loaded_(loaded) {}

  ExitStatus run() {
    next();
    loop_.run([this](const std::string& why) { end(why); });
    return good_ ? ExitStatus::stopped : ExitStatus::failed;
  }

 private:
  void next() {
    if (index_ == loaded_.files.size()) return loop_.stop();
    auto access = reload::access_of(loaded_, index_);
    if (!access) return end(access.error());
    resolver_.reset();
    access_.emplace(std::move(access.value()));
    resolver_ = std::make_unique<runtime::Resolver>(loop_.io(), *access_, loaded_.files[index_].watchlist,
                                                    std::random_device{}(), [this] { finished(); });
    resolver_->start();
    loop_.show_progress([this] {
      return fmt::format("{}: asking Slack about {}, {} made", name(),
                         base::counted(resolver_->roster().names(), "name"), base::counted(resolver_->calls(), "call"));
    });
  }
  void finished() {
    loop_.clear_progress();
    if (!resolver_->complete()) good_ = false;
    report();
    ++index_;
    next();
  }
  void report() {
    fmt::print("workspace {}\n", name());
    const watch::Watchlist& watchlist = *loaded_.files[index_].watchlist;
    for (const watch::Group& group : watchlist.groups) print_group(group, watchlist, *resolver_);
    print_shards(loaded_.settings.workspaces[index_].tuning.shard);
    std::fflush(stdout);
    for (const std::string& warning : resolver_->warnings()) fmt::print(stderr, "{}: {}\n", name(), warning);
  }
  // How the people are divided among the daemons that share the watchlist.
  void print_shards(const watch::Shard& own) const {
    if (own.alone()) return;
    const auto& people = resolver_->roster().composition().people;
    std::vector<std::size_t> sizes(own.of);
    for (const watch::Person& person : people) ++sizes[watch::Shard::number_of(person.id, own.of) - 1];
    fmt::print("shard {} watches {} of {}; the others:", own.text(), sizes[own.number - 1],
               base::counted_people(people.size()));
    for (watch::Shard other{1, own.of}; other.number <= own.of; ++other.number)
      if (other != own) fmt::print(" {}: {}", other.text(), sizes[other.number - 1]);
    fmt::print("\n");
  }
  // What is known until then is still of use.
  void end(const std::string& why) {
    loop_.clear_progress();
    good_ = false;
    if (resolver_) report();
    fmt::print(stderr, "{}: {}\n", name(), why);
    loop_.stop();
  }
  const std::string& name() const { return loaded_.settings.workspaces[index_].name; }

  const config::Loaded& loaded_;
  CheckLoop loop_;
  std::optional<runtime::Access> access_;
  std::unique_ptr<runtime::Resolver> resolver_;
  std::size_t index_ = 0;
  bool good_ = true;
};

}  // namespace

ExitStatus check_names(const config::Loaded& loaded) { return Check(loaded).run(); }

}  // namespace presenced::supervise
