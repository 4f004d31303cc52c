#include "fake_slack/day.h"

#include <algorithm>
#include <string>

#include "base/random.h"
#include "fake_slack/model.h"

namespace presenced::fake_slack {
namespace {

constexpr std::int64_t kMinutes = 600;  // from eight to six

// Plans one person's day in minutes since eight o'clock.
class Planner {
 public:
  Planner(std::vector<DayEvent>& events, const base::UserId& user, base::Millis length, base::Random& random)
      : events_(events), user_(user), length_(length), random_(random) {}

  void plan() {
    const std::int64_t comes = around(60, 45);
    const std::int64_t lunch = around(250, 30);
    const std::int64_t leaves = around(540, 50);
    presence(comes, base::Presence::active);
    if (random_.below(3) == 0) status(comes + 2, {"working from home", ":house_with_garden:", {}});
    meeting(around(150, 40));
    status(lunch, {"lunch", ":sandwich:", span(30 + random_.below(30))});  // runs out by itself
    presence(lunch + 10, base::Presence::away);  // Slack notices after ten minutes without activity
    presence(lunch + around(45, 12), base::Presence::active);
    meeting(around(400, 50));
    for (std::uint64_t breaks = random_.below(4); breaks > 0; --breaks) pause(around(360, 120));
    if (random_.below(4) == 0) status(leaves - 2, {"on holiday from tomorrow", ":palm_tree:", {}});
    presence(leaves + 10, base::Presence::away);
    status(leaves + 11, {});
  }

 private:
  std::int64_t around(std::int64_t minute, std::int64_t spread) {
    const auto draw = static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(2 * spread + 1)));
    return minute + draw - spread;
  }
  base::Millis span(std::uint64_t minutes) const { return length_ * static_cast<std::int64_t>(minutes) / kMinutes; }
  base::Millis at(std::int64_t minute) const {
    return length_ * std::clamp<std::int64_t>(minute, 0, kMinutes) / kMinutes;
  }

  void presence(std::int64_t minute, base::Presence presence) { events_.push_back({at(minute), user_, presence}); }
  void status(std::int64_t minute, PlannedStatus status) { events_.push_back({at(minute), user_, std::move(status)}); }

  void meeting(std::int64_t minute) {
    status(minute, {"in a meeting", ":calendar:", {}});
    if (random_.below(2) == 0) pause(minute + 15);  // on another machine
    status(minute + around(60, 20), {});
  }
  void pause(std::int64_t minute) {
    presence(minute, base::Presence::away);
    presence(minute + around(14, 9), base::Presence::active);
  }

  std::vector<DayEvent>& events_;
  const base::UserId& user_;
  base::Millis length_;
  base::Random& random_;
};

// At noon somebody else takes over the on-call; in the afternoon three come into #incidents for an hour or so.
void plan_gatherings(std::vector<DayEvent>& events, const std::vector<Person>& team, base::Millis length,
                     base::Random& random) {
  const auto at = [&](std::uint64_t minute) { return length * static_cast<std::int64_t>(minute) / kMinutes; };
  const base::Millis handover = at(230 + random.below(20));
  events.push_back({handover, {"U0ALEX001"}, Membership{"S0ONCALL1", false}});
  events.push_back({handover, team.back().id, Membership{"S0ONCALL1", true}});
  const std::uint64_t incident = 320 + random.below(60);
  for (std::uint64_t i = 0; i < 3; ++i) {
    const base::UserId& who = team[4 + i].id;
    events.push_back({at(incident + 2 * i), who, Membership{"C0INCIDNT", true}});
    events.push_back({at(incident + 60 + random.below(30)), who, Membership{"C0INCIDNT", false}});
  }
}

