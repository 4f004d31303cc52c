// What History::timeline() and sides() hold, one stretch after the other: for answers about windows with millions of
// changes. Without corrections and groups, stretches are made while the changes are read, which saves such an answer
// two thirds of its time and nearly all of its memory (answers/stretches.h). Throws Refused, as History does.
#pragma once

#include <functional>
#include <optional>

#include "answers/timeline.h"
#include "commands/history.h"

namespace presenced::commands {

void each_stretch(History& history, const history::Person& person, base::Facet facet, history::Window window,
                  const std::function<void(const answers::Stretch&)>& each);

// The side of each (answers::side_of); neighbours may be on the same.
void each_side(History& history, const history::Person& person, base::Facet facet, history::Window window,
               const std::function<void(const history::Span&, std::optional<base::Presence>)>& each);

}  // namespace presenced::commands
