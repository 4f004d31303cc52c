#include "slack/report.h"

namespace presenced::slack {

Report report_of(const User& user) {
  Report report;
  report.user = user.id;
  report.updated = user.updated;
  if (user.status) report.states.emplace_back(*user.status);
  if (user.huddle) report.states.emplace_back(*user.huddle);
  report.ends_at = user.huddle_ends_at;
  return report;
}

Report report_of(const UserChange& change) {
  Report report = report_of(change.user);
  report.about = change.about;
  report.event_us = change.event_us;
  return report;
}

Report report_of(const DndChange& change) {
  Report report;
  report.user = change.user;
  report.states.emplace_back(change.dnd);
  report.about = base::facet_of(report.states.front());
  report.event_us = change.event_us;
  report.ends_at = change.dnd.ends_at;
  return report;
}

}  // namespace presenced::slack
