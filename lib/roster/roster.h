// Who is meant by the watchlist: turns its names (addresses, handles, user groups, channels) into people by asking
// Slack. Decides which Web API call to make and when, and makes none itself. Pure; needs no socket.
//
// What was stored of an earlier run is in force at once. All names are asked about when the watchlist is set, and anew
// after each interval; what an event makes doubtful is asked about soon after it. A call that fails changes nothing:
// what was known stays in force until Slack answers. An answer that does not name anybody (any more) counts.
//
// The fewest calls: one walk through users.list for all handles (it also serves addresses, where there are more of
// them than pages, and tells the bots in channels), one usergroups.list for all user groups, one conversations.list for
// all channels, and then one list of members for each. Never two calls of a method at once. A name for which Slack does
// not answer is asked about less and less often (session/fair_queue.h), and holds up none of the others; nor does
// users.list, which serves several kinds of names, once it has failed often enough.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "history/record.h"
#include "roster/channel_inquiries.h"
#include "roster/compose.h"
#include "roster/method_pace.h"
#include "roster/name_book.h"
#include "roster/people_inquiries.h"
#include "roster/usergroup_inquiries.h"
#include "slack/events.h"
#include "slack/web_api.h"
#include "watch/members.h"

namespace presenced::roster {

class Roster {
 public:
  // After an event, until the names are asked about: several come together when somebody edits a user group.
  static constexpr base::Millis kCoalesce{2'000};
  // An administrator has to do something first; a reload asks at once.
  static constexpr base::Millis kRefusedPause{10 * 60'000};
  static constexpr int kListPatience = MemberInquiry::kPatience;

  // `stored` and `forgotten` as the history has them (history::Resume); the forgotten are never watched.
  Roster(base::Millis interval, const std::vector<history::NameResolved>& stored, std::vector<base::UserId> forgotten,
         base::Random random);
  Roster(const Roster&) = delete;
  Roster& operator=(const Roster&) = delete;

  // The watchlist as it stands now. Everything on it is asked about, also what Slack had refused.
  void set(watch::SharedWatchlist watchlist, base::MonoTime now);

  // From now on never watched, whatever names them; and allowed again.
  void forget(const base::UserId& user);
  void allow(const base::UserId& user);
  // The history has lost what the names of this person stand for: it is recorded again.
  void restate(const base::UserId& user);
  // Where the watchlist names them (roster/compose.h), as far as Slack has answered.
  std::vector<std::string> places_naming(const base::UserId& user) const;

  // How often everything is asked about anew, from now on.
  void set_interval(base::Millis interval, base::MonoTime now);

  // Whom `take` leaves in the composition, from now on; everybody before it is called.
  void set_shard(const watch::Shard& shard);

  // The call to make now, if one is due; it counts as made, in `pace` too. Ask until there is none.
  std::optional<slack::Request> next(base::MonoTime now, MethodPace& pace);
  base::MonoTime deadline(const MethodPace& pace) const;  // when `next` may have one
  // The answer to a call of ours.
  void replied(slack::Method method, const slack::Reply& reply, base::MonoTime now, MethodPace& pace);
  // Any event of any socket.
  void hear(const slack::Event& event, base::MonoTime now);

  // What came of it all since the last call. `changed`: the composition is another.
  using News = roster::News;
  News take(base::WallTime at);
  const Composition& composition() const { return composition_; }

  // Whom this member stands for; null: not known.
  const std::vector<base::UserId>* known(const watch::Who& who) const { return book_.known(who); }
  std::size_t names() const { return book_.size(); }
  using Unresolved = roster::Unresolved;
  std::vector<Unresolved> unresolved() const { return book_.unresolved(); }
  // Slack has answered all there was to ask, or refused to.
  bool settled() const;

 private:
  void refresh(base::MonoTime now, bool anew);
  void want_everything(bool anew, base::MonoTime now);
  void want_what_is_doubtful(base::MonoTime now);
  void after_event(base::MonoTime now);

  // When its next call may be made, if there is work for one.
  static base::MonoTime earliest(const Inquiry& inquiry, const MethodPace& pace);
  Inquiry& asked_with(slack::Method method);
  void failed(Inquiry& inquiry, const slack::ApiError& error, base::MonoTime now, MethodPace& pace);
  void refused(Inquiry& inquiry, const slack::ApiError& error, base::MonoTime now);
  void pause(Inquiry& inquiry, const slack::ApiError& error, base::MonoTime now, MethodPace& pace);

  base::Millis interval_;
  base::Random random_;
  std::vector<base::UserId> forgotten_;
  watch::SharedWatchlist watchlist_;
  NameBook book_;
  Composition composition_;
  bool composed_ = false;
  bool outdated_ = false;  // the composition: others are forgotten, or the shard is another
  watch::Shard shard_;

  std::optional<base::MonoTime> refresh_at_;
  std::optional<base::MonoTime> events_at_;  // then what events have made doubtful is wanted
  bool doubt_members_ = false;
  bool doubt_groups_ = false;
  std::set<std::string> doubtful_;  // ids of user groups and channels
  std::set<NameKey> doubtful_addresses_;

  MemberInquiry members_;
  AddressInquiry addresses_;
  UsergroupInquiry usergroups_;
  UsergroupMemberInquiry in_usergroups_;
  ChannelInquiry channels_;
  ChannelMemberInquiry in_channels_;
  // In the order in which they are asked, when several may be.
  const std::array<Inquiry*, 6> inquiries_{&members_,       &addresses_, &usergroups_,
                                           &in_usergroups_, &channels_,  &in_channels_};
};

}  // namespace presenced::roster
