// serve: the web page. It is made above the commands, because it answers with them (lib/web).
#include "commands/command.h"

namespace presenced::commands {

ExitStatus serve(const Request& request, const CommandContext& context) {
  if (!context.serve_page) throw Refused(ExitStatus::failed, "this program cannot serve the page; use presencectl");
  return context.serve_page(request);
}

}  // namespace presenced::commands
