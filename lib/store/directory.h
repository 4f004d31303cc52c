// The database's own small numbers for workspaces, people and sessions. What is not there yet is made when first
// mentioned; what was looked up is remembered until the transaction it was seen in is rolled back.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/ids.h"
#include "base/time.h"
#include "store/sqlite.h"

namespace presenced::store {

class Directory {
 public:
  explicit Directory(Database& database);

  std::int64_t workspace(const std::string& name);
  std::int64_t person(std::int64_t workspace, const base::UserId& user);  // a member of that workspace from now on

  // Nothing for number 0: no session had to do with it. A session never reported is taken as connected at `mentioned`.
  std::optional<std::int64_t> session(std::int64_t workspace, base::SessionNumber number, base::WallTime mentioned);

  void forget();  // after a rollback: what was made may be gone again

 private:
  Database& database_;
  Statement find_workspace_;
  Statement add_workspace_;
  Statement find_person_;
  Statement add_person_;
  Statement add_membership_;
  Statement find_session_;
  Statement add_session_;
  std::map<std::string, std::int64_t> workspaces_;
  std::map<std::pair<std::int64_t, base::UserId>, std::int64_t> people_;
  std::map<std::pair<std::int64_t, base::SessionNumber>, std::int64_t> sessions_;
};

}  // namespace presenced::store
