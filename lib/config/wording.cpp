#include "config/wording.h"

#include <algorithm>

#include "base/escape.h"
#include "base/letters.h"

namespace presenced::config {
namespace {

constexpr std::string_view kHidden = "(hidden: it looks like a Slack token)";
constexpr std::size_t kLongestQuote = 80;  // bytes; enough to recognise what was written, short enough for a log line

bool letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

}  // namespace

bool looks_secret(std::string_view text) {
  if (text.find("xapp-") != text.npos) return true;
  for (auto at = text.find("xox"); at != text.npos; at = text.find("xox", at + 1)) {
    const std::string_view rest = text.substr(at + 3);
    if (rest.size() >= 2 && letter_or_digit(rest[0]) && (rest[1] == '-' || rest[1] == '.')) return true;
  }
  return false;
}

std::string printable(std::string_view text) {
  return looks_secret(text) ? std::string(kHidden) : base::printable(text);
}

std::string in_quotes(std::string_view text) {
  if (looks_secret(text)) return std::string(kHidden);
  if (text.size() <= kLongestQuote) return '"' + printable(text) + '"';
  return '"' + printable(base::cut_between_letters(text, kLongestQuote)) + "...\"";
}

std::string shell_word(std::string_view text) {
  const bool plain = !text.empty() && text[0] != '-' && std::all_of(text.begin(), text.end(), [](char c) {
    return letter_or_digit(c) || std::string_view("/._-+:@,").find(c) != std::string_view::npos;
  });
  if (plain) return std::string(text);
  // "./" keeps a name with a leading dash from being read as an option.
  std::string word = !text.empty() && text[0] == '-' ? "'./" : "'";
  for (const char c : text) {
    if (c == '\'') {
      word += "'\\''";
    } else {
      word += c;
    }
  }
  return word + '\'';
}

std::string alternatives(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known) {
  constexpr std::size_t kLongestWord = 40;  // nothing longer resembles a key; bounds the work on a hostile file
  if (word.size() > kLongestWord) return {};
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, std::min<std::size_t>(3, word.size() / 3)) + 1;
  for (const std::string_view candidate : known) {
    // A start of the word ("token" for "token_file") is as good as one slip of the finger.
    const bool start = word.size() >= 4 && candidate.substr(0, word.size()) == word;
    const std::size_t d = start ? 1 : base::edit_distance(word, candidate);
    if (d < best_distance) {
      best_distance = d;
      best = candidate;
    }
  }
  return best;
}

}  // namespace presenced::config
