// /api/page: what the page has to know before it asks anything else, as JSON.
#pragma once

#include <string>

#include "commands/command_context.h"
#include "commands/request.h"
#include "web/token_desk.h"

namespace presenced::web {

// Throws commands::Refused when the history cannot be read, or there is no such zone.
std::string about_page(const commands::Request& request, const commands::CommandContext& context,
                       const Visitor& visitor);

}  // namespace presenced::web
