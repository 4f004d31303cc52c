#include "fake_slack/http_form.h"

namespace presenced::fake_slack {
namespace {

constexpr std::string_view kApi = "/api/";
constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

// 16 bits, the higher byte first.
void append_u16(std::string& out, std::size_t value) {
  out += static_cast<char>((value >> 8) & 0xFF);
  out += static_cast<char>(value & 0xFF);
}

}  // namespace

HttpCall call_of(const HttpRequestHead& head, std::string_view body) {
  HttpCall call;
  const std::string_view path = std::string_view(head.target).substr(0, head.target.find('?'));
  if (path.starts_with(kApi)) call.method = path.substr(kApi.size());
  call.parameters = read_form(body);
  if (head.authorization.starts_with(kBearer)) call.token = head.authorization.substr(kBearer.size());
  call.cookie = cookie_value(head.cookie, "d");
  call.post = head.method == "POST";
  return call;
}

std::string cookie_value(std::string_view cookie_header, std::string_view name) {
  while (!cookie_header.empty()) {
    const std::size_t end = cookie_header.find(';');
    std::string_view pair = cookie_header.substr(0, end);
    cookie_header = end == std::string_view::npos ? std::string_view{} : cookie_header.substr(end + 1);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return std::string(pair.substr(equals + 1));
  }
  return {};
}

void note_tokens_in_url(std::string_view target, const std::vector<std::string>& tokens, Rulebook& rulebook) {
  const std::string plain = percent_decoded(target);
  for (const std::string& token : tokens)
    if (plain.find(token) != std::string::npos)
      rulebook.breach("token-in-url", "a token belongs into the Authorization header");
}

void note_http_breaches(const HttpRequestHead& head, Rulebook& rulebook) {
  if (head.method != "POST") rulebook.breach("http-form", head.method + " in place of POST");
  if (!head.content_type.starts_with(kFormType)) rulebook.breach("http-form", "content type " + head.content_type);
}

std::string close_frame(std::uint16_t code) {
  std::string frame("\x88\x02", 2);
  append_u16(frame, code);
  return frame;
}

std::string half_a_message(std::string_view payload) {
  constexpr std::size_t kMostInTwoBytes = 65'535;
  payload = payload.substr(0, kMostInTwoBytes);
  std::string frame("\x81", 1);
  if (payload.size() < 126) {
    frame += static_cast<char>(payload.size());
  } else {
    frame += static_cast<char>(126);
    append_u16(frame, payload.size());
  }
  return frame.append(payload.substr(0, payload.size() / 2));
}

}  // namespace presenced::fake_slack
