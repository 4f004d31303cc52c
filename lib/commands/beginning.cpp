#include "commands/beginning.h"

#include "time/times.h"

namespace presenced::commands {
namespace {

// Empty: the window does not begin before recording did.
std::optional<base::WallTime> late_beginning(History& history, const std::vector<history::Person>& people,
                                             history::Window window) {
  if (people.empty()) return std::nullopt;
  const auto began = history.recording_began(people);
  return began && window.from < *began ? began : std::nullopt;
}

std::string text_of(const time::Zone& zone, base::WallTime began) {
  return "recording began " + time::readable_moment(zone, began);
}

}  // namespace

std::string beginning_text(History& history, const std::vector<history::Person>& people, history::Window window) {
  const auto began = late_beginning(history, people, window);
  return began ? text_of(*history.zone(), *began) : "";
}

base::WallTime shown_from(History& history, const std::vector<history::Person>& people, history::Window window) {
  return late_beginning(history, people, window).value_or(window.from);
}

base::WallTime note_beginning(History& history, const std::vector<history::Person>& people, history::Window window,
                              SheetOutput& sheet) {
  const auto began = late_beginning(history, people, window);
  if (!began) return window.from;
  sheet.note(text_of(*history.zone(), *began));
  return *began;
}

bool say_if_nobody(const Request& request, const std::vector<history::Person>& people, const CommandContext& context) {
  if (!people.empty()) return false;
  const bool group = !request.who.empty();
  context.output.say(group ? "nobody to show: the group has no members" : "nobody to show: nobody was watched");
  return true;
}

}  // namespace presenced::commands
