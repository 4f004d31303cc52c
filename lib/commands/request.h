// The command line of presencectl, as plain data: texts as the user typed them. The command that needs a text
// interprets it (who, when, which zone), so one place understands each text and reports its mistakes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rendering/sheet.h"
#include "rendering/sheets.h"

namespace presenced::commands {

// Public numbers: scripts rely on them.
enum class ExitStatus : std::uint8_t {
  answered = 0,
  failed = 1,  // also of `wait`: it did not hold in time
  usage = 2,
  unknown = 3,  // --strict, and the answer contains unknown; of `wait`: it cannot be known
  nobody = 4,   // no such person
};

// Whether an answer is coloured.
enum class ColourChoice : std::uint8_t { automatic, always, never };

struct Request {
  std::string command;  // "summary"
  std::string db;       // the file of the history; places.h finds it where the user did not name it
  rendering::Format format = rendering::Format::table;
  std::optional<std::string> tz;
  bool strict = false;
  std::vector<std::string> who;             // empty: everybody
  std::string time;                         // TIME of `at`
  std::optional<std::string> since, until;  // of the window
  std::optional<std::string> idle_grace, merge_flaps;
  ColourChoice color = ColourChoice::automatic;
  bool no_pager = false;
  std::string socket;    // --socket; empty: see places.h
  std::string config;    // --config; empty: see places.h
  std::string file;      // of `backup`
  bool yes = false;      // of `purge`, `forget` and `repair`: not asked again
  bool dry_run = false;  // of `repair`: only shown
  bool force = false;    // of `purge` and `forget`: also an id that nothing is known of
  bool list = false;     // of `forget`: who was
  bool undo = false;     // of `forget`: they may be recorded again
  rendering::Period by = rendering::Period::day;
  std::optional<std::string> facet;                                    // presence or status
  std::optional<std::int64_t> newest;                                  // log -n: so many, the newest
  std::optional<std::int64_t> after;                                   // log --after: a seq
  bool reverse = false;                                                // log -r
  bool follow = false;                                                 // log -f
  std::optional<std::string> exec, post;                               // log -f: who gets each change
  std::optional<std::string> cursor_file, hook_timeout, post_headers;  // of these two
  std::optional<std::string> to;                                       // --to: a file to make
  std::optional<std::string> origin;         // of `replicate`: what the history is called at the centre
  std::optional<std::string> password_file;  // of `replicate`
  std::vector<std::string> histories;        // of `replicate`: ORIGIN=FILE
  bool replace = false;                      // of `replicate`: in the place of what the centre has of the origin
  bool once = false;                         // of `replicate`: not followed
  std::optional<std::string> workspace;
  std::optional<std::string> members;           // --members now: groups stand for their members of today
  std::optional<std::string> state;             // of `now`, `at`, `log` and `wait`
  bool watch = false;                           // of `now`: redrawn as it changes
  std::optional<std::string> grep, source;      // of `log`
  std::optional<std::string> weekday, between;  // of `summary`
  bool any = false;                             // of `overlap` and `wait`
  bool all = false;                             // of `wait`
  std::optional<std::string> lasting, timeout;  // of `wait`: spans
  std::optional<std::string> min;               // of `overlap`: a span
  bool spreadsheet = false;
  std::optional<std::string> sort;                               // --sort: a column
  std::optional<std::int64_t> top;                               // --top: so many rows
  std::string action, token_name;                                // of `token`: add, list or revoke; which one
  std::string tokens;                                            // --tokens: the file; empty: none
  std::vector<std::string> groups;                               // --group: nobody but their members
  std::optional<std::string> listen, unix_socket, trust_header;  // of `serve`
  std::vector<std::string> allow_hosts;                          // of `serve`
  bool access_log = false;                                       // of `serve`
};

// Why there is no answer: sentences for the user, one a line, that say what to do. Thrown where the reason is found,
// and caught in one place, `answer` (command.h).
struct Refused {
  ExitStatus status = ExitStatus::failed;
  std::vector<std::string> lines;

  Refused(ExitStatus why, std::string line) : status(why), lines{std::move(line)} {}
  Refused(ExitStatus why, std::vector<std::string> all) : status(why), lines(std::move(all)) {}
};

}  // namespace presenced::commands
