// Writes what each name of the watchlist stands for at Slack.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "history/record.h"
#include "store/sqlite.h"

namespace presenced::store {

// How the ids of a resolution are stored: in Slack's order, a space between two.
std::string text_of(const std::vector<base::UserId>& users);
std::vector<base::UserId> users_of(std::string_view text);

// An address or a handle of a watchlist.
struct NameRow {
  std::string workspace;
  history::NameKind kind{};
  std::string name;
};
std::vector<NameRow> read_names_of(Database& database, const base::UserId& user);  // those that stand for this person

class NameLog {
 public:
  explicit NameLog(Database& database);

  void resolved(std::int64_t workspace, const history::NameResolved& now);
  void dropped(std::int64_t workspace, const history::NameDropped& now);

 private:
  Statement resolve_;
  Statement drop_;
};

}  // namespace presenced::store
