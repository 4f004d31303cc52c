#include "commands/doctor_report.h"

#include <algorithm>
#include <iterator>

#include "history/end_reason.h"
#include "text/text.h"

namespace presenced::commands {
namespace {

constexpr std::string_view kRemoved = "[removed]";

bool of_a_secret(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_.%/+=~").find(c) != std::string_view::npos;
}

// Where "xoxb-...", "xoxe.xoxp-...", "xapp-..." begin (docs/PROTOCOL.md: the kinds of tokens, and the cookie `d`).
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

// Of the Web API's errors and of the socket's: those that an administrator meets. The end reasons of sessions come on
// top.
constexpr std::string_view kWordsOfSlack[] = {"access_denied",           "account_inactive",
                                              "ekm_access_denied",       "fatal_error",
                                              "internal_error",          "invalid_auth",
                                              "migration_in_progress",   "missing_scope",
                                              "not_allowed_token_type",  "not_authed",
                                              "org_login_required",      "paid_teams_only",
                                              "plan_upgrade_required",   "ratelimited",
                                              "request_timeout",         "service_unavailable",
                                              "team_access_not_granted", "team_added_to_org",
                                              "token_expired",           "token_revoked",
                                              "unknown_method",          "user_removed_from_team",
                                              "users_not_found",         "user_not_found"};

bool is_known_word(std::string_view word) {
  const auto slack = std::find(std::begin(kWordsOfSlack), std::end(kWordsOfSlack), word);
  const auto ours = std::find_if(std::begin(history::kEndReasonWords), std::end(history::kEndReasonWords),
                                 [&](const auto& entry) { return entry.word == word; });
  return slack != std::end(kWordsOfSlack) ||
         (ours != std::end(history::kEndReasonWords) && word.find('_') != std::string_view::npos);
}

constexpr std::string_view kOfAWord = "abcdefghijklmnopqrstuvwxyz_";

}  // namespace

std::string known_words(std::string_view text) {
  std::string words;
  for (std::size_t at = text.find_first_of(kOfAWord); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_not_of(kOfAWord, at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (is_known_word(word)) words += (words.empty() ? "" : ", ") + std::string(word);
    at = text.find_first_of(kOfAWord, end);
  }
  return words.empty() ? "" : " (" + words + ")";
}

std::string plain_word(const std::string& word) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyz0123456789_-.+~ ";
  constexpr std::size_t kLongest = 40;
  return word.size() <= kLongest && word.find_first_not_of(kPlain) == std::string::npos ? word : "[removed]";
}

std::string without_homes(std::string_view text) {
  constexpr std::string_view kHome = "/home/";
  std::string out;
  std::size_t at = 0;
  for (std::size_t home = text.find(kHome); home != std::string_view::npos; home = text.find(kHome, at)) {
    out += text.substr(at, home + kHome.size() - at);
    at = std::min(text.find('/', home + kHome.size()), text.size());
    out += kRemoved;
  }
  return out += text.substr(at);
}

std::string without_secrets(std::string_view text) { return without_passwords(without_tokens(text)); }

void Report::add(std::string name, std::string_view value, bool wrong) {
  items_.push_back({topic_, std::move(name), std::string(value), wrong});
}

std::string Report::workspace(const std::string& name) {
  auto known = std::find(workspaces_.begin(), workspaces_.end(), name);
  if (known == workspaces_.end()) known = workspaces_.insert(known, name);
  return "workspace " + std::to_string(known - workspaces_.begin() + 1);
}

void Report::hide(const base::Secret& secret) {
  if (!secret.empty()) hidden_.push_back(secret);
}

std::vector<Item> Report::items() const {
  const auto clean = [&](std::string text) {
    for (const base::Secret& secret : hidden_) replace_all(text, secret.reveal());
    return text::printable(without_homes(without_secrets(text)));
  };
  std::vector<Item> items;
  for (const Item& item : items_) items.push_back({item.topic, clean(item.name), clean(item.value), item.wrong});
  return items;
}

}  // namespace presenced::commands
