// What was last recorded of the names and time zones of people, so that only news is recorded. While nothing can become
// durable (recorder.h) it waits: however often somebody's name changes, the last one is recorded, once.
#pragma once

#include <optional>
#include <unordered_map>
#include <unordered_set>

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

  // After every input: records what has waited, if it need not any longer.
  void tend();

 private:
  Context& context_;
  std::unordered_map<base::UserId, history::PersonSeen> people_;
  std::unordered_set<base::UserId> waiting_;  // the news of these is not recorded yet
};

}  // namespace presenced::engine
