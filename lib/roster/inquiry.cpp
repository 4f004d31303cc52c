#include "roster/inquiry.h"

#include <utility>

namespace presenced::roster {

void OneByOne::unanswered(const std::string& error, base::MonoTime now, base::Random& random) {
  Entry* entry = book_.find(asked_);
  if (!entry || queue.failed(*asked_, now, random) < queue.kPatience) return;
  book_.complain(*entry, "Slack does not show this to the token (" + std::string(slack::row_of(method).name) + ": " +
                             error + "); presenced tries again every hour");
}

void OneByOne::lost(const NameKey& key, Entry& entry) {
  entry.slack_id.clear();
  entry.members.reset();
  queue.remove(key);
  if (asked_ == key) asked_.reset();
}

Entry* OneByOne::forgiven(base::MonoTime now) {
  if (asked_) queue.forgive(*asked_, now);
  return book_.find(asked_);
}

}  // namespace presenced::roster
