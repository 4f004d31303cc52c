// The frames Slack sends, as texts. One place for their shapes (docs/PROTOCOL.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "fake_slack/client_frame.h"
#include "fake_slack/groups.h"
#include "fake_slack/options.h"
#include "fake_slack/person.h"

namespace presenced::fake_slack {

class JsonObject;

struct MembersChanged {
  std::vector<base::UserId> added;
  std::vector<base::UserId> removed;
  std::int64_t updated_before = 0;  // UNIX seconds
};

class FrameWriter {
 public:
  FrameWriter(const Options& options, base::Random& random) : options_(options), random_(random) {}

  std::string hello();
  std::string pong(const ClientFrame& ping);
  std::string reply_error(std::int64_t reply_to, std::int64_t code, std::string_view message);
  std::string rate_limited(std::int64_t reply_to);  // code -1, or 17 with retry_after, by the seed
  std::string connection_error(std::int64_t code, std::string_view message);
  std::string bare(std::string_view type);  // {"type":TYPE}

  struct Told {
    std::string text;
    std::vector<base::UserId> users;  // who it tells of
  };
  // These people have this presence: one frame or several, in the form that the options and the client allow.
  std::vector<Told> presence(const std::vector<base::UserId>& users, base::Presence presence, bool batch_aware);
  std::string manual_presence(base::Presence presence);

  // `type`: user_change, user_status_changed, user_profile_changed, user_huddle_changed, team_join.
  std::string user_event(std::string_view type, const Person& person, base::WallTime now);
  std::string dnd_event(const base::UserId& user, const base::Dnd& dnd, base::WallTime now);
  std::string user_invalidated(const base::UserId& user);
  std::string subteam_members_changed(const Usergroup& group, const MembersChanged& change);
  std::string subteam(std::string_view type, const Usergroup& group);  // subteam_created, subteam_updated
  // member_joined_channel, member_left_channel
  std::string channel_member(std::string_view type, const Channel& channel, const base::UserId& user,
                             base::WallTime now);
  std::string noise(const base::UserId& about);  // something nobody asked for
  std::string reconnect_url();                   // a credential that must be ignored and never logged

 private:
  std::string finished(const JsonObject& object);
  void stamp(JsonObject& frame, base::WallTime now);
  PresenceForm next_form(bool batch_aware);

  const Options& options_;
  base::Random& random_;
};

}  // namespace presenced::fake_slack
