// Web API replies: any method, any HTTP status, any Retry-After, any body.
// The input: a byte for the method, two for the status, one that says where Retry-After comes from (and four for it),
// then the body; where there is no answer (status 0), the words of the failure.
#include <array>
#include <cstdint>
#include <string>

#include "fuzz/bytes.h"
#include "fuzz/fuzzer.h"
#include "fuzz/slack_promises.h"
#include "fuzz/text_rules.h"
#include "slack/web_api.h"

using namespace presenced;

namespace {

constexpr std::array kMethods{slack::Method::rtm_connect,
                              slack::Method::auth_test,
                              slack::Method::users_info,
                              slack::Method::users_list,
                              slack::Method::users_set_presence,
                              slack::Method::users_lookup_by_email,
                              slack::Method::usergroups_list,
                              slack::Method::usergroups_users_list,
                              slack::Method::conversations_list,
                              slack::Method::conversations_members,
                              slack::Method::apps_connections_open,
                              slack::Method::users_get_presence};

// 200 most of the time: the others are told apart by little.
int status_of(fuzz::Bytes& bytes) {
  const std::uint16_t word = bytes.word();
  return word < 0x8000 ? 200 : word & 0x3ff;
}

std::optional<std::chrono::seconds> retry_after_of(fuzz::Bytes& bytes) {
  switch (bytes.below(4)) {
    case 0:
      return std::nullopt;
    case 1:
      return std::chrono::seconds{bytes.byte()};
    case 2:
      return std::chrono::seconds::max() - std::chrono::seconds{bytes.byte()};
    default:
      return std::chrono::seconds{static_cast<std::int32_t>(bytes.word() << 16u | bytes.word())};
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Bytes bytes(data, size);
  const slack::Method method = bytes.one_of(kMethods);
  slack::HttpReply reply;
  reply.status = status_of(bytes);
  reply.retry_after = retry_after_of(bytes);
  reply.body = std::string(bytes.rest());
  if (fuzz::valid_utf8(reply.body)) reply.failure = reply.body;  // our own words, whatever they are
  fuzz::expect_promises(method, reply, slack::decode_reply(method, reply));
  return 0;
}
