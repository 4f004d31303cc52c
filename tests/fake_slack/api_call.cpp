#include "fake_slack/api_call.h"

#include <charconv>

#include "fake_slack/json.h"

namespace presenced::fake_slack {

std::string parameter(const HttpCall& call, std::string_view key) {
  const auto found = call.parameters.find(key);
  return found == call.parameters.end() ? std::string{} : found->second;
}

bool flag(const HttpCall& call, std::string_view key) {
  const std::string value = parameter(call, key);
  return value == "true" || value == "1";
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

HttpAnswer done(JsonObject& body) {
  HttpAnswer answer;
  answer.ok = true;
  answer.body = body.boolean("ok", true).written();
  return answer;
}

HttpAnswer refused(std::string_view error) {
  HttpAnswer answer;
  answer.body = JsonObject{}.boolean("ok", false).text("error", error).written();
  return answer;
}

}  // namespace presenced::fake_slack
