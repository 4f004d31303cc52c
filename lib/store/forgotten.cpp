#include "store/forgotten.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace presenced::store {

std::vector<base::UserId> Forgotten::without(const std::vector<base::UserId>& users) const {
  std::vector<base::UserId> kept;
  std::copy_if(users.begin(), users.end(), std::back_inserter(kept), [&](const auto& user) { return !has(user); });
  return kept;
}

void Forgotten::begin() {
  if (loaded_) return;
  std::set<base::UserId> users;
  Statement all = database_.prepare("SELECT user_id FROM forgotten");
  for (Rows row = all.select(); row.next();) users.insert(base::UserId{std::string(row.text(0))});
  users_ = std::move(users);
  loaded_ = true;
}

}  // namespace presenced::store
