#include "config/secret.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/file.h"
#include "config/wording.h"

namespace presenced::config {
namespace {

constexpr std::size_t kLargestFile = 4096;  // the longest tokens known have some 500 characters

constexpr mode_t kGroupAndOthers = 077;

}  // namespace

base::Result<Secret, SecretError> make_secret(std::string_view text, const std::string& source) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  if (text.empty()) return SecretError{source + " is empty; expected the secret"};
  const bool visible = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (!visible) {
    return SecretError{source +
                       " contains a space, a control character or a non-ASCII letter; "
                       "expected the secret alone, on one line"};
  }
  return Secret(std::string(text));
}

base::Result<Secret, SecretError> read_secret_file(const std::filesystem::path& path) {
  const std::string name = printable(path.string());
  const auto file = read_file(path, kLargestFile);
  if (!file)
    return SecretError{fmt::format("{} {}; expected a file that holds the secret", name, file.error().message)};
  const mode_t mode = file.value().mode;
  if ((mode & kGroupAndOthers) != 0) {
    return SecretError{fmt::format("{} is accessible to other users (mode {:04o}); run: chmod 600 {}", name, mode,
                                   shell_word(path.string()))};
  }
  return make_secret(file.value().text, name);
}

}  // namespace presenced::config
