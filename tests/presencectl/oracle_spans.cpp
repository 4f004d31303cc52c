// Spans of states, gaps and sessions, and when people were active at the same time.
#include <set>

#include "presencectl/oracle.h"

namespace presenced::commands::test {

using store::test::Lines;

void check_spans(Questions& ask, const BruteForce& truth) {
  const Keys keys{"workspace", "user_id", "from_ms", "to_ms", "presence"};
  for (const char* command : {"intervals", "timeline"}) {
    const Lines said = ask.rows(command, ask.drawn(true), keys);
    check_same(command, said, truth.intervals(ask.asked));
  }
  Request status = ask.drawn(false);
  status.facet = "status";
  check_same("intervals --facet status",
             ask.rows("intervals", status, {"workspace", "user_id", "from_ms", "to_ms", "text"}),
             truth.status_intervals(ask.asked));
}

void check_coverage(Questions& ask, const BruteForce& truth) {
  Lines gaps, sessions;
  for (const std::string& line : ask.history.ask(ask.addressed("coverage", ask.drawn(false))).lines())
    (value(line, "kind") == "\"gap\"" ? gaps : sessions).push_back(line);
  check_same("coverage: gaps", values(gaps, {"workspace", "user_id", "from_ms", "to_ms", "reason"}),
             truth.gaps(ask.asked));
  check_same("coverage: sessions", values(sessions, {"workspace", "from_ms", "to_ms", "reason"}),
             truth.sessions(ask.asked));
}

void check_overlap(Questions& ask, const BruteForce& truth) {
  std::set<std::string> ids;
  for (const std::size_t person : ask.people) ids.insert(kPeople[person].id);
  Request request = ask.drawn(true);
  if (ask.random.below(3) == 0) {
    ask.asked.shortest = ask.random.below(200);
    request.min = std::to_string(ask.asked.shortest * kTickSeconds) + "s";
  }
  if (!ask.who.empty()) {
    Request any = request;
    any.any = ask.asked.any = true;
    check_same("overlap --any", ask.rows("overlap", any, {"from_ms", "to_ms", "overlap"}), truth.overlap(ask.asked));
    ask.asked.any = false;
  }
  if (!ask.who.empty() && ids.size() >= 2)
    check_same("overlap", ask.rows("overlap", request, {"from_ms", "to_ms", "overlap"}), truth.overlap(ask.asked));
  else
    CHECK(ask.history.ask(ask.addressed("overlap", request)).status == ExitStatus::usage);
}

}  // namespace presenced::commands::test
