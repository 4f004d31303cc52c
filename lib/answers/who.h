// WHO on the command line, matched against the people of the history. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "history/recorded.h"

namespace presenced::answers {

struct WhoError {
  // A message for each WHO that matches nobody or more than one person, with the nearest names or the candidates.
  std::vector<std::string> problems;
};

// How a WHO that is not an id and not a group may match names.
enum class NameMatch : std::uint8_t {
  part,   // the whole name, or else a part that only one person's names have; accents do not matter
  whole,  // for what cannot be undone
};

// Indices into `people`, each once, in the order of the WHOs; the members of a group by name. Each WHO is
// - an id ("U024BE7LH"), in every workspace that has it;
// - "@group": everybody in the group of that name, in every workspace that has one; members who are not among `people`
//   (nothing is known of them yet) are left out;
// - a label of the watchlist; else a name, real name or email address; else a part of a label, name or real name. Case
//   does not matter;
// - several of these with commas between them, unless that is a name as it stands.
// A name that several people have is an error that lists their ids.
base::Result<std::vector<std::size_t>, WhoError> resolve(const std::vector<std::string>& whos,
                                                         const std::vector<history::Person>& people,
                                                         const std::vector<history::Group>& groups,
                                                         NameMatch match = NameMatch::part);

// Indices of all `people`, by the names that answers use for them, then by workspace and id.
std::vector<std::size_t> by_name(const std::vector<history::Person>& people);

}  // namespace presenced::answers
