#include "config/header_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <string_view>

#include "config/file.h"
#include "config/wording.h"

namespace presenced::config {
namespace {

constexpr std::size_t kLargestHeaderFile = 16 * 1024;  // what servers take of headers at most
constexpr mode_t kModeOfGroupAndOthers = 077;

bool token(std::string_view name) {  // RFC 9110, 5.6.2
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
  });
}

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::optional<std::pair<std::string, Secret>> header(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !token(line.substr(0, colon))) return std::nullopt;
  const std::string_view value = without_blanks(line.substr(colon + 1));
  const bool visible = std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (value.empty() || !visible) return std::nullopt;
  return std::pair(std::string(line.substr(0, colon)), Secret(std::string(value)));
}

}  // namespace

base::Result<SecretHeaders, SecretError> read_header_file(const std::filesystem::path& path,
                                                          const std::optional<std::filesystem::path>& credentials) {
  const std::string name = printable(path.string());
  const auto file = read_file(path, kLargestHeaderFile);
  if (!file) return SecretError{fmt::format("{} {}; expected a file with header lines", name, file.error().message)};
  const bool of_systemd = credentials && path.parent_path() == *credentials;
  const mode_t mode = file.value().mode;
  if ((mode & (of_systemd ? kModeOfOthers : kModeOfGroupAndOthers)) != 0)
    return SecretError{fmt::format("{} is accessible to other users (mode {:04o}); run: chmod 600 {}", name, mode,
                                   shell_word(path.string()))};
  SecretHeaders headers;
  std::istringstream lines(file.value().text);
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (without_blanks(line).empty()) continue;
    auto read = header(without_blanks(line));
    if (!read)
      return SecretError{
          fmt::format("{}:{}: is not a header line; expected a name, a colon and a value of visible "
                      "ASCII, such as Authorization: Bearer ...",
                      name, number)};
    headers.push_back(std::move(*read));
  }
  if (headers.empty()) return SecretError{name + " is empty; expected header lines"};
  return headers;
}

}  // namespace presenced::config
