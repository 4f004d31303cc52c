// A Web API request between the network and the model: what its head means, what it may not look like, and the few
// WebSocket bytes that Beast would never send. No network here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fake_slack/rulebook.h"
#include "fake_slack/web_api.h"

namespace presenced::fake_slack {

struct HttpRequestHead {
  std::string method;
  std::string target;  // path and query
  std::string content_type;
  std::string authorization;
  std::string cookie;
};

HttpCall call_of(const HttpRequestHead& head, std::string_view body);
std::string cookie_value(std::string_view cookie_header, std::string_view name);  // as it came; empty: none

void note_http_breaches(const HttpRequestHead& head, Rulebook& rulebook);
void note_tokens_in_url(std::string_view target, const std::vector<std::string>& tokens, Rulebook& rulebook);

std::string close_frame(std::uint16_t code);           // unmasked, as a server sends it (RFC 6455, 5.5.1)
std::string half_a_message(std::string_view payload);  // the head of a text frame and half of what it promises

}  // namespace presenced::fake_slack
