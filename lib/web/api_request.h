// A question to /api/COMMAND as the request of that command: the parameters have the names of its long options, and
// `who` and `time` those of its operands. Pure.
#pragma once

#include <string>

#include "base/result.h"
#include "commands/command.h"
#include "commands/request.h"
#include "web/target.h"

namespace presenced::web {

// Only options that say what the answer is about can be parameters: none that names a file or a host, or runs
// something. `format` is json, jsonl, csv or svg; a picture is asked for by `Request::to`. `like` holds what the page
// was started with: file and time zone. The error is a sentence that names the parameter.
base::Result<commands::Request, std::string> api_request(const commands::Command& command, const Parameters& parameters,
                                                         commands::Request like);

}  // namespace presenced::web
