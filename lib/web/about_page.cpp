#include "web/about_page.h"

#include <set>
#include <vector>

#include "base/json_object.h"
#include "commands/history.h"
#include "commands/recorder_watch.h"
#include "time/zone_database.h"

namespace presenced::web {
namespace {

std::string recorder_json(const commands::History& history, base::WallTime clock) {
  commands::RecorderWatch watch;
  const auto problem = watch.look(history.recorder(), clock, *history.zone());
  base::JsonObject recorder;
  recorder.flag("alive", !problem).number("alive_at_ms", base::unix_ms(history.alive_at()));
  if (problem) recorder.text("problem", *problem);
  return recorder.done();
}

std::vector<std::string> groups_json(commands::History& history) {
  std::vector<std::string> groups;
  for (const history::Group& group : history.groups())
    groups.push_back(base::JsonObject()
                         .text("workspace", group.workspace)
                         .text("name", group.name)
                         .number("members", static_cast<std::int64_t>(group.users.size()))
                         .done());
  return groups;
}

}  // namespace

std::string about_page(const commands::Request& request, const commands::CommandContext& context,
                       const Visitor& visitor) {
  commands::History history(request, context);
  std::set<std::string> workspaces;
  for (const history::Person& person : history.people()) workspaces.insert(person.workspace);
  for (const history::Group& group : history.groups()) workspaces.insert(group.workspace);
  base::JsonObject page;
  page.number("schema", 1)
      .text("version", context.version)
      .text("zone", history.zone()->name())
      .texts("zones", time::ZoneDatabase().names())
      .number("now_ms", base::unix_ms(history.now()))
      .number("newest_seq", history.last_seq())
      .raw("recorder", recorder_json(history, context.clock()))
      .texts("workspaces", {workspaces.begin(), workspaces.end()})
      .array("groups", groups_json(history))
      .number("people", static_cast<std::int64_t>(history.people().size()))
      .flag("limited", visitor.limit.has_value())
      .time("until", visitor.until)
      .text("visitor", visitor.name);
  return page.done() + "\n";
}

}  // namespace presenced::web
