// What a method tells of many people in one call, for those of whom no other feed supplies it: statuses and huddles by
// the pages of users.list, do-not-disturb by dnd.teamInfo. Each page is a sample of everybody on it. Decides which call
// to make and when; makes none itself.
//
// A listing begins an interval after the one before, or when as much time has passed as that one took: a large
// workspace makes long rounds, never fast calls. The coverage of a person ends at the last sample once the next one is
// overdue by two rounds.
//
// Should Slack refuse a call as a whole because of one of the people, the calls get smaller until it shows who that is.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "feeds/poll/context.h"
#include "feeds/poll/lane.h"
#include "slack/report.h"

namespace presenced::feeds::poll {

class Statuses {
 public:
  static constexpr int kPageSize = 200;  // Slack advises no more [documented]

  // `context` must outlive it. `facets`: those that `method` tells.
  Statuses(Context& context, slack::Method method, base::Facets facets)
      : context_(context), method_(method), facets_(facets) {}

  base::Facets facets() const { return facets_; }

  void watch(std::span<const watch::Person> people, base::MonoTime now);
  void restate(const base::UserId& user, base::MonoTime now);
  // As Presences::wait_no_longer.
  void wait_no_longer(base::MonoTime now);
  // Asks about everybody from the start.
  void restart(base::MonoTime now);
  void retry_now(base::MonoTime now);

  void tend(base::Instant now);
  // False: it is not a call of this object.
  bool replied(base::CallId call, const slack::Reply& reply, base::Instant now);
  base::MonoTime deadline() const;

  // As Presences::give_up_overdue.
  std::optional<base::WallTime> give_up_overdue(base::WallTime now);
  // And no answer to a question asked before counts.
  void lose_all(history::EndReason reason);

  const Lane& lane() const { return lane_; }
  std::string_view method() const { return slack::row_of(method_).name; }

 private:
  struct Person {
    base::Facets track;
    base::MonoTime from{};                // answers to questions asked since count
    std::optional<std::int64_t> updated;  // Slack's time of the newest record seen, UNIX seconds
  };

  using Listed = std::pair<base::UserId, base::Facets>;

  static const Listed* find_in(const std::vector<Listed>& list, const base::UserId& user);  // null: they are not in it
  void want(const Listed& who, base::MonoTime from);
  // Strikes off whom a better feed covers. False: nobody is left, or everybody has to wait.
  bool anybody_wanted(base::MonoTime now);
  bool better_covers(const base::UserId& user, base::Facets facets) const;  // all of them
  base::MonoTime turn_from(base::Facets facets, base::MonoTime now) const;
  std::optional<slack::Request> next_page();  // empty: nobody is left
  void end_listing(base::MonoTime now);
  void page(const slack::Reply& reply, base::Instant now);
  // Slack refuses what is asked about several people, or one: they are asked about in smaller calls, or passed over.
  void refused_people(base::Instant now);
  void take(const slack::Report& report, base::Instant now);
  base::Millis interval() const;

  Context& context_;
  slack::Method method_;
  base::Facets facets_;
  Lane lane_;
  std::vector<Listed> list_;                         // everybody, in the order of ids
  std::unordered_map<base::UserId, Person> people_;  // whom no better feed supplies
  std::optional<base::MonoTime> wanted_from_;        // the first `from`; empty: nobody is wanted
  std::optional<base::CallId> call_;                 // under way
  base::MonoTime asked_{};
  bool listing_ = false;                      // some pages have been read, and there are more
  std::string cursor_;                        // of users.list; else the last person that was asked about
  std::string page_from_;                     // `cursor_` before the page that was asked for last
  std::size_t most_ = slack::kMostInDndCall;  // people in a call
  std::size_t people_asked_ = 0;              // in the last one
  base::MonoTime began_{base::MonoTime::min()};
  base::Millis took_{0};  // the last whole listing
};

}  // namespace presenced::feeds::poll
