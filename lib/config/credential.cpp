#include "config/credential.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "config/file.h"
#include "config/wording.h"

namespace presenced::config {
namespace {

constexpr std::size_t kLargestFile = 64 * 1024;  // more than systemd-creds makes of any token

// What `systemd-creds encrypt` makes: bytes, or base64 in lines, and of a token more than a hundred characters of it.
// No token looks like that: it begins with "xox" or has a dash, which base64 has not.
bool encrypted(std::string_view text) {
  constexpr std::size_t kShortestBlob = 100;
  if (looks_secret(text)) return false;
  const auto control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
  };
  if (std::any_of(text.begin(), text.end(), control)) return true;
  const auto base64 = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
           c == '=' || c == '\n' || c == '\r';
  };
  return text.size() >= kShortestBlob && std::all_of(text.begin(), text.end(), base64);
}

std::string where_it_is_kept(const std::string& name) {
  return fmt::format("/etc/credstore/{0}, or in the file that LoadCredential={0}:FILE names in the systemd unit", name);
}

}  // namespace

base::Result<Secret, SecretError> read_credential(const std::optional<std::filesystem::path>& directory,
                                                  const std::string& name) {
  const std::string shown = printable(name);
  const std::string kept = where_it_is_kept(shown);
  if (!directory)
    return SecretError{
        fmt::format("$CREDENTIALS_DIRECTORY is not set; expected LoadCredential={} in the systemd unit "
                    "and the token in {}; or token_file here",
                    shown, kept)};
  const std::filesystem::path path = *directory / name;
  std::error_code error;
  if (!std::filesystem::exists(path, error) && !error)
    return SecretError{
        fmt::format("systemd did not pass the credential {} to the service; put the token in {}, check that the unit "
                    "has that line (systemctl edit presenced), and restart the service",
                    shown, kept)};
  const auto file = read_file(path, kLargestFile);
  if (!file)
    return SecretError{
        fmt::format("{} {}; expected the credential {}", printable(path.string()), file.error().message, shown)};
  if ((file.value().mode & kModeOfOthers) != 0)
    return SecretError{
        fmt::format("{} is accessible to other users (mode {:04o}); expected a credential that systemd created",
                    printable(path.string()), file.value().mode)};
  if (file.value().text.find_first_not_of("\r\n") == std::string::npos)
    return SecretError{
        fmt::format("the credential {} is empty; put the token in {}, and restart the service", shown, kept)};
  if (encrypted(file.value().text))
    return SecretError{
        fmt::format("the credential {0} is still encrypted; move the file to "
                    "/etc/credstore.encrypted/{0} and write LoadCredentialEncrypted={0} in the systemd "
                    "unit, or put the plain token in {1}; then restart the service",
                    shown, kept)};
  return make_secret(file.value().text, "the credential " + shown);
}

}  // namespace presenced::config
