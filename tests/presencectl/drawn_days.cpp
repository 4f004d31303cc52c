#include "presencectl/drawn_days.h"

#include <algorithm>
#include <memory>
#include <string_view>

#include "base/random.h"
#include "presencectl/facet_truth.h"
#include "tracker/tracker.h"

namespace presenced::commands::test {
namespace {

using base::Facet;
using base::Presence;
using base::UserId;
using history::EndReason;
using history::Mode;
using tracker::How;

constexpr std::size_t kRound = 12;  // ticks between two samples of a person

// One person in one workspace.
struct Life {
  std::size_t index = 0;  // in kPeople
  UserId user;
  FacetTruth presence;
  FacetTruth status;
  bool active = false;
  char status_now = '0';
  bool sampled = false;       // how they are watched while connected
  std::size_t turn_back = 0;  // a flap ends at this tick
};

// One workspace: its people, its connection, and the tracker that is told of them as the engine would tell it.
class Workspace {
 public:
  Workspace(DrawnDays& days, std::size_t number, std::uint64_t seed)
      : script(kWorkspaces[number]), days_(days), number_(number), random_(seed), random_of_shifts_(seed) {
    for (std::size_t i = 0; i < kPeople.size(); ++i) {
      if (std::string_view(kPeople[i].workspace) != kWorkspaces[number]) continue;
      lives_.push_back({i, UserId{kPeople[i].id}, FacetTruth(days.presence[i]), FacetTruth(days.status[i])});
      introduce(kPeople[i]);
    }
    history::GroupsSet groups;
    for (const DrawnGroup& group : drawn_groups()) {
      if (std::string_view(group.workspace) != kWorkspaces[number]) continue;
      groups.groups.push_back({group.name, {}});
      for (const std::size_t person : group.people) groups.groups.back().users.push_back(UserId{kPeople[person].id});
    }
    script.record(groups);
    groups_ = std::move(groups);
    track({});
  }

  store::test::Script script;

  void live(std::size_t tick) {
    if (tick == next_turn_) {
      if (connected_)
        disconnect(tick, random_.below(2) == 0 ? EndReason::timeout : EndReason::goodbye);
      else
        connect(tick);
      return;
    }
    for (Life& life : lives_) {
      if (connected_ && random_.below(700) == 0) switch_watching(life, tick);
      turn(life, tick);
    }
    if (connected_ && tick % kRound == 0) sample(tick);
  }
  void pass(bool silent) {
    for (Life& life : lives_) {
      life.presence.pass(silent);
      life.status.pass(silent);
    }
  }

  void disconnect(std::size_t tick, EndReason reason) {
    if (!connected_) return;
    for (Life& life : lives_) {
      end(life, tick, reason);
      tracker_->close(life.user, Facet::presence, at(tick), reason, records_);
      tracker_->close(life.user, Facet::status, at(tick), reason, records_);
    }
    records_.emplace_back(history::SessionEnded{session(), at(tick), reason});
    hang_up(tick, reason);
  }

  // What is written up to here is what a crash leaves.
  void prove(std::size_t tick) {
    if (connected_) records_.emplace_back(history::SessionProven{session(), at(tick)});
  }
  void crash(std::size_t tick) {
    if (!connected_) return;
    for (Life& life : lives_) end(life, tick, EndReason::crash);
    hang_up(tick, EndReason::crash);
  }
  void forget() {
    for (Life& life : lives_) {
      life.presence.forget();
      life.status.forget();
    }
  }
  void track(const std::vector<std::pair<UserId, history::PersonResume>>& known) {
    tracker_ = std::make_unique<tracker::Tracker>(known);
    std::vector<watch::Person> people;
    for (const Life& life : lives_) people.push_back({life.user, kPeople[life.index].label});
    tracker_->watch(
        people, [&](const UserId&, base::Facet) { return at(0); }, records_);
  }

  // Everything since the last time, as a batch; what changed in it gets the next seqs.
  history::Batch batch(std::size_t tick) {
    if (tick > 0 && random_of_shifts_.below(4) == 0) change_shift();
    for (history::Record& record : records_) script.record(std::move(record));
    records_.clear();
    days_.changes.insert(days_.changes.end(), changes_.begin(), changes_.end());
    changes_.clear();
    return script.batch(days_.ms(tick));
  }

