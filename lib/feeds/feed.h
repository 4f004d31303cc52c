// A feed: one way of learning the states of people, as one pure object. The engine gives it people and inputs; it
// orders calls, sockets and frames (Orders), and reports to the keeper what it observes, for how long that is proven,
// and what it loses (tracker/keeper.h). Other feeds may know the same people: the keeper decides whose report counts.
//
// The contract of every feed:
// - It reports a state only if nothing that it knows of can be newer, and only while claims may be made.
// - What it reports is covered until it says `lose`, and proven until its session was last proven to live.
// - After `restate` and `claims_begin` it reports only what it can prove from that moment on: a value that a live
//   connection confirms again, or the answer to a question asked since.
// - When claims end, when its session ends and when it stops, it loses what it covers.
//
// One thread. `now` never goes back on its monotonic side. No call throws.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "feeds/context.h"
#include "feeds/snapshot.h"
#include "history/feed_name.h"
#include "watch/people.h"

namespace presenced::feeds {

class Feed {
 public:
  Feed() = default;
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;
  virtual ~Feed() = default;

  // ---- people ----
  // Whom to watch, whole, each with the facets that this feed is to supply. The keeper knows them already.
  virtual void watch(std::span<const watch::Person> people, base::Instant now) = 0;
  // Report these facets again: their history was purged, or another feed has lost them.
  virtual void restate(const base::UserId& user, base::Facets facets) = 0;

  // ---- inputs ----
  virtual void replied(base::CallId call, slack::Method method, const slack::Reply& reply, base::Instant now) = 0;
  virtual void opened(base::LinkId, base::Instant) {}
  virtual void frame(base::LinkId, std::string_view /*lives for the call only*/, base::Instant) {}
  virtual void alive(base::LinkId, base::Instant) {}  // nothing to read, but the peer lives
  virtual void closed(base::LinkId, history::EndReason, const std::string& /*detail*/, base::Instant) {}
  // Nothing is read from the sockets between these two (Context::backlog), so silence is no loss. One more frame of
  // each socket may come. What can wait is not asked meanwhile.
  virtual void held(base::Instant) {}
  virtual void released(base::Instant) {}
  // After every input of the engine's, and when `deadline` has come: what is due.
  virtual void tend(base::Instant now) = 0;
  virtual void settings_changed(base::Instant now) = 0;
  // The configuration was read again, tokens included: what Slack refused is tried at once.
  virtual void retry_now(base::Instant now) = 0;
  virtual void claims_begin() = 0;
  virtual void claims_end(history::EndReason reason) = 0;
  // The history after `until` has been moved aside; nothing is covered.
  virtual void rewound(base::WallTime until) = 0;
  virtual void stop(base::Instant now) = 0;

  // ---- state ----
  virtual base::MonoTime deadline(base::MonoTime now) const = 0;
  virtual bool live() const = 0;   // events or answers can be expected to arrive
  virtual bool quiet() const = 0;  // no socket is open
  // Slack refuses it, or it is switched off: it will supply nothing for minutes.
  virtual bool out_of_use() const { return false; }
  virtual void add_to(Activity& activity, base::MonoTime now) const = 0;
};

// A feed as a row. A table of them stands in the order of rank, the best first; the place in it is the FeedId.
struct FeedRow {
  history::FeedName name;
  base::Facets facets;  // that it can supply
  std::unique_ptr<Feed> (*make)(const Context& context);
};

}  // namespace presenced::feeds
