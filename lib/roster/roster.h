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

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "history/record.h"
#include "roster/compose.h"
#include "roster/member_list.h"
#include "roster/method_pace.h"
#include "roster/names.h"
#include "session/backoff.h"
#include "session/fair_queue.h"
#include "slack/events.h"
#include "slack/web_api.h"
#include "watch/members.h"

namespace presenced::roster {

class Roster {
 public:
  static constexpr int kPageSize = 200;  // of members and channels, as Slack advises
  // After an event, until the names are asked about: several come together when somebody edits a user group.
  static constexpr base::Millis kCoalesce{2'000};
  // An administrator has to do something first; a reload asks at once.
  static constexpr base::Millis kRefusedPause{10 * 60'000};
  // So many failures of users.list in a row, and names wait for it no longer: some four minutes, by its back-off.
  static constexpr int kListPatience = 8;

  // `stored` and `forgotten` as the history has them (history::Resume); the forgotten are never watched.
  Roster(base::Millis interval, const std::vector<history::NameResolved>& stored, std::vector<base::UserId> forgotten,
         base::Random random);

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

  // The call to make now, if one is due; it counts as made, in `pace` too. Ask until there is none.
  std::optional<slack::Request> next(base::MonoTime now, MethodPace& pace);
  base::MonoTime deadline(const MethodPace& pace) const;  // when `next` may have one
  // The answer to a call of ours.
  void replied(slack::Method method, const slack::Reply& reply, base::MonoTime now, MethodPace& pace);
  // Any event of any socket.
  void hear(const slack::Event& event, base::MonoTime now);

  // What came of it all since the last call, for the history and the log.
  struct News {
    bool changed = false;  // the composition is another
    std::vector<history::Record> records;
    std::vector<std::string> warnings;  // whole sentences with FILE:LINE; each is said once until it changes
  };
  News take(base::WallTime at);
  const Composition& composition() const { return composition_; }

  // Whom this member stands for; null: not known.
  const std::vector<base::UserId>* known(const watch::Who& who) const;
  std::size_t names() const { return entries_.size(); }
  // A name that stands for nobody yet, or about which something is wrong.
  struct Unresolved {
    std::string where;    // FILE:LINE, where it is written first
    std::string name;     // as watch::describe has it
    std::string trouble;  // "is not watched: ..." or "is watched as before: ..."; empty: Slack has not answered yet
    bool operator==(const Unresolved&) const = default;
  };
  std::vector<Unresolved> unresolved() const;
  // Slack has answered all there was to ask, or refused to.
  bool settled() const;

 private:
  // One name on the watchlist. Several members may write it.
  struct Entry {
    watch::Who who;
    std::string where;                                 // where it is written first
    std::optional<std::vector<base::UserId>> users;    // whom it stands for; empty: not known yet
    bool stored = false;                               // `users` is what the history has, or will have
    std::string slack_id;                              // of the user group or channel; empty: not known
    std::optional<std::vector<base::UserId>> members;  // of a channel, bots and all, until bots can be told
    std::string trouble;                               // what was last said about it there; empty: nothing
  };
  using Entries = std::map<NameKey, Entry>;

  void refresh(base::MonoTime now, bool anew);
  void want_everything(bool anew, base::MonoTime now);
  void want_members(const std::string& slack_id, base::MonoTime now);
  void after_event(base::MonoTime now);
  bool lists_members() const;  // a walk through users.list is under way or due, and can be expected to end
  bool refused(slack::Method method) const { return refused_until_.contains(method); }
  // The names that a method is called for one by one; null for the others.
  const session::FairQueue<NameKey>* queue_of(slack::Method method) const;

  // roster_calls.cpp: what to ask
  bool has_work(slack::Method method) const;
  base::MonoTime earliest(slack::Method method, const MethodPace& pace) const;
  slack::Request make(slack::Method method);
  slack::Request next_member_page();
  slack::Request next_channel_members();

  // roster_replies.cpp: what the answers mean
  void failed(slack::Method method, const slack::ApiError& error, base::MonoTime now, MethodPace& pace);
  void failed_for_one(slack::Method method, const slack::ApiError& error, base::MonoTime now);
  void ask_again(slack::Method method, base::MonoTime now);
  void give_up_on_bots(const std::string& why);
  void restart(slack::Method method, base::MonoTime now);
  void absent(slack::Method method);
  void blame(slack::Method method, const slack::ApiError& error);
  void understand(slack::Method method, const slack::Reply& reply, base::MonoTime now);
  void found_address(const slack::UserInfo& info);
  void found_page(const slack::UserPage& page);
  void finish_member_list();
  void conclude_handle(Entry& entry, const std::vector<base::UserId>& matches);
  void found_usergroups(const slack::Usergroups& found, base::MonoTime now);
  void found_usergroup_users(const slack::UsergroupUsers& found);
  void found_channels(const slack::ChannelPage& page, base::MonoTime now);
  void found_channel_members(const slack::ChannelMemberPage& page);
  void settle_channels();
  void lost(const NameKey& key, Entry& entry);

  // roster.cpp: what comes of it
  void conclude(Entry& entry, std::vector<base::UserId> users);  // all is well with it
  void nobody(Entry& entry, const std::string& why);             // Slack's answer: there is no such thing
  void complain(Entry& entry, const std::string& why);
  Entry* find(const std::optional<NameKey>& key);
  template <class Act>
  void each(history::NameKind kind, const Act& act) {
    for (auto& [key, entry] : entries_)
      if (key.first == kind) act(key.second, entry);
  }

  base::Millis interval_;
  base::Random random_;
  std::map<NameKey, std::vector<base::UserId>> stored_;  // of an earlier run; moved into the entries by the first set
  std::vector<base::UserId> forgotten_;
  watch::SharedWatchlist watchlist_;
  Entries entries_;
  Composition composition_;
  bool composed_ = false;
  bool dirty_ = true;  // the composition may be another
  News news_;

  std::optional<base::MonoTime> refresh_at_;
  std::optional<base::MonoTime> events_at_;  // then what events have made doubtful is wanted
  bool doubt_members_ = false;
  bool doubt_groups_ = false;
  std::set<std::string> doubtful_;  // ids of user groups and channels
  std::set<NameKey> doubtful_addresses_;

  // what is wanted
  bool want_list_ = false;
  bool want_usergroups_ = false;
  bool want_channels_ = false;
  session::FairQueue<NameKey> addresses_;        // each by users.lookupByEmail
  session::FairQueue<NameKey> group_members_;    // each by usergroups.users.list
  session::FairQueue<NameKey> channel_members_;  // each by conversations.members

  // what is under way
  std::set<slack::Method> in_flight_;
  MemberList list_;
  std::size_t pages_of_last_list_ = 2;  // until one has been seen to its end
  std::unordered_set<base::UserId> no_people_;
  std::string bots_unknowable_;  // why Slack does not tell who is one; empty: it does, as far as we know
  std::optional<NameKey> asked_address_;
  std::optional<NameKey> asked_usergroup_;
  bool listing_channels_ = false;
  std::string channels_cursor_;
  std::set<std::string> channels_left_;  // wanted, and not on the pages so far
  bool private_channels_ = true;         // until Slack refuses to list them
  std::optional<NameKey> asked_channel_;
  std::string members_cursor_;
  std::vector<base::UserId> members_so_far_;

  // what has gone wrong
  std::map<slack::Method, session::Backoff> backoff_;
  std::map<slack::Method, base::MonoTime> refused_until_;
  std::map<slack::Method, std::string> waiting_;  // the failure that the log knows of
};

}  // namespace presenced::roster
