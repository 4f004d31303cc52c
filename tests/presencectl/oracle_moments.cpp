// States at one moment, and who is known.
#include <set>

#include "presencectl/oracle.h"

namespace presenced::commands::test {

using store::test::Lines;

// Drawn moments, and those at which something happened to one of them.
void check_moments(Questions& ask, const BruteForce& truth) {
  std::set<std::size_t> ticks;
  for (int i = 0; i < 10; ++i) ticks.insert(ask.random.below(kTicks));
  for (int i = 0; i < 6; ++i) ticks.insert(ask.days.changes[ask.random.below(ask.days.changes.size())].seen.tick);
  if (!ask.people.empty())
    for (const auto& [tick, reason] : ask.days.coverage_ends[ask.people[ask.random.below(ask.people.size())]])
      if (ask.random.below(3) == 0 || reason == "unwatched") ticks.insert(tick);
  ask.asked = {ask.people};
  for (const std::size_t tick : ticks) {
    CAPTURE(tick);
    Request request;
    request.time = ask.time_of(tick);
    Lines wanted_at = truth.moment(ask.asked, tick);
    if (ask.random.below(4) == 0) {
      request.state = "active";
      std::erase_if(wanted_at,
                    [](const std::string& line) { return line.find("\" \"active\" ") == std::string::npos; });
    }
    check_same("at", ask.rows("at", request, kMomentKeys), wanted_at);
  }
  Lines now = ask.rows("now", {}, {"workspace", "user_id", "presence"});
  Lines wanted;
  for (const std::string& line : truth.moment(ask.asked, kTicks - 1))  // what is so in the last tick is so now
    wanted.push_back(line.substr(0, line.find("\" ", line.find("\" ", line.find("\" ") + 1) + 1) + 2));
  check_same("now", now, wanted);
}

void check_people(Questions& ask) {
  Lines wanted;
  for (const std::size_t person : ask.people)
    wanted.push_back("\"" + std::string(kPeople[person].workspace) + "\" \"" + kPeople[person].id + "\" ");
  check_same("people", ask.rows("people", {}, {"workspace", "user_id"}), wanted);
}

}  // namespace presenced::commands::test