// Every third has a quiet hour at some time, every third of the others a huddle or two.
void plan_quiet_hours_and_huddles(std::vector<DayEvent>& events, const std::vector<Person>& team, base::Millis length,
                                  base::Random random) {
  const auto minutes = [&](std::uint64_t count) { return length * static_cast<std::int64_t>(count) / kMinutes; };
  for (std::size_t i = 0; i < team.size(); ++i) {
    if (i % 3 == 0)
      events.push_back({minutes(30 + random.below(60)), team[i].id,
                        PlannedDnd{minutes(60 + random.below(240)), minutes(40 + random.below(40))}});
    if (i % 3 != 1) continue;
    events.push_back({minutes(120 + random.below(60)), team[i].id, PlannedHuddle{minutes(15 + random.below(30))}});
    events.push_back({minutes(330 + random.below(120)), team[i].id, PlannedHuddle{minutes(10 + random.below(40))}});
  }
}

}  // namespace

std::vector<Person> small_team() {
  constexpr struct {
    const char* id;
    const char* name;
    const char* real_name;
    const char* tz;
  } kTeam[] = {{"U0ALEX001", "alex", "Alex Moreau", "Europe/Paris"},
               {"U0BIRGIT2", "birgit", "Birgit Haas", "Europe/Berlin"},
               {"U0CHEN003", "chen", "Chen Wei", "Asia/Shanghai"},
               {"U0DANA004", "dana", "Dana Okafor", "Africa/Lagos"},
               {"U0ELIF005", "elif", "Elif Aydın", "Europe/Istanbul"},
               {"U0FRANK06", "frank", "Frank O'Neill", "Europe/Dublin"},
               {"U0GRACE07", "grace", "Grace Kim", "Asia/Seoul"},
               {"U0HUGO008", "hugo", "Hugo Sánchez", "Europe/Madrid"},
               {"U0INES009", "ines", "Inês Duarte", "Europe/Lisbon"},
               {"U0JONAS10", "jonas", "Jonas Lindqvist", "Europe/Stockholm"},
               {"W0KIM0011", "kim", "Kim Tanaka", "Asia/Tokyo"},
               {"U0LEE0012", "lee", "Lee Carter", "America/New_York"}};
  std::vector<Person> team;
  for (const auto& member : kTeam) {
    Person person;
    person.id = {member.id};
    person.name = member.name;
    person.real_name = member.real_name;
    person.tz = member.tz;
    person.email = person.name + "@example.com";
    team.push_back(std::move(person));
  }
  return team;
}

Gatherings small_team_gatherings() {
  Usergroup on_call;
  on_call.id = "S0ONCALL1";
  on_call.handle = "on-call";
  on_call.name = "On call";
  on_call.members = Roll({{"U0ALEX001"}, {"U0BIRGIT2"}});
  Usergroup design;
  design.id = "S0DESIGN2";
  design.handle = "design";
  design.name = "Design";
  design.members = Roll({{"U0GRACE07"}, {"U0INES009"}, {"W0KIM0011"}});
  Channel general;
  general.id = "C0GENERAL";
  general.name = "general";
  general.members.add(self_id());
  for (const Person& person : small_team()) general.members.add(person.id);
  Channel incidents;
  incidents.id = "C0INCIDNT";
  incidents.name = "incidents";
  incidents.members = Roll({self_id(), {"U0DANA004"}});
  Channel leads;
  leads.id = "C0LEADS03";
  leads.name = "leads";
  leads.is_private = true;
  leads.members = Roll({{"U0CHEN003"}, {"U0HUGO008"}});
  return {{on_call, design}, {general, incidents, leads}};
}

std::vector<DayEvent> plan_day(const std::vector<Person>& team, base::Millis length, std::uint64_t seed) {
  base::Random random(seed);
  std::vector<DayEvent> events;
  for (const Person& person : team) Planner(events, person.id, length, random).plan();
  plan_gatherings(events, team, length, random);
  plan_quiet_hours_and_huddles(events, team, length, base::Random(seed + 1));
  std::stable_sort(events.begin(), events.end(),
                   [](const DayEvent& a, const DayEvent& b) { return a.after < b.after; });
  return events;
}

}  // namespace presenced::fake_slack
