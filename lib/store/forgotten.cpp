#include "store/forgotten.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace presenced::store {

std::vector<ForgottenPerson> read_forgotten(Database& database) {
  std::vector<ForgottenPerson> people;
  Statement all = database.prepare("SELECT user_id, at, by_uid FROM forgotten ORDER BY user_id");
  for (Rows row = all.select(); row.next();) {
    ForgottenPerson& person = people.emplace_back();
    person.user.text = row.text(0);
    if (const auto at = row.maybe_integer(1)) person.asked.at = base::wall_from_unix_ms(*at);
    person.asked.by_uid = row.maybe_integer(2);
  }
  return people;
}

std::set<base::UserId> read_forgotten_ids(Database& database) {
  std::set<base::UserId> users;
  Statement all = database.prepare("SELECT user_id FROM forgotten");
  for (Rows row = all.select(); row.next();) users.insert(base::UserId{std::string(row.text(0))});
  return users;
}

std::vector<base::UserId> Forgotten::without(const std::vector<base::UserId>& users) const {
  std::vector<base::UserId> kept;
  std::copy_if(users.begin(), users.end(), std::back_inserter(kept), [&](const auto& user) { return !has(user); });
  return kept;
}

void Forgotten::begin() {
  if (loaded_) return;
  users_ = read_forgotten_ids(database_);
  loaded_ = true;
}

}  // namespace presenced::store
