// The options of `presencectl serve`, understood. Pure.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "commands/command_context.h"
#include "commands/request.h"
#include "web/site.h"

namespace presenced::web {

struct ServeSettings {
  std::string address = "127.0.0.1";  // empty: a Unix socket
  std::uint16_t port = 8420;
  std::filesystem::path unix_socket = {};
  SiteSettings site = {};
  std::filesystem::path tokens = {};        // empty: none are needed
  std::filesystem::path opened_links = {};  // which links were opened: in $STATE_DIRECTORY, else beside the tokens
  bool access_log = false;
};

// Throws commands::Refused. Another address than loopback needs tokens or a trusted header: nothing else keeps
// everybody on the network out.
ServeSettings serve_settings(const commands::Request& request, const commands::CommandContext& context);

}  // namespace presenced::web
