// Who is never recorded again (`presencectl forget`), whichever workspace they are seen in.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "store/sqlite.h"

namespace presenced::store {

// When a request came and from whom, as far as it is known.
struct Asked {
  std::optional<base::WallTime> at;
  std::optional<std::int64_t> by_uid;
};

struct ForgottenPerson {
  base::UserId user;
  Asked asked;  // empty for those who were forgotten by an older version, and for those known from DATABASE.forgotten
                // alone
};

std::vector<ForgottenPerson> read_forgotten(Database& database);  // by id
std::set<base::UserId> read_forgotten_ids(Database& database);

// The same people as the writer of batches asks for them.
class Forgotten {
 public:
  explicit Forgotten(Database& database) : database_(database) {}

  bool has(const base::UserId& user) const { return users_.contains(user); }
  std::vector<base::UserId> without(const std::vector<base::UserId>& users) const;

  void begin();                       // once in a transaction, first: reads them again where they may have changed
  void forget() { loaded_ = false; }  // after a rollback, or once somebody was added or removed

 private:
  Database& database_;
  std::set<base::UserId> users_;
  bool loaded_ = false;
};

}  // namespace presenced::store