 private:
  base::WallTime at(std::size_t tick) const { return base::wall_from_unix_ms(days_.ms(tick)); }
  base::SessionNumber session() const { return base::SessionNumber{session_}; }
  static bool busy(std::size_t tick) {
    const std::size_t second = tick * kTickSeconds % 86'400;
    return second > 30'000 && second < 70'000;
  }

  // Beside the groups that stay as they are: one that anybody may join and leave.
  void change_shift() {
    history::GroupsSet::Group shift{"shift", {}};
    for (const Life& life : lives_)
      if (random_of_shifts_.below(2) == 0) shift.users.push_back(life.user);
    history::GroupsSet groups = groups_;
    if (random_of_shifts_.below(10) != 0) groups.groups.push_back(std::move(shift));
    script.record(std::move(groups));
  }

  void introduce(const DrawnPerson& person) {
    script.seen({UserId{person.id}, person.name, person.real_name, "", false, false});
    if (*person.email != '\0')
      script.record(history::NameResolved{history::NameKind::email, person.email, {UserId{person.id}}, at(0)});
  }

  void connect(std::size_t tick) {
    connected_ = true;
    next_turn_ = tick + 100 + random_.below(3000);
    ++session_;
    days_.sessions.push_back({number_, tick, std::nullopt, ""});
    records_.emplace_back(history::SessionOpened{session(), at(tick)});
    records_.emplace_back(history::SessionReady{session(), at(tick)});
    for (Life& life : lives_) {
      life.sampled = random_.below(3) == 0;
      if (!life.sampled) see(life, tick, How::queried);
    }
  }

  void hang_up(std::size_t tick, EndReason reason) {
    connected_ = false;
    next_turn_ = tick + 1 + random_.below(200);
    for (DrawnDays::Session& one : days_.sessions)
      if (one.workspace == number_ && !one.to) {
        one.to = tick;
        one.reason = name_of(reason);
      }
  }

  void end(Life& life, std::size_t tick, EndReason reason) {
    if (life.presence.covered())
      if (const auto at_tick = life.presence.end(tick)) days_.coverage_ends[life.index][*at_tick] = name_of(reason);
    if (life.status.covered()) life.status.end(tick);
  }

  void see(Life& life, std::size_t tick, How how) {
    if (life.presence.covered() && life.presence.sampled() != (how == How::sampled))
      end(life, tick, EndReason::unwatched);
    if (const auto news = life.presence.see(tick, life.active ? 'a' : 'w', how))
      changes_.push_back({life.index, false, *news});
    record(life, tick, life.active ? Presence::active : Presence::away, how);
    if (const auto news = life.status.see(tick, life.status_now, how)) changes_.push_back({life.index, true, *news});
    record(life, tick, drawn_status(life.status_now), how);
  }

  void record(const Life& life, std::size_t tick, const base::State& state, How how) {
    if (auto* one = tracker_->tracked(life.user, base::facet_of(state)))
      tracker_->observe(*one, life.user, state, at(tick), how, session(), records_);
  }

  void turn(Life& life, std::size_t tick) {
    const bool turns = life.turn_back == tick || random_.below(busy(tick) ? 45 : 700) == 0;
    if (turns) {
      life.active = !life.active;
      life.turn_back = random_.below(3) == 0 ? tick + 1 + random_.below(9) : 0;
    }
    const bool speaks = random_.below(400) == 0;
    if (speaks) life.status_now = static_cast<char>('0' + random_.below(4));
    if (connected_ && !life.sampled && (turns || speaks)) see(life, tick, How::pushed);
  }

  // Coverage ends and goes on in the other mode: at once, or with the next sample.
  void switch_watching(Life& life, std::size_t tick) {
    life.sampled = !life.sampled;
    if (!life.sampled || random_.below(2) == 0) see(life, tick, life.sampled ? How::sampled : How::queried);
    if (life.sampled && life.presence.covered() && !life.presence.sampled()) {
      end(life, tick, EndReason::unwatched);
      tracker_->close(life.user, Facet::presence, at(tick), EndReason::unwatched, records_);
      tracker_->close(life.user, Facet::status, at(tick), EndReason::unwatched, records_);
    }
  }

