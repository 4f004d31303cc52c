// What Slack has answered about one workspace of the configuration, as `check --connect` asks. Plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "config/token_kind.h"
#include "feeds/settings.h"
#include "slack/replies.h"
#include "watch/members.h"

namespace presenced::setup {

// Slack's word on one token; empty: it has not been asked.
using TokenAnswer = std::variant<std::monostate, slack::AuthTested, slack::ApiError>;

// Whether a way to events opens. The url that Slack gave is not dialled.
enum class Opening : std::uint8_t { not_tried, opens, refused };

struct Tried {
  Opening opening = Opening::not_tried;
  slack::ApiError error;  // where refused
};

struct Findings {
  std::string workspace;
  feeds::Tuning tuning;
  bool team_named = false;  // the configuration says which team to record
  watch::SharedWatchlist watchlist;
  config::TokenKind token_kind = config::TokenKind::other;
  TokenAnswer token;
  TokenAnswer app_token;
  Tried rtm;
  Tried socket_mode;

  std::size_t people = 0;                  // on the watchlist, names included as far as they are known
  std::vector<base::UserId> not_visible;   // of them: no page of users.list has them
  std::optional<slack::ApiError> no_list;  // users.list failed, and nothing is known of who is visible
  std::vector<std::string> name_warnings;  // names that Slack could not resolve, and why
  std::string ended_early;                 // why not everything was asked; empty: it was
};

}  // namespace presenced::setup
