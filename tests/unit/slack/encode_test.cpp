#include "slack/encode.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace presenced;
using namespace presenced::slack;
using Ids = std::vector<base::UserId>;

TEST_CASE("a subscription is written as Slack documents it") {
  CHECK(presence_sub(Ids{{"U061F7AUR"}, {"W123456"}}) == R"({"type":"presence_sub","ids":["U061F7AUR","W123456"]})");
  CHECK(presence_sub(Ids{{"U061F7AUR"}}) == R"({"type":"presence_sub","ids":["U061F7AUR"]})");
}

TEST_CASE("an empty subscription is an empty list") {
  CHECK(presence_sub({}) == R"({"type":"presence_sub","ids":[]})");
}

TEST_CASE("a query is written like a subscription") {
  CHECK(presence_query(Ids{{"U061F7AUR"}, {"W123456"}}) ==
        R"({"type":"presence_query","ids":["U061F7AUR","W123456"]})");
}

TEST_CASE("a ping carries its id and the time in milliseconds") {
  CHECK(ping(1234, base::wall_from_unix_ms(1'403'299'273'342)) == R"({"id":1234,"type":"ping","time":1403299273342})");
}

TEST_CASE("an id that should never have come here is escaped") {
  CHECK(presence_sub(Ids{{"U\"],\"x\\\n"}}) == R"({"type":"presence_sub","ids":["U\"],\"x\\\u000a"]})");
  CHECK(presence_sub(Ids{{std::string("\0\x1f", 2)}}) == R"({"type":"presence_sub","ids":["\u0000\u001f"]})");
}

TEST_CASE("frame_bytes is the exact size of a query, and a subscription is not longer") {
  Ids ids;
  std::size_t id_bytes = 0;
  for (std::size_t count = 0; count <= kMaxIdsPerFrame; ++count) {
    REQUIRE(presence_query(ids).size() == frame_bytes(ids.size(), id_bytes));
    REQUIRE(presence_sub(ids).size() < frame_bytes(ids.size(), id_bytes));
    ids.push_back({"U" + std::string(2 + count % 29, 'A')});  // all lengths that valid_user_id lets pass
    id_bytes += ids.back().text.size();
  }
}

TEST_CASE("as many ids as Slack advises fit into one frame when they are as long as ids are today") {
  CHECK(frame_bytes(kMaxIdsPerFrame, kMaxIdsPerFrame * 11) < kMaxFrameBytes);
  CHECK(frame_bytes(kMaxIdsPerFrame, kMaxIdsPerFrame * 31) > kMaxFrameBytes);  // so bytes must be counted too
}
