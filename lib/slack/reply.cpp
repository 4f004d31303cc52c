// What Web API replies mean.
#include <algorithm>
#include <string_view>
#include <vector>

#include "slack/json.h"
#include "slack/log_text.h"
#include "slack/web_api.h"

namespace presenced::slack {
namespace {

constexpr int kOk = 200;
constexpr int kTooManyRequests = 429;

// Slack asks for seconds to minutes. A header that asks for years, by mistake or malice, must neither silence us nor
// overflow a deadline.
constexpr std::chrono::seconds kLongestRetryAfter = std::chrono::hours{24};

std::optional<std::chrono::seconds> sensible(std::optional<std::chrono::seconds> retry_after) {
  if (!retry_after || *retry_after < std::chrono::seconds{0}) return std::nullopt;
  return std::min(*retry_after, kLongestRetryAfter);
}

ApiError transient(std::string error, const HttpReply& reply) {
  ApiError failure;
  failure.error = std::move(error);
  failure.retry_after = sensible(reply.retry_after);
  return failure;
}

// "users:read, dnd:read", as the header has it. A word of any other letters is none of Slack's.
std::vector<std::string> words_of(std::string_view list) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:._-";
  std::vector<std::string> words;
  while (!list.empty()) {
    const std::size_t begin = std::min(list.find_first_not_of(", "), list.size());
    const std::size_t end = std::min(list.find_first_of(", ", begin), list.size());
    const std::string_view word = list.substr(begin, end - begin);
    if (!word.empty() && word.find_first_not_of(kLetters) == word.npos) words.emplace_back(word);
    list.remove_prefix(end);
  }
  return words;
}

// "ok":false. What is absent is an answer only where it was asked for.
ApiError refusal(const MethodRow& method, json::Object body, const HttpReply& reply) {
  const std::string_view word = json::string_or_empty(body, "error");
  if (word.empty()) return transient("refused without a reason", reply);
  ApiError refused = transient(log_text(word), reply);
  refused.kind = classify(word);
  refused.of_this_one = method.asks_for_one && !is_known(word);
  if (refused.kind == ErrorClass::absent && !method.asks_for_one) refused.kind = ErrorClass::transient;
  refused.needed = log_text(json::string_or_empty(body, "needed"));
  refused.provided = log_text(json::string_or_empty(body, "provided"));
  return refused;
}

}  // namespace

Reply decode_reply(Method method, const HttpReply& reply) {
  if (reply.status == 0) return transient(reply.failure.empty() ? "no answer" : log_text(reply.failure), reply);
  if (reply.status == kTooManyRequests) return transient("ratelimited", reply);
  // Slack's own answers, refusals included, come with 200. Whatever else comes is a proxy, a captive portal or an
  // incident, and says nothing about our token.
  if (reply.status != kOk) return transient("http " + std::to_string(reply.status), reply);

  json::Parser parser;
  const auto body = parser.parse(reply.body);
  if (!body) return transient("not json", reply);
  const auto ok = json::boolean(body.value(), "ok");
  if (!ok) return transient("not an answer from Slack", reply);
  if (!*ok) return refusal(row_of(method), body.value(), reply);
  auto promised = row_of(method).read(body.value());
  if (!promised) return transient("incomplete answer", reply);
  if (auto* tested = std::get_if<AuthTested>(&*promised)) tested->scopes = words_of(reply.scopes);
  return std::move(*promised);
}

}  // namespace presenced::slack
