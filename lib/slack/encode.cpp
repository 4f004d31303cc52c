#include "slack/encode.h"

#include <string_view>

#include "base/escape.h"

namespace presenced::slack {
namespace {

std::string frame_of_ids(std::string_view type, std::span<const base::UserId> ids) {
  std::size_t id_bytes = 0;
  for (const base::UserId& id : ids) id_bytes += id.text.size();
  std::string frame;
  frame.reserve(frame_bytes(ids.size(), id_bytes));
  frame += R"({"type":")";
  frame += type;
  frame += R"(","ids":[)";
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i > 0) frame += ',';
    frame += base::json_string(ids[i].text);
  }
  frame += "]}";
  return frame;
}

}  // namespace

std::string presence_sub(std::span<const base::UserId> ids) { return frame_of_ids("presence_sub", ids); }

std::string presence_query(std::span<const base::UserId> ids) { return frame_of_ids("presence_query", ids); }

std::string ping(std::int64_t id, base::WallTime now) {
  return R"({"id":)" + std::to_string(id) + R"(,"type":"ping","time":)" + std::to_string(base::unix_ms(now)) + "}";
}

}  // namespace presenced::slack
