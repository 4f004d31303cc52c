// What was last recorded of the names and time zones of people, so that only news is recorded.
#pragma once

#include <optional>
#include <unordered_map>

#include "engine/context.h"

namespace presenced::engine {

class Directory {
 public:
  // `context` must outlive it.
  Directory(Context& context, const history::Resume& resume);

  // A record of Slack's. People who are not watched are passed over.
  void seen(const slack::User& user);

  // Their history was deleted: what is known of them is taken out, and may be put back to be recorded again.
  std::optional<history::PersonSeen> take(const base::UserId& user);
  void put_back(const history::PersonSeen& person);

 private:
  Context& context_;
  std::unordered_map<base::UserId, history::PersonSeen> people_;
};

}  // namespace presenced::engine
