// Whose states may change without an event, and when they are asked about again: after the end of a do-not-disturb
// window, and while somebody is in a huddle. What is not answered in the end is not believed any longer. Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/facets.h"
#include "base/ids.h"
#include "base/time.h"
#include "slack/report.h"

namespace presenced::feeds {

class Reminders {
 public:
  // Slack knows the next window a moment after the end of the last one; the two clocks may differ by as much.
  static constexpr base::Millis kAfterEnd{5'000};
  // Slack still tells of a window that has ended.
  static constexpr base::Millis kStillEnded{10 * 60'000};
  // A question that cannot be asked now, or is not answered, is asked again after so long.
  static constexpr base::Millis kAgain{60'000};
  // Longer than it takes to ask about a large workspace whose windows end all at once [guess].
  static constexpr base::Millis kGiveUp{5 * 60'000};

  // These are the states that count now.
  void note(const slack::Report& report, base::Instant now);
  void forget(const base::UserId& user);

  struct Due {
    base::UserId user;
    base::Facet facet{};
    std::optional<base::WallTime> believed_until;  // it has waited for too long: no longer than that, by our wall clock
  };
  // Each comes again until there is another report of it.
  std::vector<Due> take_due(base::MonoTime now);
  base::MonoTime deadline() const { return order_.empty() ? base::MonoTime::max() : order_.begin()->first; }

 private:
  using What = std::pair<base::UserId, base::Facet>;
  struct Place {
    base::MonoTime at;
    base::Instant first;  // when it was due for the first time
  };
  void set(const What& what, const Place& place);
  void remove(const What& what);

  std::map<What, Place> places_;
  std::set<std::pair<base::MonoTime, What>> order_;  // the same, the next one first
};

}  // namespace presenced::feeds
