#include "engine/directory.h"

#include <string_view>
#include <utility>

namespace presenced::engine {
namespace {

// What the record says replaces what is known; what it lacks stays.
void learn(history::PersonSeen& person, const slack::User& user) {
  if (user.display_name || person.name.empty()) {
    // Without a display name the handle is shown; a record may lack it, and then the name is not known better.
    const std::string_view shown = user.shown_name();
    if (!shown.empty()) person.name = shown;
  }
  if (user.real_name) person.real_name = *user.real_name;
  if (user.tz) person.tz = *user.tz;
  if (user.is_bot) person.is_bot = *user.is_bot;
  if (user.deleted) person.deleted = *user.deleted;
}

}  // namespace

Directory::Directory(Context& context, const history::Resume& resume) : context_(context) {
  for (const auto& [id, person] : resume.people)
    if (person.seen) people_.emplace(id, *person.seen);
}

void Directory::seen(const slack::User& user) {
  if (!context_.keeper.tracker().watches(user.id)) return;
  const auto known = people_.find(user.id);
  history::PersonSeen person = known == people_.end() ? history::PersonSeen{} : known->second;
  person.user = user.id;
  learn(person, user);
  if (known != people_.end() && known->second == person) return;
  put_back(person);
}

std::optional<history::PersonSeen> Directory::take(const base::UserId& user) {
  waiting_.erase(user);
  auto known = people_.extract(user);
  return known.empty() ? std::nullopt : std::optional(std::move(known.mapped()));
}

void Directory::put_back(const history::PersonSeen& person) {
  people_[person.user] = person;
  waiting_.insert(person.user);
  tend();
}

void Directory::tend() {
  if (!context_.recorder.accepts()) return;
  for (const base::UserId& user : std::exchange(waiting_, {})) context_.recorder.add(people_.at(user));
}

}  // namespace presenced::engine
