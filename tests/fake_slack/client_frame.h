// What a client sends on a socket, read with simdjson alone: the fake shares no decoder with what it tests.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/result.h"

namespace presenced::fake_slack {

struct ClientFrame {
  std::string type;
  std::int64_t id = 0;  // 0: none was given, or it is not a positive integer
  std::vector<base::UserId> ids;
  std::vector<std::pair<std::string, std::string>> flat;  // every other key with a flat value, as JSON: a pong's echo
};

struct BadFrame {
  std::string why;
};

base::Result<ClientFrame, BadFrame> read_client_frame(simdjson::dom::parser& parser, std::string_view text);

}  // namespace presenced::fake_slack