  void sample(std::size_t tick) {
    for (Life& life : lives_)
      if (life.sampled) see(life, tick, How::sampled);
    records_.emplace_back(history::SessionSampled{session(), at(tick)});
  }

  DrawnDays& days_;
  std::size_t number_;
  base::Random random_;
  base::Random random_of_shifts_;
  history::GroupsSet groups_;  // those that do not change
  std::vector<Life> lives_;
  std::unique_ptr<tracker::Tracker> tracker_;
  tracker::Records records_;
  std::vector<DrawnDays::Change> changes_;  // of records that are not committed yet
  bool connected_ = false;
  std::int64_t session_ = 0;
  std::size_t next_turn_ = 200;
};

// Both workspaces under one daemon.
class Daemon {
 public:
  Daemon(WrittenHistory& history, DrawnDays& days, std::uint64_t seed)
      : history_(history), days_(days), random_(seed), workspaces_{{{days, 0, seed + 1}, {days, 1, seed + 2}}} {
    commit(0);
  }

  void live() {
    const std::size_t silent_from = random_.below(3) == 0 ? kTicks - 2 - random_.below(500) : kTicks;
    for (std::size_t tick = 0; tick < kTicks; ++tick) {
      const std::uint64_t misfortune = random_.below(1500);
      if (tick == silent_from) fall_silent(tick);
      if (days_.alive_until == kTicks && tick > 10) {
        if (misfortune == 0) crash(tick);
        if (misfortune == 1 || misfortune == 2)
          for (Workspace& workspace : workspaces_) workspace.disconnect(tick, EndReason::clock_step);
        for (Workspace& workspace : workspaces_) workspace.live(tick);
        if (random_.below(40) == 0) commit(tick);
      }
      for (Workspace& workspace : workspaces_) workspace.pass(days_.alive_until != kTicks);
    }
    if (days_.alive_until == kTicks) commit(kTicks);
  }

 private:
  void commit(std::size_t tick) {
    for (Workspace& workspace : workspaces_) store::test::commit(history_.database(), workspace.batch(tick));
  }

  // The last mark of life: what is open counts up to here.
  void fall_silent(std::size_t tick) {
    commit(tick);
    days_.alive_until = tick;
  }

  // Started again at once: the next connections take a while.
  void crash(std::size_t tick) {
    for (Workspace& workspace : workspaces_) workspace.prove(tick);
    commit(tick);
    for (Workspace& workspace : workspaces_) workspace.crash(tick);
    history_.crash(days_.ms(tick));
    for (std::size_t i = 0; i < kWorkspaces.size(); ++i) {
      auto known = history_.database().resume(kWorkspaces[i]);
      REQUIRE(known.ok());
      workspaces_[i].forget();
      workspaces_[i].track(known.value().people);
    }
  }

  WrittenHistory& history_;
  DrawnDays& days_;
  base::Random random_;
  std::array<Workspace, 2> workspaces_;
};

}  // namespace

const std::vector<DrawnGroup>& drawn_groups() {
  static const std::vector<DrawnGroup> groups{{"acme", "leads", {1, 3}},
                                              {"acme", "on-call", {0, 2}},
                                              {"beta", "night", {5}},
                                              {"beta", "nobody", {}},
                                              {"beta", "on-call", {4, 6}}};
  return groups;
}

base::Status drawn_status(char sign) {
  return sign == '0' ? base::Status{} : base::Status{std::string("text ") + sign, ":x:", std::nullopt};
}

DrawnDays write_drawn_days(WrittenHistory& history, std::int64_t first, std::uint64_t seed) {
  DrawnDays days;
  days.first = first;
  Daemon(history, days, seed).live();
  history.clock = base::wall_from_unix_ms(days.ms(kTicks));
  return days;
}

}  // namespace presenced::commands::test
