// Whom `wait` is about, looked up at each look at the history.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "answers/span_set.h"
#include "base/ids.h"
#include "commands/history.h"
#include "commands/request.h"
#include "history/recorded.h"
#include "history/span.h"

namespace presenced::commands {

// People who are named are found once, so that somebody who changes their name is still waited for. The members of
// groups are found again at each look.
class Awaited {
 public:
  // Takes WHO out of the request that `history` was opened with, and leaves the groups in it. Throws Refused when
  // somebody is not found.
  Awaited(Request& request, History& history);

  struct Person {
    history::Person person;
    answers::SpanSet counted;  // within the window: a member of a group counts while they are one
  };
  // Throws Refused when somebody who was named is no longer in the history, or a group is gone.
  std::vector<Person> people(history::Window window);

 private:
  const Request& groups_;
  History& history_;
  struct Named {
    std::string workspace;
    base::UserId id;
    std::string called;  // when they were found
    bool operator==(const Named&) const = default;
  };
  std::vector<Named> named_;  // in the order typed
};

}  // namespace presenced::commands
