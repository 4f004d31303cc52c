// Frames of every known kind with details that fit badly.
#include "fuzz/engine_script.h"

namespace presenced::fuzz {
namespace {

constexpr std::array kBare{R"({"type":"hello"})",
                           R"({"type":"goodbye"})",
                           R"({"type":"team_migration_started"})",
                           R"({})",
                           R"([])",
                           R"({"type":"presence_change","presence":"away"})",
                           R"({"type":"presence_change","user":"U0ANN"})",
                           R"({"type":"reconnect_url","url":"wss://rtm.example/S3CR3T"})"};

constexpr std::array kCodes{"-1", "17", "1", "3", "0"};
constexpr std::array kUpdated{"", R"("updated":1,)", R"("updated":1700000000,)", R"("updated":9223372036854775807,)",
                              R"("updated":-5,)"};
constexpr std::array kExpiry{"0", "1", "1700001060", "253402300799", "-1", "null"};
constexpr std::array kUserEvents{"user_change", "user_status_changed", "user_huddle_changed", "team_join"};

std::string quoted(const std::string& text) { return '"' + text + '"'; }

}  // namespace

std::string EngineScript::sentence() {
  const auto presence = [this] { return bytes_.flag() ? R"("presence":"active")" : R"("presence":"away")"; };
  switch (bytes_.below(8)) {
    case 0:
      return bytes_.one_of(kBare);
    case 1:
      return R"({"type":"presence_change","user":)" + quoted(somebody().text) + "," + presence() + "}";
    case 2: {
      std::string users;
      for (std::size_t left = bytes_.below(6); left > 0; --left) users += quoted(somebody().text) + ",";
      return R"({"users":[)" + users + R"("U0STRANGER"],)" + presence() + R"(,"type":"presence_change_batch"})";
    }
    case 3: {
      const std::string type = bytes_.one_of(kUserEvents);
      const std::string id = quoted(somebody().text);
      const std::string updated = bytes_.one_of(kUpdated);
      const std::string text = std::to_string(bytes_.below(4));
      const std::string profile = bytes_.flag()
                                      ? R"("profile":{"status_text":")" + text +
                                            R"(","status_emoji":"","status_expiration":)" + bytes_.one_of(kExpiry) + "}"
                                      : R"("profile":null)";
      return R"({"type":)" + quoted(type) + R"(,"user":{"id":)" + id + R"(,"name":"n)" + text + "\"," + updated +
             profile + "}}";
    }
    case 4:
      return R"({"type":"user_invalidated","user":)" + quoted(somebody().text) + "}";
    case 5:
      return R"({"type":"pong","reply_to":)" + std::to_string(bytes_.below(32)) + "}";
    case 6:
      return R"({"ok":false,"reply_to":)" + std::to_string(bytes_.below(32)) + R"(,"error":{"code":)" +
             bytes_.one_of(kCodes) + R"(,"msg":"slow\u000adown"}})";
    default:
      return R"({"type":"error","error":{"code":)" + std::string(bytes_.one_of(kCodes)) + R"(,"msg":"trouble"}})";
  }
}

}  // namespace presenced::fuzz
