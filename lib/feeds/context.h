// What a feed is made with, and what it may order. The engine implements it; it outlives the feed.
#pragma once

#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/log.h"
#include "base/random.h"
#include "base/secret.h"
#include "feeds/backlog.h"
#include "feeds/settings.h"
#include "roster/method_pace.h"
#include "slack/events.h"
#include "slack/web_api.h"
#include "tracker/keeper.h"

namespace presenced::feeds {

// Orders are carried out after the step, in their order.
class Orders {
 public:
  virtual ~Orders() = default;

  // Answered by exactly one Feed::replied, within Settings::limits.
  virtual base::CallId call(slack::Request request) = 0;
  virtual base::LinkId new_link() = 0;
  // A link opens one socket. Answered by Feed::opened, and in the end by one Feed::closed.
  virtual void open(base::LinkId link, base::Secret url) = 0;
  virtual void send(base::LinkId link, std::string frame) = 0;
  // Sends the frame as soon as all that has been recorded up to the end of this step is durable. Not at all if that has
  // not happened by `until`, or if the link is closed first.
  virtual void send_when_durable(base::LinkId link, std::string frame, base::MonoTime until) = 0;
  virtual void close(base::LinkId link) = 0;

  virtual void note(base::LogLevel level, std::string_view event, std::string message) = 0;

  // An event that has arrived, before the feed uses it: the engine judges the clocks and the names by it. May end all
  // claims (Feed::claims_end).
  virtual void event(const slack::Event& one, base::Instant now) = 0;
  // When, by our wall clock, Slack can have shown this time by its own. Where Slack's clock is not known well enough,
  // the two clocks are taken to differ by a minute at most: more is a wrong clock, and nothing is claimed then.
  struct Between {
    base::WallTime earliest;
    base::WallTime latest;  // neither is after `now`
  };
  virtual Between our_time_of(base::WallTime slack, base::Instant now) const = 0;

  // Whether a feed of better rank may supply this facet within seconds: one that can, and that Slack does not refuse.
  virtual bool better_may_come(base::Facet facet) const = 0;

  // A person's record, wherever it comes from: names and time zones are recorded.
  virtual void seen(const slack::User& user) = 0;
};

struct Context {
  tracker::FeedId id;  // and rank
  const Settings& settings;
  tracker::Keeper& keeper;
  Orders& orders;
  base::Random& random;
  const Backlog& backlog;    // what is read from sockets may have waited
  roster::MethodPace& pace;  // of all Web API calls that come more than once, whoever makes them
};

}  // namespace presenced::feeds
