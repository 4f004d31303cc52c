// The present states that a feed has to ask for, because Slack reports only that they change: statuses and huddles by
// member records (status_fetch.h), do-not-disturb by dnd.teamInfo (dnd_fetch.h). Calls are made at the pace of the
// workspace; what records tell of names is recorded, and what stands in the way of an answer is logged.
//
// Whose state may change without an event is asked about again by itself (reminders.h).
#pragma once

#include <utility>
#include <vector>

#include "feeds/context.h"
#include "feeds/dnd_fetch.h"
#include "feeds/reminders.h"
#include "feeds/status_fetch.h"
#include "slack/report.h"

namespace presenced::feeds {

class Questions {
 public:
  // Facets of one member record are asked for together.
  void need(const base::UserId& user, base::Facets facets, base::MonoTime now);
  void need_soon(const base::UserId& user, base::Facets facets, base::MonoTime now);  // StatusFetch::need_soon
  void cancel(const base::UserId& user, base::Facets facets);
  void forgive(const base::UserId& user, base::MonoTime now);
  void retry_now(base::MonoTime now);
  // What counts now of this person: it may have to be asked for again.
  void note(const slack::Report& report, base::Instant now) { reminders_.note(report, now); }
  // Nobody asks about this person any more.
  void forget(const base::UserId& user);
  bool expects_answers(base::MonoTime now) const { return records_.expects_answers() || dnd_.expects_answers(now); }

  // Makes the calls that are due.
  void ask(const Context& context, base::MonoTime now);
  base::MonoTime due(const Context& context) const;

  struct Found {
    slack::Report report;
    base::MonoTime asked_at;  // what a socket reported after this moment is newer
  };
  struct Outcome {
    std::vector<Found> found;
    std::vector<std::pair<base::UserId, base::Facets>> not_visible;  // Slack does not tell these; once each
  };
  Outcome replied(const Context& context, slack::Method method, const slack::Reply& reply, base::MonoTime now);

 private:
  void remind(const Context& context, base::MonoTime now);
  void take_records(const Context& context, const slack::Reply& reply, base::MonoTime now, Outcome& outcome);
  void take_dnd(const Context& context, const slack::Reply& reply, base::MonoTime now, Outcome& outcome);

  StatusFetch records_;
  DndFetch dnd_;
  Reminders reminders_;
};

}  // namespace presenced::feeds
