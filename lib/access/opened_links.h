// Which links have been opened, and the cookie that each was opened into: by their digests, in a file of the page's
// own, because the page may not write the file of tokens. Used by one thread at a time.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace presenced::access {

class OpenedLinks {
 public:
  explicit OpenedLinks(std::filesystem::path file) : file_(std::move(file)) {}

  // Empty: read, or there is no file yet. Else what is wrong: then no link may be opened.
  std::string read();

  bool opened(std::string_view link_digest) const { return cookies_.contains(std::string(link_digest)); }
  // The link that was opened into this cookie; empty: none.
  std::optional<std::string> link_of(std::string_view cookie_digest) const;

  // Remembers it, on disk before it returns, and forgets those that are not among `links`. Empty: done; else what is
  // wrong, and nothing has changed.
  std::string open(const std::string& link_digest, const std::string& cookie_digest,
                   const std::set<std::string>& links);

 private:
  std::filesystem::path file_;
  std::map<std::string, std::string> cookies_;  // by link
};

}  // namespace presenced::access
