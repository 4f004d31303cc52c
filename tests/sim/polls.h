// What the answers of the Web API tell of people, and when: presence by users.getPresence, statuses and huddles by the
// pages of users.list, do-not-disturb by dnd.teamInfo. What is covered by polling rests on nothing else.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/facets.h"
#include "sim/lateness.h"
#include "sim/reach.h"
#include "slack/web_api.h"

namespace presenced::sim {

class Polls {
 public:
  // Whoever asks passes over what takes longer: it may be untrue by then.
  static constexpr base::Millis kOfUse{10'000};

  struct Question {  // a call that waits for its answer
    slack::Method method{};
    std::string user;    // that users.getPresence or users.info asks about
    std::string cursor;  // of users.list; empty: the first page
    base::MonoTime asked;
  };
  static Question question(const slack::Request& request, base::MonoTime now);

  // `made`: when Slack made this answer.
  void answered(const Question& question, std::string_view body, base::MonoTime made, base::MonoTime now);
  // Likewise, by an answer that did not come through the Web API (made_up_line.h).
  void told(const base::UserId& user, base::Facet facet, base::MonoTime made, base::MonoTime now);

  const Samples& samples(base::Facet facet) const { return samples_[facet]; }
  // Of all but presence, also by users.info, however long they took: what coverage by events begins with.
  const Samples& answers(base::Facet facet) const { return answers_[facet]; }
  std::optional<base::MonoTime> just_answered(const base::UserId& user, base::Facet facet, base::MonoTime now) const {
    return last_of(answers_[facet], user, now);
  }
  // Of an answer about somebody that arrives at this very moment, when it was made; empty: there is none.
  std::optional<base::MonoTime> just_told(const base::UserId& user, base::Facet facet, base::MonoTime now) const {
    return last_of(samples_[facet], user, now);
  }
  const Lateness& lateness() const { return lateness_; }
  // The longest that a listing of everybody has taken so far.
  base::Millis longest_listing(base::MonoTime until) const;

 private:
  static std::optional<base::MonoTime> last_of(const Samples& samples, const base::UserId& user, base::MonoTime now);
  void listed(const Question& question, std::string_view body, base::MonoTime made, base::MonoTime now);
  void team(const Question& question, std::string_view body, base::MonoTime made, base::MonoTime now);
  // Many were told of in one answer: all that has these facets.
  void answered(const Question& question, const base::UserId& user, base::Facets facets, base::MonoTime made,
                base::MonoTime now);
  void took(base::MonoTime began, base::MonoTime now);  // a listing

  base::ByFacet<Samples> samples_;
  base::ByFacet<Samples> answers_;
  Lateness lateness_;
  std::map<std::string, base::MonoTime> began_;                    // a listing, by the cursor of its next page
  std::vector<std::pair<base::MonoTime, base::Millis>> listings_;  // each that took longer than all before it
};

}  // namespace presenced::sim
