// People by their handles and addresses: users.list and users.lookupByEmail. Pure.
#pragma once

#include <cstddef>
#include <unordered_set>

#include "roster/inquiry.h"
#include "roster/member_list.h"

namespace presenced::roster {

class AddressInquiry;

// users.list: one walk serves all handles, tells the bots in user groups and channels, and finds the addresses that
// wait for a look-up, too.
class MemberInquiry final : public Inquiry {
 public:
  // So many failures in a row, and names wait for it no longer: some four minutes, by its back-off.
  static constexpr int kPatience = 8;

  MemberInquiry(NameBook& names, AddressInquiry& addresses)
      : Inquiry(slack::Method::users_list, history::NameKind::handle, names), addresses_(addresses) {}

  void want(bool wanted) { wanted_ = wanted; }
  bool walking() const { return list_.running(); }
  void drop() {
    list_.stop();
    wanted_ = false;
  }
  // A walk is under way or due, and can be expected to end.
  bool expected() const { return has_work() && !progress.refused_until && progress.backoff.failures() < kPatience; }
  // It takes fewer calls for this many addresses than a look-up of each.
  bool is_cheaper_for(std::size_t addresses) const { return addresses > pages_of_last_; }
  const std::unordered_set<base::UserId>& not_people() const { return not_people_; }  // bots, deactivated accounts
  void joined(const base::UserId& bot) { not_people_.insert(bot); }

  bool has_work() const override { return wanted_ || list_.running(); }
  slack::Request ask() override;
  void answered(const slack::Reply& reply, base::MonoTime now) override;
  void restart(base::MonoTime now) override;

 private:
  void finish();
  void conclude_handle(Entry& entry, const std::vector<base::UserId>& matches);

  AddressInquiry& addresses_;
  bool wanted_ = false;
  MemberList list_;
  std::size_t pages_of_last_ = 2;  // until a walk has been seen to its end
  std::unordered_set<base::UserId> not_people_;
};

// users.lookupByEmail
class AddressInquiry final : public OneByOne {
 public:
  AddressInquiry(NameBook& names, const MemberInquiry& members)
      : OneByOne(slack::Method::users_lookup_by_email, history::NameKind::email, names), members_(members) {}

  bool has_work() const override {
    return !queue.empty() && !(members_.expected() && members_.is_cheaper_for(queue.size()));
  }
  slack::Request ask() override;
  void answered(const slack::Reply& reply, base::MonoTime now) override;
  void absent() override;

 private:
  const MemberInquiry& members_;
};

}  // namespace presenced::roster
