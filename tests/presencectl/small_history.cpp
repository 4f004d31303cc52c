#include "presencectl/small_history.h"

#include <array>

#include "base/random.h"

namespace presenced::commands::test {
namespace {

using base::Facet;
using base::Presence;
using base::Status;
using history::EndReason;
using history::Source;
using store::test::Script;

constexpr std::int64_t kMinute = 60'000;

struct Person {
  const char* id;
  const char* name;
  const char* real_name;
  const char* label;
};
constexpr std::array<Person, 5> kWatched{{
    {"U0DANA001", "dana.d", "Dana Diaz", "Dana"},
    {"U0LI00002", "李小龙", "李小龙", ""},
    {"U0ASTRO03", "👩‍🚀 José", "José, \"der Astronaut\"", ""},
    {"U0EVIL004", "\x1b[31mred\x1b[0m\u202e", "=1+1", ""},
    {"U0NOAM005", "נועם", "@SUM(A1)", ""},
}};

// What the days of a workspace are written with: who is how, and one draw after the other.
class Days {
 public:
  Days(Script& script, std::uint64_t seed) : script_(script), random_(seed) {}

  void people(bool labelled) {
    for (const Person& person : kWatched) {
      script_.seen({base::UserId{person.id}, person.name, person.real_name, kZone, false, false})
          .watched(person.id, labelled ? person.label : "");
    }
  }

  // A session: it opens, people turn within their hours, statuses come and go.
  void session(const char* from, const char* to) {
    const std::int64_t begin = ms(from);
    const std::int64_t end = ms(to);
    ++session_;
    script_.session(session_, begin - 2000).ready(session_, begin);
    for (std::size_t i = 0; i < kWatched.size(); ++i) {
      script_.cover(kWatched[i].id, begin, session_).cover(kWatched[i].id, begin, session_, Facet::status);
      meet(i, begin);
    }
    for (std::int64_t now = begin + step(); now < end; now += step()) turn(now);
    seen_until_ = end;
  }

  void ended(EndReason reason) {
    for (const Person& person : kWatched)
      script_.uncover(person.id, seen_until_, reason).uncover(person.id, seen_until_, reason, Facet::status);
    script_.ended(session_, seen_until_, reason);
  }

 private:
  struct State {
    bool met = false;
    Presence presence = Presence::away;
    Status status;
  };

  std::int64_t step() { return static_cast<std::int64_t>(random_.below(40) + 4) * kMinute + 417; }

  // The first time or again: whether the state differs after a gap is drawn.
  void meet(std::size_t i, std::int64_t now) {
    State& state = states_[i];
    if (!state.met) {
      script_.first(kWatched[i].id, now, state.presence, session_)
          .status(kWatched[i].id, now, std::nullopt, {}, Source::first);
    } else if (random_.below(2) == 0) {
      state.presence = other(state.presence);
      script_.turn(kWatched[i].id, now, state.presence, Source::resync, seen_until_, session_);
    }
    state.met = true;
  }

  void turn(std::int64_t now) {
    const std::size_t i = random_.below(kWatched.size());
    State& state = states_[i];
    const std::int64_t hour = now / (60 * kMinute) % 24;
    if ((hour < 6 || hour > 16) && state.presence == Presence::away) return;  // at night nobody begins
    state.presence = other(state.presence);
    script_.turn(kWatched[i].id, now, state.presence, Source::push, -1, session_);
    if (random_.below(4) != 0) return;
    const Status next = state.status.cleared() ? kStatuses[random_.below(kStatuses.size())] : Status{};
    script_.status(kWatched[i].id, now + 5000, state.status, next);
    state.status = next;
  }

  static Presence other(Presence presence) { return presence == Presence::active ? Presence::away : Presence::active; }

  const std::array<Status, 4> kStatuses{{{"lunch", ":pizza:", std::nullopt},
                                         {"", ":palm_tree:", std::nullopt},
                                         {"=HYPERLINK(\"x\"), really", "", std::nullopt},
                                         {"two\nlines \x1b[2J 龙", ":dragon:", std::nullopt}}};
  Script& script_;
  base::Random random_;
  std::array<State, kWatched.size()> states_;
  std::int64_t session_ = 0;
  std::int64_t seen_until_ = 0;
};

base::UserId id_of(const char* id) { return base::UserId{id}; }

}  // namespace

void write_small_history(WrittenHistory& history) {
  history.tz = kZone;
  history.clock = moment(kNow);
  Days days(history.script, 7);
  days.people(true);
  history.script.seen({id_of("U0GONE006"), "gone", "", "", false, true})
      .watched("U0KIM0007", "kim")
      .record(history::GroupsSet{{{"leads", {id_of("U0LI00002")}},
                                  {"on-call", {id_of("U0DANA001"), id_of("U0LI00002"), id_of("U0ASTRO03")}}}});
  history.commit("2026-10-21 22:00 UTC");
  days.session("2026-10-22 05:00 UTC", "2026-10-23 11:00 UTC");
  days.ended(EndReason::timeout);
  days.session("2026-10-23 11:20 UTC", "2026-10-26 02:00 UTC");
  days.ended(EndReason::crash);
  days.session("2026-10-26 05:00 UTC", kNow);
  history.commit(kNow);
}

void write_two_workspaces(WrittenHistory& history) {
  write_small_history(history);
  Script beta("beta");
  Days days(beta, 11);
  days.people(false);
  beta.record(history::GroupsSet{{{"on-call", {id_of("U0LI00002"), id_of("U0EVIL004")}}, {"nobody", {}}}});
  store::test::commit(history.database(), beta.batch(ms("2026-10-21 22:00 UTC")));
  days.session("2026-10-22 09:00 UTC", "2026-10-24 18:00 UTC");
  days.ended(EndReason::goodbye);
  days.session("2026-10-24 18:05 UTC", kNow);
  store::test::commit(history.database(), beta.batch(ms(kNow)));
}

}  // namespace presenced::commands::test
