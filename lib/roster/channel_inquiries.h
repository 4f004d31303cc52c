// Channels and who is in them: conversations.list and conversations.members. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "roster/people_inquiries.h"

namespace presenced::roster {

// conversations.members: pages for each channel.
class ChannelMemberInquiry final : public OneByOne {
 public:
  ChannelMemberInquiry(NameBook& names, const MemberInquiry& members)
      : OneByOne(slack::Method::conversations_members, history::NameKind::channel, names), members_(members) {}

  void forget_the_unnamed() {  // the watchlist is another one
    if (!book_.find(asked_)) asked_.reset();
  }
  // Bots in a channel are not people, and only the list of members tells who they are. Until it is there nothing is
  // concluded, or bots would be watched for a minute. If Slack does not let the token have it, for the reason `why`,
  // they are watched until it does.
  void give_up_on_bots(const std::string& why);
  void member_list_is_read();
  void settle();

  bool has_work() const override { return !queue.empty() || asked_; }
  bool expects_answers() const override { return asked_ ? has_work() : queue.expects_answers(); }
  base::MonoTime due() const override { return asked_ ? base::MonoTime::min() : queue.due(); }
  slack::Request ask() override;
  void answered(const slack::Reply& reply, base::MonoTime now) override;
  void absent() override;
  void unanswered(const std::string& error, base::MonoTime now, base::Random& random) override;
  void ask_again(base::MonoTime) override {}  // the walk goes on at its cursor
  void restart(base::MonoTime now) override;

 private:
  const MemberInquiry& members_;
  std::string cursor_;
  std::vector<base::UserId> so_far_;
  std::string bots_unknowable_;  // why Slack does not tell who is a bot; empty: it does, as far as we know
};

// conversations.list: the ids of all channels, page by page until all names are found.
class ChannelInquiry final : public Inquiry {
 public:
  ChannelInquiry(NameBook& names, ChannelMemberInquiry& in_channels)
      : Inquiry(slack::Method::conversations_list, history::NameKind::channel, names), in_channels_(in_channels) {}

  void want() { wanted_ = !walking_; }
  void drop() { walking_ = wanted_ = false; }
  void try_private_ones() { private_too_ = true; }

  bool has_work() const override { return wanted_ || walking_; }
  slack::Request ask() override;
  void answered(const slack::Reply& reply, base::MonoTime now) override;
  void restart(base::MonoTime now) override;
  bool content_with_less(const slack::ApiError& error) override;

 private:
  void finish();

  ChannelMemberInquiry& in_channels_;
  bool wanted_ = false;
  bool walking_ = false;
  std::string cursor_;
  std::set<std::string> left_;  // wanted, and not on the pages so far
  bool private_too_ = true;     // until Slack refuses to list them
};

}  // namespace presenced::roster
