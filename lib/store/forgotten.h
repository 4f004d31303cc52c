// Who is never recorded again (`presencectl forget`), whichever workspace they are seen in.
#pragma once

#include <set>
#include <vector>

#include "base/ids.h"
#include "store/sqlite.h"

namespace presenced::store {

class Forgotten {
 public:
  explicit Forgotten(Database& database) : database_(database) { load(); }

  bool has(const base::UserId& user) const { return users_.contains(user); }
  std::vector<base::UserId> without(const std::vector<base::UserId>& users) const;

  void load();  // again, once somebody was added and it is committed

 private:
  Database& database_;
  std::set<base::UserId> users_;
};

}  // namespace presenced::store
