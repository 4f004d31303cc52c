#include "roster/inquiry.h"

#include <utility>

namespace presenced::roster {

void OneByOne::unanswered(const std::string& error, base::MonoTime now, base::Random& random) {
  Entry* entry = book.find(asked);
  if (!entry || queue.failed(*asked, now, random) < queue.kPatience) return;
  book.complain(*entry, "Slack does not show it to the token (" + std::string(slack::row_of(method).name) + ": " +
                            error + "); it is asked about again every hour");
}

void OneByOne::lost(const NameKey& key, Entry& entry) {
  entry.slack_id.clear();
  entry.members.reset();
  queue.remove(key);
  if (asked == key) asked.reset();
}

Entry* OneByOne::forgiven(base::MonoTime now) {
  if (asked) queue.forgive(*asked, now);
  return book.find(asked);
}

}  // namespace presenced::roster
