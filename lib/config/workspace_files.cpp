#include "config/workspace_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "config/cookie.h"
#include "config/credential.h"
#include "config/document.h"
#include "config/file.h"
#include "config/read_watchlist.h"
#include "config/token_kind.h"
#include "config/validate.h"
#include "config/wording.h"

namespace presenced::config {
namespace {

constexpr std::size_t kLargestCaFile = 4 * 1024 * 1024;  // a whole system's bundle has some 200 KiB

}  // namespace

WorkspaceFiles FileReader::read(const WrittenWorkspace& written, const Workspace& workspace) {
  WorkspaceFiles files;
  read_secrets(written, workspace, files);
  if (written.watchlist) files.watchlist = watchlist(written.watchlist->place, workspace.watchlist);
  if (written.ca_file) files.authorities = authorities(written.ca_file->place, *workspace.ca_file);
  return files;
}

void FileReader::read_secrets(const WrittenWorkspace& written, const Workspace& workspace, WorkspaceFiles& files) {
  if (auto found = token(written.token, workspace.token, fault_of_token)) files.token = *std::move(found);
  if (workspace.app_token) files.app_token = token(written.app_token, *workspace.app_token, fault_of_app_token);
  if (written.cookie_file && !looks_secret(written.cookie_file->value)) {
    auto found = read_secret_file(*workspace.cookie_file);
    if (found) files.cookie = std::move(found.value());
    if (!found) report_.add(written.cookie_file->place, found.error().message);
  }
  check_cookie(written, files);
  if (files.cookie) files.cookie = Secret(encoded_once(files.cookie->reveal()));
}

// Only the token of a browser session (xoxc) needs a cookie beside it, and never works without.
void FileReader::check_cookie(const WrittenWorkspace& written, const WorkspaceFiles& files) {
  if (files.token.empty()) return;
  const bool browser = files.token.reveal().starts_with("xoxc-");
  if (browser && !written.cookie_file && written.understood) {
    report_.add({written.place.line, written.place.column, written.place.key + ".cookie_file"},
                "is missing; expected the path of a file that holds the value of the d cookie: an xoxc token needs it");
  }
  if (!browser && written.cookie_file) {
    report_.add(written.cookie_file->place, "goes with an xoxc token only; expected no cookie beside this one");
  }
  if (!files.cookie) return;
  const std::string& cookie = files.cookie->reveal();
  if (cookie.starts_with("d=") || cookie.find_first_of(";,\"\\") != std::string::npos) {
    report_.add(written.cookie_file->place,
                "names a file with more than a cookie's value; expected the value alone, "
                "without its name or attributes");
  }
}

std::optional<Secret> FileReader::token(const WrittenToken& written, const TokenSource& source,
                                        std::string (*fault)(std::string_view token)) {
  if (!token_usable(written)) return std::nullopt;
  auto found = read_token(source);
  if (!found) {
    report_.add(written.source()->place, found.error().message);
    return std::nullopt;
  }
  const std::string wrong = fault(found.value().reveal());
  if (!wrong.empty()) report_.add(written.source()->place, "names " + wrong);
  return std::move(found.value());
}

base::Result<Secret, SecretError> FileReader::read_token(const TokenSource& source) const {
  if (const auto* file = std::get_if<TokenFile>(&source)) return read_secret_file(file->path);
  if (const auto* named = std::get_if<TokenCredential>(&source))
    return read_credential(environment_.credentials_directory, named->name);
  const std::string& name = std::get<TokenEnv>(source).name;
  const auto text = environment_.variable ? environment_.variable(name) : std::nullopt;
  if (!text)
    return SecretError{fmt::format("the variable {} is not set; expected it to hold the token", printable(name))};
  return make_secret(*text, "the variable " + printable(name));
}

watch::SharedWatchlist FileReader::watchlist(const Place& place, const std::filesystem::path& path) {
  if (const auto before = read_before_.find(path); before != read_before_.end()) return before->second;
  const std::string name = printable(path.string());
  const auto file = read_file(path, kLargestDocument);
  if (!file) {
    report_.add(place, fmt::format("{} {}; expected a watchlist", name, file.error().message));
    return {};
  }
  return read_before_[path] = parsed(name, file.value().text);
}

watch::SharedWatchlist FileReader::parsed(const std::string& name, const std::string& text) {
  const auto tree = parse(text, name);
  if (!tree) {
    watchlist_problems_.push_back(tree.error());
    return {};
  }
  Report report(name);
  watch::Watchlist watchlist = read_watchlist(tree.value(), report);
  Problems found = report.take();
  std::move(found.begin(), found.end(), std::back_inserter(watchlist_problems_));
  return watchlist;
}

std::optional<std::string> FileReader::authorities(const Place& place, const std::filesystem::path& path) {
  const std::string name = printable(path.string());
  auto file = read_file(path, kLargestCaFile);
  if (!file) {
    report_.add(place, fmt::format("{} {}; expected a file of CA certificates", name, file.error().message));
    return std::nullopt;
  }
  if (file.value().text.find("CERTIFICATE-----") == std::string::npos)
    report_.add(place, name + " does not contain a certificate; expected PEM (-----BEGIN CERTIFICATE-----)");
  return std::move(file.value().text);
}

}  // namespace presenced::config
