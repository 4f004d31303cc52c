// User groups and who is in them: usergroups.list and usergroups.users.list. Pure.
#pragma once

#include "roster/people_inquiries.h"

namespace presenced::roster {

// usergroups.users.list
class UsergroupMemberInquiry final : public OneByOne {
 public:
  UsergroupMemberInquiry(NameBook& names, const MemberInquiry& members)
      : OneByOne(slack::Method::usergroups_users_list, history::NameKind::usergroup, names), members_(members) {}

  slack::Request ask() override;
  void answered(const slack::Reply& reply, base::MonoTime now) override;
  void absent() override;

 private:
  const MemberInquiry& members_;
};

// usergroups.list: the ids of all user groups, in one call.
class UsergroupInquiry final : public Inquiry {
 public:
  UsergroupInquiry(NameBook& names, UsergroupMemberInquiry& in_groups)
      : Inquiry(slack::Method::usergroups_list, history::NameKind::usergroup, names), in_groups_(in_groups) {}

  void want(bool wanted) { wanted_ = wanted; }

  bool has_work() const override { return wanted_; }
  slack::Request ask() override;
  void answered(const slack::Reply& reply, base::MonoTime now) override;
  void ask_again(base::MonoTime) override { wanted_ = true; }

 private:
  UsergroupMemberInquiry& in_groups_;
  bool wanted_ = false;
};

}  // namespace presenced::roster
