#include "commands/stretches.h"

#include <utility>
#include <variant>

#include "answers/stretches.h"

namespace presenced::commands {
namespace {

// Nothing is corrected, and all of the window counts.
bool is_plain(const History& history, const history::Person& person, history::Window window) {
  return history.smoothing() == answers::Smoothing{} && history.counted(person, window) == answers::SpanSet{window};
}

std::vector<history::Covered> coverage_of(History& history, const history::Person& person, base::Facet facet,
                                          history::Window window) {
  return answered(history.questions().coverage(person, facet, window));
}

}  // namespace

void each_stretch(History& history, const history::Person& person, base::Facet facet, history::Window window,
                  const std::function<void(const answers::Stretch&)>& each) {
  history.throw_if_too_slow();
  if (!is_plain(history, person, window)) {
    for (const answers::Stretch& stretch : history.timeline(person, facet, window)) each(stretch);
    return;
  }
  auto stretches =
      answers::stretches_of<base::State>(coverage_of(history, person, facet, window), window, history.alive_at(),
                                         [&](const history::Span& span, const base::State* state) {
                                           each({span, state ? std::optional(*state) : std::nullopt});
                                         });
  throw_if_failed(history.questions().each_change(
      person, facet, window, [&](base::WallTime at, base::State&& after) { stretches.change(at, std::move(after)); }));
  stretches.end();
}

void each_side(History& history, const history::Person& person, base::Facet facet, history::Window window,
               const std::function<void(const history::Span&, std::optional<base::Presence>)>& each) {
  history.throw_if_too_slow();
  if (facet != base::Facet::presence || !is_plain(history, person, window)) {
    each_stretch(history, person, facet, window,
                 [&](const answers::Stretch& stretch) { each(stretch.span, answers::side_of(stretch)); });
    return;
  }
  auto stretches =
      answers::stretches_of<base::Presence>(coverage_of(history, person, facet, window), window, history.alive_at(),
                                            [&](const history::Span& span, const base::Presence* presence) {
                                              each(span, presence ? std::optional(*presence) : std::nullopt);
                                            });
  throw_if_failed(history.questions().each_change(person, facet, window, [&](base::WallTime at, base::State&& after) {
    stretches.change(at, std::get<base::Presence>(after));
  }));
  stretches.end();
}

}  // namespace presenced::commands
