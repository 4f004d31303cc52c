// The facets that this feed supplies, of everybody: statuses, huddles, do-not-disturb. Slack sends only changes, so
// coverage of each begins with the answer to a question asked while a socket of ours was live; events carry it on.
//
// What a better feed owns is not asked about.
#pragma once

#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "feeds/questions.h"
#include "feeds/socket_mode/context.h"
#include "feeds/socket_mode/known.h"
#include "feeds/socket_mode/sockets.h"
#include "watch/people.h"

namespace presenced::feeds::socket_mode {

class Statuses {
 public:
  // An event that was under way for longer is `late`.
  static constexpr base::Millis kLate{10'000};
  // Slack has lost events of everybody for hours while connections looked healthy (docs/PROTOCOL.md): what no event has
  // told is found within a day.
  static constexpr base::Millis kAudit{24 * 60 * 60'000};
  // Slack says once that it drops the events of a minute. A run before this one may have been told, and of its minute
  // the first audit finds what was missed.
  static constexpr base::Millis kFirstAudit{65'000};

  // Both must outlive it.
  Statuses(Context& context, const Sockets& sockets) : context_(context), sockets_(sockets) {}

  void watch(std::span<const watch::Person> people, base::MonoTime now);
  void settings_changed(base::MonoTime now);
  void restate(const base::UserId& user, base::Facets facets) { restated_.emplace_back(user, facets); }

  // Claims are made from now on, and end. `at_most`: coverage does not reach beyond it.
  void begin(base::MonoTime now);
  void end(history::EndReason reason, base::WallTime at_most = base::WallTime::max());
  bool claiming() const { return claiming_; }
  // Everybody is asked about: what no event has told comes to light.
  void ask_all(base::MonoTime now);
  // Slack says something new of this person besides their states.
  void ask_about(const base::UserId& user, base::MonoTime now);
  // When the oldest answer was asked for that coverage rests on; max(): nobody is covered.
  base::MonoTime asked_since() const;
  // Nobody is waited for who can be expected to be answered for soon.
  bool settled(base::MonoTime now) const { return claiming_ && restated_.empty() && !questions_.expects_answers(now); }

  void changed(const slack::Report& event, base::Instant now);
  void replied(slack::Method method, const slack::Reply& reply, base::Instant now);
  void tend(base::MonoTime now);
  base::MonoTime deadline() const;
  void retry_now(base::MonoTime now) { questions_.retry_now(now); }

  // What is covered is kept up by another session from now on; or lost.
  void move(base::SessionNumber to);
  void lose_all(history::EndReason reason, base::WallTime at_most = base::WallTime::max());
  std::size_t people() const { return people_.size(); }
  std::size_t covered() const;  // people of whom all is

 private:
  struct Origin {
    Made made;
    tracker::How how;
    base::WallTime earliest;
  };

  struct Person {
    base::Facets track;
    base::ByFacet<Known> known;
  };

  using People = std::unordered_map<base::UserId, Person>;

  void enter(const base::UserId& user, base::Facets track, const People& before, base::MonoTime now);
  // Calls act(user, facet, known) for all that is to be supplied.
  template <class Act>
  void each(const Act& act) const;
  Known* find(const base::UserId& user, base::Facet facet);  // null: it is not to be supplied
  bool covers(const base::UserId& user, base::Facet facet) const;
  base::Facets wanted(const base::UserId& user, base::Facets facets) const;
  void ask_about(const base::UserId& user, base::Facets facets, base::MonoTime now);
  void ask_restated(base::MonoTime now);
  void lose(const base::UserId& user, base::Facet facet, history::EndReason reason,
            base::WallTime at_most = base::WallTime::max());
  // True: it is what counts now.
  bool changed(const slack::Report& event, const base::State& state, const Origin& origin, base::Instant now);
  bool found(const slack::Report& answer, const base::State& state, base::MonoTime asked, base::Instant now);
  Origin origin_of(const slack::Report& event, base::Instant now) const;
  void observe(const base::UserId& user, const base::State& state, tracker::How how, base::Instant now,
               base::WallTime moment = {});

  Context& context_;
  const Sockets& sockets_;
  std::vector<std::pair<base::UserId, base::Facets>> list_;      // everybody
  People people_;                                                // the same, while Socket Mode is in use
  std::vector<std::pair<base::UserId, base::Facets>> restated_;  // to be asked about
  Questions questions_;
  bool claiming_ = false;
  bool claimed_before_ = false;
  std::optional<base::MonoTime> audit_at_;
};

}  // namespace presenced::feeds::socket_mode
