// Who is never recorded again (`presencectl forget`), whichever workspace they are seen in.
#pragma once

#include <set>
#include <vector>

#include "base/ids.h"
#include "store/sqlite.h"

namespace presenced::store {

class Forgotten {
 public:
  explicit Forgotten(Database& database) : database_(database) {}

  bool has(const base::UserId& user) const { return users_.contains(user); }
  std::vector<base::UserId> without(const std::vector<base::UserId>& users) const;

  void begin();                       // once in a transaction, first: reads them anew where they may have changed
  void forget() { loaded_ = false; }  // after a rollback, or once somebody was added

 private:
  Database& database_;
  std::set<base::UserId> users_;
  bool loaded_ = false;
};

}  // namespace presenced::store
