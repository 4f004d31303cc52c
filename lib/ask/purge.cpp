// purge, forget: what the history holds of people is deleted, and of the forgotten nothing is recorded again.
//
// The daemon does it where one records into this history; else presencectl itself, under the daemon's lock.
#include <fmt/format.h>

#include <algorithm>

#include "ask/command.h"
#include "ask/daemon.h"
#include "ask/history.h"
#include "ask/sheet_output.h"
#include "control/decode.h"
#include "query/text.h"
#include "store/history_db.h"

namespace presenced::ask {
namespace {

struct Target {
  base::UserId user;
  std::string name;
  std::size_t transitions = 0;
};

bool forgets(const Request& request) { return request.command == "forget"; }

query::Columns purge_columns() {
  using query::Kind;
  return {{"user_id", "ID"},
          {"name", "NAME", Kind::text, true},
          {"known", "", Kind::truth},
          {"forgotten", "FORGOTTEN", Kind::truth},
          {"transitions", "TRANSITIONS", Kind::number},
          {"spans", "SPANS", Kind::number}};
}

// Somebody may be forgotten who was never recorded: by their id, which is all that there is of them.
std::vector<base::UserId> strangers(Request& request, History& history) {
  std::vector<base::UserId> strangers;
  if (!forgets(request)) return strangers;
  const auto& people = history.people();
  std::erase_if(request.who, [&](const std::string& who) {
    const base::UserId user{who};
    const bool stranger =
        base::valid_user_id(who) && std::none_of(people.begin(), people.end(), [&](const Subject& subject) {
          return query::folded(subject.person.id.text) == query::folded(who) ||
                 query::folded(subject.person.name) == query::folded(who);
        });
    if (stranger) strangers.push_back(user);
    return stranger;
  });
  return strangers;
}

// In the order of WHO, each id once, in whichever workspaces they are.
std::vector<Target> targets_of(Request request, const Surroundings& surroundings) {
  History history(request, surroundings);
  std::vector<Target> targets;
  for (const base::UserId& user : strangers(request, history)) targets.push_back({user, "", 0});
  if (request.who.empty()) return targets;
  const query::Window ever{base::wall_from_unix_ms(0), base::WallTime::max()};
  for (const Subject& subject : history.chosen(query::NameMatch::whole)) {
    const auto known =
        std::find_if(targets.begin(), targets.end(), [&](const Target& one) { return one.user == subject.person.id; });
    Target& target =
        known != targets.end() ? *known : targets.emplace_back(Target{subject.person.id, subject.person.called(), 0});
    target.transitions += history.presence(subject, ever).changes.size() + history.status(subject, ever).changes.size();
  }
  return targets;
}

std::string described(const Target& target) {
  const std::string who = target.name.empty() ? query::printable(target.user.text) + ", of whom nothing is recorded"
                                              : fmt::format("{} ({})", query::printable(target.name), target.user.text);
  return fmt::format("{} transitions of {}", target.transitions, who);
}

std::string question(const std::vector<Target>& targets, bool forget) {
  std::string text = "delete ";
  for (const Target& target : targets) text += (&target == &targets.front() ? "" : ",\n       ") + described(target);
  return text + (forget ? ", and never record them again? [y/N] " : "? [y/N] ");
}

void confirm(const std::vector<Target>& targets, const Request& request, const Surroundings& surroundings) {
  if (request.yes) return;
  if (!surroundings.confirm)
    throw Refused(ExitStatus::usage, fmt::format("{} deletes for good: --yes says that it may, where there is no "
                                                 "terminal to ask on; nothing was deleted",
                                                 request.command));
  if (!surroundings.confirm(question(targets, forgets(request))))
    throw Refused(ExitStatus::failed, "nothing was deleted");
}

control::Purged by_daemon(const std::filesystem::path& socket, const Target& target, bool forget) {
  const control::Request question =
      forget ? control::Request(control::Forget{target.user}) : control::Request(control::Purge{target.user});
  const auto reply = ask_daemon(socket, question);
  if (!reply) throw Refused(ExitStatus::failed, "presenced was stopped meanwhile; ask again");
  if (reply->status == 404) return {target.user, false, false, 0, 0};  // gone since the history was read
  if (reply->status != 200) throw refused_by(*reply);
  const auto purged = control::read_purged(reply->body);
  if (!purged) throw Refused(ExitStatus::failed, query::printable(purged.error()));
  return purged.value();
}

// The daemon that records into this very history; a copy of it, or another one, is no business of a daemon's.
bool records_here(const std::filesystem::path& socket, const std::string& db) {
  const auto reply = ask_daemon(socket, control::GetStatus{});
  if (!reply) return false;
  const auto status = control::read_status(reply->body);
  if (reply->status != 200 || !status) throw refused_by(*reply);
  std::error_code ignored;
  return std::filesystem::equivalent(status.value().history.path, db, ignored);
}

// Nobody records into it: opening it takes the daemon's lock, and is refused where somebody has it.
class Alone {
 public:
  Alone(const Request& request, const Surroundings& surroundings) {
    auto opened =
        store::HistoryDb::open({.file = request.db, .version = "", .now = surroundings.clock(), .recording = false});
    if (!opened && opened.error().failure_class == store::FailureClass::busy)
      throw Refused(ExitStatus::failed,
                    {query::printable(opened.error().message),
                     "a daemon that records is asked over its control socket, which is elsewhere: --socket FILE"});
    history_ = answered(std::move(opened));
  }

  control::Purged purge(const Target& target, bool forget) {
    const store::Purged purged = answered(history_->purge(target.user, forget));
    return {target.user, purged.known, forget, static_cast<std::size_t>(purged.transitions),
            static_cast<std::size_t>(purged.spans)};
  }
  void close() {
    if (const auto failure = history_->close()) throw Refused(ExitStatus::failed, failure->message);
  }

 private:
  std::unique_ptr<store::HistoryDb> history_;
};

ExitStatus delete_people(const Request& request, const Surroundings& surroundings) {
  const std::vector<Target> targets = targets_of(request, surroundings);
  confirm(targets, request, surroundings);
  const auto socket = control_socket(request, surroundings);
  std::optional<Alone> alone;
  if (!records_here(socket, request.db)) alone.emplace(request, surroundings);
  const query::ZoneDatabase zones;
  SheetOutput sheet(request, surroundings, {request.command, std::nullopt, zone_for(request, surroundings, zones), {}},
                    purge_columns());
  for (const Target& target : targets) {
    if (surroundings.progress) surroundings.progress("deleting " + described(target));
    const control::Purged purged =
        alone ? alone->purge(target, forgets(request)) : by_daemon(socket, target, forgets(request));
    sheet.row({target.user.text, target.name.empty() ? query::Cell{} : query::Cell{target.name}, purged.known,
               purged.forgotten, static_cast<std::int64_t>(purged.transitions),
               static_cast<std::int64_t>(purged.spans)});
  }
  if (surroundings.progress) surroundings.progress("");
  sheet.end();
  if (alone) alone->close();
  return ExitStatus::answered;
}

}  // namespace

ExitStatus purge(const Request& request, const Surroundings& surroundings) {
  return delete_people(request, surroundings);
}

ExitStatus forget(const Request& request, const Surroundings& surroundings) {
  return delete_people(request, surroundings);
}

}  // namespace presenced::ask
