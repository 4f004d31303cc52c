// What can be asked of the running daemon over its control socket: HTTP to typed requests, and back for who asks.
//
//   GET  /status
//   POST /reload
//   POST /purge    {"user": "U024BE7LH"}
//   POST /forget   {"user": "U024BE7LH"}
//   POST /forget/undo   {"user": "U024BE7LH"}
//   POST /repair   {"workspace": "acme"}
//   POST /reconnect
//
// Pure. Takes any bytes: what is not exactly one of these is refused, with a reason that repeats nothing of it.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/ids.h"
#include "base/result.h"

namespace presenced::control {

struct GetStatus {
  bool operator==(const GetStatus&) const = default;
};
// Apply the configuration as it stands in the files now.
struct Reload {
  bool operator==(const Reload&) const = default;
};
// Delete a person's history, in every workspace.
struct Purge {
  base::UserId user;
  bool operator==(const Purge&) const = default;
};
// The same, and never record that person again.
struct Forget {
  base::UserId user;
  bool operator==(const Forget&) const = default;
};

// A person who was forgotten may be recorded again.
struct UndoForget {
  base::UserId user;
  bool operator==(const UndoForget&) const = default;
};

// Set aside what a wrong clock has dated into the future, of a workspace that is in the history.
struct Repair {
  std::string workspace;
  bool operator==(const Repair&) const = default;
};

// Try to connect to Slack now, in every workspace, instead of at the time of the next attempt.
struct Reconnect {
  bool operator==(const Reconnect&) const = default;
};

using Request = std::variant<GetStatus, Reload, Purge, Forget, UndoForget, Repair, Reconnect>;

// Why a request is refused, as an HTTP status and words for people.
struct Refusal {
  int status = 400;  // 400, 404 or 405; 403: not on this socket; of what writes also 503: the history cannot be
                     // written; of a repair also 409: the clock is wrong now
  std::string error;
  std::string allow = {};  // with 405: the methods that there are, for the header of that name
  bool operator==(const Refusal&) const = default;
};

// `target`: path and query as they stand in the request line. HEAD counts as GET.
base::Result<Request, Refusal> read_request(std::string_view method, std::string_view target, std::string_view body);

// A request as it goes over the wire; read_request gives it back.
struct Written {
  std::string method;
  std::string target;
  std::string body;  // JSON or empty
};
Written write(const Request& request);

}  // namespace presenced::control
