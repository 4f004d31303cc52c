// Which paths there are: one table. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "commands/command.h"

namespace presenced::web {

struct Route {
  enum class Kind : std::uint8_t {
    unknown,
    home,     // "/": to the first page
    page,     // the HTML of the page, whichever of its views
    asset,    // /assets/NAME
    command,  // /api/COMMAND
    about,    // /api/page: what the page has to know before it asks
    events,   // /api/events
    link,     // /open/SECRET
  };
  Kind kind = Kind::unknown;
  const commands::Command* command = nullptr;  // of `command`
  std::string name = {};                       // of an asset; of a link its secret
};

// `path` is decoded.
Route route(std::string_view path);

inline constexpr std::string_view kFirstPage = "/now";

}  // namespace presenced::web
