// Step 2 of reading the main file: what is written in it, typed, each value with its place. Nothing is checked against
// anything else yet, and nothing that is absent has been filled in.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/time.h"
#include "config/problem.h"
#include "config/secret.h"
#include "config/settings.h"
#include "feeds/settings.h"

namespace presenced::config {

template <class T>
struct Written {
  T value;
  Place place;
};

template <class T>
using Maybe = std::optional<Written<T>>;

// The keys that say where one token is: `token_file` and so on.
struct WrittenToken {
  Maybe<std::string> file;
  Maybe<std::string> env;
  Maybe<std::string> credential;

  int given() const { return file.has_value() + env.has_value() + credential.has_value(); }
  // The one that counts, when there is exactly one.
  const Written<std::string>* source() const {
    if (given() != 1) return nullptr;
    return file ? &*file : env ? &*env : &*credential;
  }
};

struct WrittenWorkspace {
  Place place;
  bool understood = true;  // false: a key was unknown, so that one which seems to be missing may only be misspelt
  Maybe<std::string> name;
  WrittenToken token;
  WrittenToken app_token;
  Maybe<std::string> cookie_file;
  Maybe<std::string> watchlist;
  Maybe<std::string> api_url;
  Maybe<std::string> ca_file;
  Maybe<std::string> team;
  feeds::Tuning tuning;  // with the defaults where nothing is written
  Maybe<Secret> proxy;   // may hold a password
};

struct WrittenSocket {
  Maybe<std::string> path;
  Maybe<std::string> group;
  Maybe<mode_t> mode;
};

struct WrittenSettings {
  Maybe<std::string> history_path;
  Maybe<Durability> durability;
  Maybe<std::optional<base::Millis>> retention;  // empty inside: `forever`
  Maybe<base::LogLevel> log_level;
  Maybe<LogFormat> log_format;
  WrittenSocket control_socket;
  WrittenSocket status_socket;
  Maybe<std::string> metrics_listen;
  Maybe<bool> metrics_allow_remote;
  std::vector<WrittenWorkspace> workspaces;
};

}  // namespace presenced::config
