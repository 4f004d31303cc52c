// Who holds a token: the files of tokens and of opened links, looked at again for every request, so that what was
// revoked is refused at once. Thread-safe; it waits for the disk, so it is asked on a worker's thread.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "access/opened_links.h"
#include "access/private_file.h"
#include "access/token_file.h"
#include "base/result.h"
#include "base/time.h"
#include "net/http_server.h"
#include "web/credential.h"
#include "web/wrong_tokens.h"

namespace presenced::web {

// Somebody who was let in.
struct Visitor {
  std::string name = {};                     // of the token or the user; empty: nobody asked
  std::optional<access::Limit> limit = {};   // empty: may see everything
  std::optional<base::WallTime> until = {};  // when that ends
};

class TokenDesk {
 public:
  // `unusable` is told, on the thread that asks, what is wrong with the files, each time that somebody asks.
  TokenDesk(std::filesystem::path tokens, std::filesystem::path opened_links,
            std::function<void(const std::string& problem)> unusable)
      : file_(std::move(tokens)),
        opened_file_(opened_links),
        opened_(std::move(opened_links)),
        unusable_(std::move(unusable)) {}

  std::string problem();  // with the files as they are now; empty: none

  // The refusal: 401 (no credential, or a wrong one), 403 (the token has ended), 429 (too many wrong ones), 503 (the
  // files cannot be read: then nobody is let in).
  base::Result<Visitor, net::HttpAnswer> admit(const Credential& credential, base::Instant now);

  // What a link opens into.
  struct Opened {
    base::Secret cookie;
    Visitor visitor;
  };
  // 410: it has been opened before.
  base::Result<Opened, net::HttpAnswer> open_link(const base::Secret& link, base::Instant now);

 private:
  net::HttpAnswer unusable(const std::string& problem);
  std::string refresh();  // empty: both files are known as they are now
  net::HttpAnswer wrong(base::Instant now);
  const access::Token* holder_of(const Credential& credential) const;
  static base::Result<Visitor, net::HttpAnswer> visitor(const access::Token& token, base::WallTime now);

  std::mutex mutex_;  // of all below
  access::TokenFile file_;
  std::filesystem::path opened_file_;
  access::OpenedLinks opened_;
  std::vector<access::Token> tokens_;
  std::optional<access::FileMark> tokens_mark_, opened_mark_;  // of the files as they were read
  std::function<void(const std::string&)> unusable_;
  WrongTokens wrong_;
};

}  // namespace presenced::web
