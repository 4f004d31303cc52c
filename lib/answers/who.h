// Whom a question is about: WHO on the command line, matched against the people of the history.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "history/recorded.h"

namespace presenced::answers {

struct WhoError {
  // A sentence for each WHO that names nobody or more than one person, with the nearest names or those it may mean.
  std::vector<std::string> problems;
};

// What a WHO that is no id and no group may be of a name.
enum class NameMatch : std::uint8_t {
  part,   // the whole, or else a part that only one person's names have
  whole,  // for what cannot be undone
};

// Indices into `people`, each once, in the order of the WHOs. Each WHO is
// - an id ("U024BE7LH"); in every workspace that has it;
// - "@group": everybody in the group of that name, in every workspace that has one; a member who is not among `people`
//   (nothing is known of them yet) is left out;
// - a label of the watchlist; else a name, real name or e-mail address; else a part of a label, name or real name. Case
//   does not matter.
// A name that several people have is an error that lists their ids.
base::Result<std::vector<std::size_t>, WhoError> resolve(const std::vector<std::string>& whos,
                                                         const std::vector<history::Person>& people,
                                                         const std::vector<history::Group>& groups,
                                                         NameMatch match = NameMatch::part);

}  // namespace presenced::answers
