#include "ask/doctor_report.h"

#include <algorithm>

#include "query/text.h"

namespace presenced::ask {
namespace {

constexpr std::string_view kRemoved = "[removed]";

bool of_a_secret(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_.%/+=~").find(c) != std::string_view::npos;
}

// Where "xoxb-...", "xoxe.xoxp-...", "xapp-..." begin (PROTOCOL: the kinds of tokens, and the cookie `d`).
std::size_t next_token(std::string_view text, std::size_t from) {
  std::size_t next = std::string_view::npos;
  for (const std::string_view prefix : {"xox", "xapp-"}) next = std::min(next, text.find(prefix, from));
  return next;
}

std::string without_tokens(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t token = next_token(text, at); token != std::string_view::npos; token = next_token(text, at)) {
    out += text.substr(at, token - at);
    out += kRemoved;
    for (at = token; at < text.size() && of_a_secret(text[at]);) ++at;
  }
  return out += text.substr(at);
}

// "//user:password@host"
std::string without_passwords(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t slashes = text.find("//"); slashes != std::string_view::npos; slashes = text.find("//", at)) {
    const std::size_t begin = slashes + 2;
    const std::size_t end = std::min(text.find_first_of("/ \t", begin), text.size());
    const std::size_t sign = text.substr(0, end).rfind('@');
    out += text.substr(at, begin - at);
    at = begin;
    if (sign == std::string_view::npos || sign < begin) continue;
    out += kRemoved;
    at = sign;
  }
  return out += text.substr(at);
}

void replace_all(std::string& text, const std::string& what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + kRemoved.size()))
    text.replace(at, what.size(), kRemoved);
}

}  // namespace

std::string without_secrets(std::string_view text) { return without_passwords(without_tokens(text)); }

void Report::add(std::string name, std::string_view value, bool wrong) {
  items_.push_back({topic_, std::move(name), std::string(value), wrong});
}

void Report::hide(const config::Secret& secret) {
  if (!secret.empty()) hidden_.push_back(secret);
}

std::vector<Item> Report::items() const {
  const auto clean = [&](std::string text) {
    for (const config::Secret& secret : hidden_) replace_all(text, secret.reveal());
    return query::printable(without_secrets(text));
  };
  std::vector<Item> items;
  for (const Item& item : items_) items.push_back({item.topic, clean(item.name), clean(item.value), item.wrong});
  return items;
}

}  // namespace presenced::ask
