// The watchlist, and the people whom its names stand for: asks Slack about the names, and tells the keeper and the
// feeds who is to be watched when that has changed.
#pragma once

#include <string>
#include <vector>

#include "engine/context.h"
#include "engine/directory.h"
#include "engine/feed_set.h"
#include "roster/roster.h"

namespace presenced::engine {

class Names {
 public:
  // All must outlive it.
  Names(Context& context, Directory& directory, const FeedSet& feeds, const history::Resume& resume);

  void set(const watch::SharedWatchlist& watchlist, base::Instant now);
  void interval_changed(base::MonoTime now) { roster_.set_interval(context_.settings.tuning.resolve_interval, now); }
  void received(const slack::Event& event, base::MonoTime now) { roster_.hear(event, now); }
  void replied(slack::Method method, const slack::Reply& reply, base::MonoTime now);
  // Their history was deleted; `forgotten`: and they are not to be watched any more.
  void purged(const base::UserId& user, bool forgotten, base::Instant now);
  void allow(const base::UserId& user, base::Instant now);

  // Puts in force what the answers have changed.
  void take(base::Instant now);
  // The calls that are due. They need no session: names are looked up also while RTM is refused.
  void ask(base::MonoTime now);
  base::MonoTime deadline() const { return roster_.deadline(context_.pace); }

  const std::vector<watch::Person>& people() const { return roster_.composition().people; }
  const std::vector<roster::GroupOfIds>& groups() const { return roster_.composition().groups; }
  std::vector<roster::Roster::Unresolved> unresolved() const { return roster_.unresolved(); }
  std::vector<std::string> places_naming(const base::UserId& user) const { return roster_.places_naming(user); }

 private:
  Context& context_;
  Directory& directory_;
  const FeedSet& feeds_;
  roster::Roster roster_;
};

}  // namespace presenced::engine
