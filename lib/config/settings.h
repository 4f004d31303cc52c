// The configuration as the daemon uses it: complete, checked, every path resolved. Plain data.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/log.h"
#include "base/socket_access.h"
#include "base/time.h"
#include "base/url.h"
#include "config/secret.h"
#include "feeds/settings.h"

namespace presenced::config {

enum class Durability : std::uint8_t {
  full,    // every commit survives a power cut
  normal,  // a power cut may lose the last commits, never corrupt
};

struct History {
  std::filesystem::path path;
  Durability durability = Durability::full;
  std::optional<base::Millis> retention = std::chrono::hours{24} * 400;  // empty: for ever
  bool operator==(const History&) const = default;
};

enum class LogFormat : std::uint8_t {
  automatic,  // journald priorities under systemd, plain text on a terminal
  json,
};

struct Log {
  base::LogLevel level = base::LogLevel::info;
  LogFormat format = LogFormat::automatic;
  bool operator==(const Log&) const = default;
};

struct Control {
  std::filesystem::path socket;
  bool configured = false;  // the file says so; otherwise it is the default
  base::SocketAccess access;
  std::filesystem::path status_socket;  // answers GET /status alone; empty: there is none
  base::SocketAccess status_access;
  bool operator==(const Control&) const = default;
};

// Where /metrics, /healthz and /readyz are: a port of a numeric address, or a Unix socket. Neither: nowhere.
struct Metrics {
  std::string address;  // IPv4, or IPv6 without brackets
  std::uint16_t port = 0;
  std::filesystem::path socket;
  bool enabled() const { return port != 0 || !socket.empty(); }
  bool operator==(const Metrics&) const = default;
};

// Where a token of a workspace comes from.
struct TokenFile {
  std::filesystem::path path;
  bool operator==(const TokenFile&) const = default;
};
struct TokenEnv {
  std::string name;
  bool operator==(const TokenEnv&) const = default;
};
struct TokenCredential {
  std::string name;
  bool operator==(const TokenCredential&) const = default;
};
using TokenSource = std::variant<TokenFile, TokenEnv, TokenCredential>;

inline constexpr std::string_view kDefaultApiUrl = "https://slack.com/api/";

struct Workspace {
  std::string name;
  TokenSource token;
  std::optional<TokenSource> app_token;              // of the same app, for Socket Mode
  std::optional<std::filesystem::path> cookie_file;  // exactly for xoxc tokens
  std::filesystem::path watchlist;
  std::string api_url = std::string(kDefaultApiUrl);  // ends in "/"; https, or http to a loopback host
  std::optional<std::filesystem::path> ca_file;       // trusted beside the system's
  std::string team;  // the id of the team to record, where an org-wide token serves several; else empty
  feeds::Tuning tuning;
  std::optional<base::Proxy> proxy;  // for Web API and sockets; empty: what the environment says
  bool operator==(const Workspace&) const = default;
};

struct Settings {
  History history;
  Log log;
  Control control;
  Metrics metrics;
  std::vector<Workspace> workspaces;  // at least one, in the order of the file
  bool operator==(const Settings&) const = default;
};

}  // namespace presenced::config
