#include "web/token_desk.h"

#include <fmt/format.h>

#include <set>

#include "net/digest.h"

namespace presenced::web {

// The reason stands in the log, not in the answer: it names files of this machine.
net::HttpAnswer TokenDesk::unusable(const std::string& problem) {
  unusable_(problem);
  return net::http_error(503, "nobody can be let in now; the log of the page says why");
}

std::string TokenDesk::problem() {
  const std::lock_guard lock(mutex_);
  return refresh();
}

// A file that was changed between its mark and its reading is read again the next time.
std::string TokenDesk::refresh() {
  const auto mark = access::mark_of(file_.path());
  if (!mark || mark != tokens_mark_) {
    tokens_.clear();
    tokens_mark_.reset();
    auto read = file_.read();
    if (!read) return read.error();
    tokens_ = std::move(read.value());
    tokens_mark_ = mark;
  }
  const auto opened_mark = access::mark_of(opened_file_);
  if (opened_mark == opened_mark_) return {};
  if (std::string failure = opened_.read(); !failure.empty()) return failure;
  opened_mark_ = opened_mark;
  return {};
}

net::HttpAnswer TokenDesk::wrong(base::Instant now) {
  if (wrong_.came(now.mono)) {
    net::HttpAnswer refused = net::http_error(401, "this token opens nothing; it may have been revoked");
    refused.headers = {{"WWW-Authenticate", "Bearer"}};
    return refused;
  }
  net::HttpAnswer refused = net::http_error(429, "too many wrong tokens; wait a minute");
  refused.headers = {{"Retry-After", fmt::format("{}", kWrongTokensWithin.count() / 1000)}};
  return refused;
}

// Looks at all of them, so that the time does not tell which one it was.
const access::Token* TokenDesk::holder_of(const Credential& credential) const {
  const std::string digest = net::sha256(credential.secret.reveal());
  const bool bearer = credential.kind == Credential::Kind::bearer;
  const std::string wanted = bearer ? digest : opened_.link_of(digest).value_or("");
  const access::Token* holder = nullptr;
  for (const access::Token& token : tokens_)
    if (net::equal_in_constant_time(bearer ? token.bearer_digest : token.link_digest, wanted)) holder = &token;
  return holder;
}

base::Result<Visitor, net::HttpAnswer> TokenDesk::visitor(const access::Token& token, base::WallTime now) {
  if (token.until && *token.until <= now) return net::http_error(403, "this token has ended; ask for a new one");
  return Visitor{token.name, token.limit, token.until};
}

base::Result<Visitor, net::HttpAnswer> TokenDesk::admit(const Credential& credential, base::Instant now) {
  if (credential.kind == Credential::Kind::none) {
    net::HttpAnswer refused = net::http_error(401, "the page needs a token: open the link that you were given");
    refused.headers = {{"WWW-Authenticate", "Bearer"}};
    return refused;
  }
  const std::lock_guard lock(mutex_);
  if (const std::string problem = refresh(); !problem.empty()) return unusable(problem);
  const access::Token* const holder = holder_of(credential);
  return holder != nullptr ? visitor(*holder, now.wall) : wrong(now);
}

base::Result<TokenDesk::Opened, net::HttpAnswer> TokenDesk::open_link(const base::Secret& link, base::Instant now) {
  const std::lock_guard lock(mutex_);
  if (const std::string problem = refresh(); !problem.empty()) return unusable(problem);
  const std::string digest = net::sha256(link.reveal());
  const access::Token* holder = nullptr;
  std::set<std::string> links;
  for (const access::Token& token : tokens_) {
    links.insert(token.link_digest);
    if (net::equal_in_constant_time(token.link_digest, digest)) holder = &token;
  }
  if (holder == nullptr) return wrong(now);
  if (opened_.opened(digest))
    return net::http_error(410, "this link has been opened before, and opens once; ask for a new token");
  auto let_in = visitor(*holder, now.wall);
  if (!let_in) return let_in.error();
  base::Secret cookie = net::new_secret();
  if (const std::string problem = opened_.open(digest, net::sha256(cookie.reveal()), links); !problem.empty())
    return unusable(problem);
  opened_mark_ = access::mark_of(opened_file_);
  return Opened{std::move(cookie), std::move(let_in.value())};
}

}  // namespace presenced::web
