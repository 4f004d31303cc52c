// Who is in the fake workspace, how they are now, and the truth of how they were.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "fake_slack/person.h"

namespace presenced::fake_slack {

class Directory {
 public:
  // `person.id` must be new. Their truth begins here.
  void add(Person person, base::WallTime now);

  const Person* find(const base::UserId& id) const;             // null: nobody of this id
  const Person* find_by_email(std::string_view email) const;    // whatever the case; null: nobody's
  const std::deque<Person>& people() const { return people_; }  // in the order in which they joined
  const Truth& truth(const base::UserId& id) const;             // of somebody who is there

  // False: it was so already, and nothing was written down. A status keeps whole seconds of its expiry, as Slack does,
  // and a cleared one has none.
  bool set_presence(const base::UserId& id, base::Presence presence, base::WallTime now, bool announced);
  bool set_status(const base::UserId& id, base::Status status, base::WallTime now, bool announced);
  // Whole seconds, as Slack has them; without both ends there is no window.
  bool set_dnd(const base::UserId& id, base::Dnd dnd, base::WallTime now, bool announced);
  bool set_huddle(const base::UserId& id, base::Huddle huddle, std::optional<base::WallTime> ends_at,
                  base::WallTime now, bool announced);
  void set_names(const base::UserId& id, std::string name, std::string real_name, base::WallTime now);
  void set_email(const base::UserId& id, const std::string& email, base::WallTime now);  // empty: none any more
  void set_deleted(const base::UserId& id, base::WallTime now);
  void touch(const base::UserId& id, base::WallTime now);  // the record changed, but nothing that we look at

  std::optional<base::WallTime> next_expiry() const;
  std::optional<base::UserId> expired(base::WallTime now) const;  // somebody whose status has run out
  // What happens by itself and without an event by then: a huddle that ends, a do-not-disturb window that is followed
  // by the same one `period` later.
  void run_on(base::WallTime now, base::Millis period);

 private:
  std::size_t index_of(const base::UserId& id) const;
  Person& stamped(std::size_t index, base::WallTime now);

  std::deque<Person> people_;
  std::vector<Truth> truths_;  // at the same index
  std::unordered_map<base::UserId, std::size_t> index_;
  std::unordered_map<std::string, std::size_t> email_index_;  // in small letters
  std::set<std::pair<base::WallTime, std::size_t>> expiries_;
  std::set<std::pair<base::WallTime, std::size_t>> window_ends_;  // of do-not-disturb
  std::set<std::pair<base::WallTime, std::size_t>> huddle_ends_;
};

}  // namespace presenced::fake_slack
